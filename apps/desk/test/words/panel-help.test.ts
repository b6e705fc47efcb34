import { expect, it } from "vitest";
import { deskActions } from "../../src/keys/desk-actions.js";
import { panelKeys } from "../../src/parts/help/panels.js";
import { whole as en } from "../../src/words/en/whole.js";

it("every part of the desk explains itself: what it is, and what to do first", () => {
  const { panels, setupFirst } = en.panelHelp;
  expect(Object.keys(panels).sort()).toEqual(Object.keys(panelKeys).sort());
  expect(Object.keys(setupFirst).sort()).toEqual(Object.keys(en.setup.sections).sort());
});

it("the keys that it names are keys of the desk", () => {
  const ids: readonly string[] = deskActions.map(({ id }) => id);
  expect(
    Object.values(panelKeys)
      .flat()
      .filter((id) => !ids.includes(id)),
  ).toEqual([]);
});
