import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { SOON_MS } from "./eventually.js";

export type Theme = "light" | "dark";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** `npm test` finds a Chromium and names it in CHROMIUM. */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"];
  if (!executablePath) {
    throw new Error("CHROMIUM must name a Chromium: `npm test -- --only browser` finds one by itself.");
  }
  return chromium.launch({ executablePath, args: [...ARGUMENTS, ...more] });
}

/**
 * What no page may do, whatever happens to it: break the content security policy, throw past everybody, run what a
 * customer wrote, or stop the agent with a dialog.
 */
export class Troubles {
  readonly list: string[] = [];

  watch(page: Page): void {
    const note = (what: string): void => void this.list.push(`${new URL(page.url()).pathname}: ${what}`);
    page.on("pageerror", (error) => note(`uncaught ${error.message}`));
    page.on("dialog", (dialog) => {
      note(`dialog "${dialog.message()}"`);
      void dialog.dismiss();
    });
    page.on("console", (message) => {
      const text = message.text();
      if (/content security policy|csp-violation|script-ran/i.test(text)) note(text);
    });
  }
}

/** Tells of each violation of the policy, also of those that the console words differently. */
const TELL_VIOLATIONS = `
  addEventListener("securitypolicyviolation", (event) =>
    console.error("csp-violation", event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber));
  globalThis.ran = (what) => console.error("script-ran", what);
`;

export async function openContext(
  browser: Browser,
  options: BrowserContextOptions,
  troubles: Troubles,
): Promise<BrowserContext> {
  // Movement is for people; a picture or an axe rule taken in the middle of a fade is neither this nor that.
  const context = await browser.newContext({ reducedMotion: "reduce", locale: "en-US", ...options });
  context.setDefaultTimeout(SOON_MS);
  await context.addInitScript(TELL_VIOLATIONS);
  context.on("page", (page) => troubles.watch(page));
  return context;
}
