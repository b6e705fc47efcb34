import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Every rule that axe has, on the whole page as it stands now: nothing may be found. */
export async function expectAccessible(what: string, page: Page): Promise<void> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  // Alone in its page axe needs no second page to put together what it found in the frames, which takes longer than its rules.
  const { violations } = await axe.setLegacyMode(page.frames().length === 1).analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n    ${node.html.slice(0, 200)}\n    ${node.failureSummary ?? ""}`),
  );
  expect(found, `axe on ${what}`).toEqual([]);
}
