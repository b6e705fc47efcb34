import type { Locator, Page } from "playwright-core";

/** More stops than any of our pages has. */
const STOPS_MAX = 160;

/** Walks with Tab (or, with `backwards`, Shift+Tab) until this has the focus, as somebody without a mouse would. */
export async function tabTo(page: Page, wanted: Locator, backwards = false): Promise<void> {
  await wanted.waitFor();
  for (let stop = 0; stop < STOPS_MAX; stop++) {
    if (await hasFocus(wanted)) return;
    await page.keyboard.press(backwards ? "Shift+Tab" : "Tab");
  }
  throw new Error(`${STOPS_MAX} times Tab did not lead to ${wanted}`);
}

export function hasFocus(wanted: Locator): Promise<boolean> {
  return wanted.evaluate((element) => element === document.activeElement);
}
