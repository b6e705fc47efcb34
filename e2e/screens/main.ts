/**
 * Looks at every screen as somebody who sees little, uses no mouse, or has another window would: axe in three themes, the ring
 * around the focus, and what does not fit at four widths; with --large, what does not fit when letters are twice as large.
 *
 *   npm start                                   in another terminal, with DEMO_PASSWORD=...
 *   npm run screens -- [--origin http://localhost:8080] [--as agent] [--large] [--only NAME,NAME] [--shots FOLDER]
 *
 * `--as visitor|agent|supervisor|administrator` looks at the screens of one of them. DEMO_PASSWORD and CHROMIUM (an executable) are environment variables. Exit code 1: something was found.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { type Finding, look, lookLarge } from "./look.js";
import { ofAdministrator, ofAgent, ofSupervisor, quiet, type Screen } from "./walk.js";

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : undefined;
};
const ORIGIN = option("origin") ?? "http://localhost:8080";
const ONLY = option("only")?.toLowerCase().split(",");
const LARGE = process.argv.includes("--large");
const AS = option("as");
const SHOTS = option("shots");
const { DEMO_PASSWORD = "", CHROMIUM = "/usr/bin/chromium" } = process.env;
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

const findings: Finding[] = [];
let looked = 0;

async function visit(page: Page, screens: readonly Screen[], widths?: readonly number[]): Promise<void> {
  for (const { name, open, close } of screens) {
    try {
      await open(page);
      await quiet(page);
      if (ONLY === undefined || ONLY.some((part) => name.toLowerCase().includes(part))) {
        if (SHOTS !== undefined) await page.screenshot({ path: path.join(SHOTS, `${fileName(name)}.png`) });
        const found = LARGE
          ? lookLarge(name, page)
          : look(name, page, widths === undefined ? {} : { widths });
        findings.push(...(await found));
        looked += 1;
        process.stdout.write(".");
      }
      await close?.(page);
    } catch (cause) {
      if (SHOTS !== undefined)
        await page.screenshot({ path: path.join(SHOTS, `not-${fileName(name)}.png`) }).catch(() => undefined);
      const why = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
      findings.push({ screen: name, where: "opening", what: why });
    }
  }
}

const fileName = (name: string): string => name.replace(/\W+/g, "-").toLowerCase();

async function signedIn(context: BrowserContext, user: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${ORIGIN}/desk/`);
  await page.getByRole("textbox", { name: "User name" }).fill(user);
  await page.getByRole("textbox", { name: "Password" }).fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Start working" }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  await quiet(page);
  return page;
}

const folders: string[] = [];
const contexts: BrowserContext[] = [];
/** A browser of its own each: only a profile can say how large letters are. */
const context = async (viewport = DESK): Promise<BrowserContext> => {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-screens-"));
  folders.push(folder);
  mkdirSync(path.join(folder, "Default"));
  const webprefs = LARGE ? { default_font_size: 32, default_fixed_font_size: 26 } : {};
  writeFileSync(path.join(folder, "Default/Preferences"), JSON.stringify({ webkit: { webprefs } }));
  const made = await chromium.launchPersistentContext(folder, {
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu"],
    viewport,
    reducedMotion: "reduce",
    locale: "en-US",
  });
  contexts.push(made);
  made.setDefaultTimeout(5_000);
  // The functions that pages are given were compiled with names kept.
  await made.addInitScript("globalThis.__name = (named) => named");
  return made;
};
const at = (name: string, address: string): Screen => ({
  name,
  open: async (page) => void (await page.goto(`${ORIGIN}${address}`)),
});

const isLookedAt = (who: string): boolean => AS === undefined || AS === who;
try {
  if (SHOTS !== undefined) mkdirSync(SHOTS, { recursive: true });
  if (isLookedAt("visitor"))
    await visit(await (await context()).newPage(), [
      at("sign-in", "/desk/"),
      at("errors", "/help/errors"),
      at("company page", "/web/"),
      ...((await fetch(`${ORIGIN}/phone/`)).ok ? [at("test phone", "/phone/")] : []),
      at("documentation", "/docs/"),
    ]);

  if (isLookedAt("agent")) await asAgent();
  if (isLookedAt("supervisor")) {
    const supervisor = await signedIn(await context(), "supervisor1");
    await visit(supervisor, await ofSupervisor(supervisor));
  }
  if (isLookedAt("administrator")) {
    const administrator = await signedIn(await context(), "admin");
    await visit(administrator, await ofAdministrator(administrator));
  }
} finally {
  for (const one of contexts) await one.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

async function asAgent(): Promise<void> {
  const agent = await signedIn(await context(), "agent4");
  await agent.getByRole("button", { name: /Change state/ }).click();
  await agent.getByRole("menuitem", { name: "Ready", exact: true }).click();

  const phone = await (await context(PHONE)).newPage();
  const panel = phone.frameLocator('iframe[title="Larkfield Insurance"]');
  await visit(
    phone,
    [
      at("customer's app", "/app/"),
      {
        name: "widget: form",
        open: async (page) => {
          await page.goto(`${ORIGIN}/web/`);
          await page.getByRole("button", { name: "Larkfield Insurance", exact: true }).click();
          await panel.getByLabel("First name").waitFor();
        },
      },
      {
        name: "widget: chat",
        open: async () => {
          await panel.getByLabel("First name").fill("Wilhelmina-Alexandra");
          await panel.getByLabel("Last name").fill("von Hohenlohe-Schillingsfürst");
          await panel.getByLabel("Your message").fill("Is my bicycle insured?");
          await panel.getByRole("button", { name: "Start chat" }).click();
          await panel.getByRole("log").getByText("Is my bicycle insured?").waitFor();
        },
      },
    ],
    [320, 360, 390, 768],
  );
  const offer = agent.getByRole("button", { name: "Accept" });
  await offer.waitFor({ timeout: 20_000 }).catch(() => undefined);
  await visit(agent, [{ name: "an offer", open: async () => undefined }]);
  if ((await offer.count()) > 0) await offer.first().click();
  await visit(agent, ofAgent);
}

process.stdout.write("\n\n");
const byWhat = new Map<string, string[]>();
for (const { screen, where, what } of findings) {
  const line = byWhat.get(what) ?? [];
  byWhat.set(what, line);
  line.push(`${screen} (${where})`);
}
for (const [what, places] of byWhat)
  process.stdout.write(
    `${what}\n    ${places.slice(0, 4).join(", ")}${places.length > 4 ? `, and ${places.length - 4} more` : ""}\n`,
  );
process.stdout.write(`\n${looked} screens, ${byWhat.size} findings at ${findings.length} places\n`);
process.exitCode = findings.length > 0 ? 1 : 0;
