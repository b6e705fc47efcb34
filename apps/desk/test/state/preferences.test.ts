import { type ServerFrame, usualPreferences } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, pretendBrowser } from "../link/fake-socket.js";
import { snapshot } from "./views.js";

const { storage } = pretendBrowser();
Object.assign(document, { documentElement: { dataset: {}, style: {} } });
Object.assign(globalThis, {
  matchMedia: () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
});
type Desk = typeof import("../../src/state/actions.js") & typeof import("../../src/state/preferences.js");

/** A page as it is after (re)loading. */
async function load(): Promise<Desk> {
  vi.resetModules();
  FakeSocket.opened.length = 0;
  const desk = {
    ...(await import("../../src/state/actions.js")),
    ...(await import("../../src/state/preferences.js")),
  };
  desk.connect("sofia");
  return desk;
}
const live = () => FakeSocket.last.hears({ frame: "snapshot", snapshot: snapshot(10) });
const asked = (name: string) => FakeSocket.last.requests(name);
const answer = async (id: string, output: unknown): Promise<void> => {
  FakeSocket.last.hears({ frame: "result", id, ok: true, output } as ServerFrame);
  await vi.advanceTimersByTimeAsync(0);
};
const page = () => document.documentElement;

let desk: Desk;
let stop: () => void = () => undefined;
const begin = async (): Promise<void> => {
  desk = await load();
  live();
  stop = desk.followPreferences();
  await vi.advanceTimersByTimeAsync(0);
};
beforeEach(async () => {
  vi.useFakeTimers();
  storage.clear();
  await begin();
});
const end = (): void => {
  stop();
  desk.disconnect();
};
afterEach(() => {
  end();
  vi.useRealTimers();
});
const chosen = () => desk.usePreferences.getState().preferences;

test("what the server has is shown, and what another desk of the agent's chooses", async () => {
  expect(asked("desk.preferences")).toHaveLength(1);
  const theirs = { ...usualPreferences, theme: "dark", letterSize: 120 } as const;
  await answer(String(asked("desk.preferences")[0]?.id), theirs);
  expect(chosen()).toEqual(theirs);
  expect([page().dataset.theme, page().style.fontSize]).toEqual(["dark", "120%"]);
  FakeSocket.last.hears({ frame: "preferences", preferences: usualPreferences });
  expect([page().dataset.theme, page().style.fontSize]).toEqual(["light", ""]);
});

test("a choice holds at once, is saved once after several, and is not undone by what was on its way", async () => {
  desk.changePreferences({ density: "compact" });
  desk.changePreferences({ letterSize: 110 });
  expect([chosen().density, page().dataset.density]).toEqual(["compact", "compact"]);
  await answer(String(asked("desk.preferences")[0]?.id), usualPreferences);
  expect(chosen()).toMatchObject({ density: "compact", letterSize: 110 });
  await vi.advanceTimersByTimeAsync(1_000);
  const saved = asked("desk.preferences.change");
  expect(saved.map(({ input }) => input)).toEqual([{ changes: { density: "compact", letterSize: 110 } }]);
  await answer(String(saved[0]?.id), { ...usualPreferences, density: "compact", letterSize: 110 });
  expect(desk.usePreferences.getState().unsaved).toEqual({});
});

test("a choice made while the server is away is saved after a reload, and the first picture has it", async () => {
  desk.changePreferences({ theme: "dark" });
  end();
  await begin();
  expect(page().dataset.theme).toBe("dark");
  const saved = asked("desk.preferences.change");
  expect(saved.map(({ input }) => input)).toEqual([{ changes: { theme: "dark" } }]);
  expect(asked("desk.preferences")).toEqual([]);
});

test("the page for signing in has the letters of whoever worked here last", () => {
  desk.changePreferences({ letterSize: 130, density: "compact" });
  page().style.fontSize = "";
  page().dataset.density = "comfortable";
  desk.showKeptLetters();
  expect([page().style.fontSize, page().dataset.density]).toEqual(["130%", "compact"]);
  storage.set("patchbay.letters", "{ nobody's");
  desk.showKeptLetters();
  expect([page().style.fontSize, page().dataset.density]).toEqual(["", "comfortable"]);
});
