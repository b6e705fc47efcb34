import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** What the colours of a theme decide. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];
const THEMES = {
  light: { colorScheme: "light", contrast: "no-preference" },
  dark: { colorScheme: "dark", contrast: "no-preference" },
  contrast: { colorScheme: "light", contrast: "more" },
} as const;

/** Every rule that axe has, on the whole page as it stands now: nothing may be found. */
export async function expectAccessible(what: string, page: Page, rules?: readonly string[]): Promise<void> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  if (rules !== undefined) axe.withRules([...rules]);
  // Alone in its page axe needs no second page to put together what it found in the frames, which takes longer than its rules.
  const { violations } = await axe.setLegacyMode(page.frames().length === 1).analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n    ${node.html.slice(0, 200)}\n    ${node.failureSummary ?? ""}`),
  );
  expect(found, `axe on ${what}`).toEqual([]);
}

/**
 * The same, and in the other themes what colours decide. For pages that follow the device's wish; the page is in the light
 * theme before and after it.
 */
export async function expectAccessibleInEachTheme(what: string, page: Page): Promise<void> {
  await expectAccessible(what, page);
  for (const theme of ["dark", "contrast", "light"] as const) {
    await page.emulateMedia(THEMES[theme]);
    await page.locator(`html[data-theme="${theme}"]`).waitFor({ state: "attached" });
    if (theme !== "light") await expectAccessible(`${what}, in the theme ${theme}`, page, RULES_OF_COLOUR);
  }
}
