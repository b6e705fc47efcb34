import type { Browser, Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectAccessible } from "./support/axe.js";
import { launchBrowser, openContext, Troubles } from "./support/browser.js";
import { CenterProcess, WITHOUT_LINES } from "./support/center-process.js";
import { eventually } from "./support/eventually.js";

/** `npm start -- --empty`: one person, the link from the terminal, and nothing else until the first chat is answered. */
let center: CenterProcess;
let browser: Browser;
const troubles = new Troubles();

beforeEach(async () => {
  [center, browser] = await Promise.all([
    CenterProcess.firstStart(WITHOUT_LINES, ["--empty"]),
    launchBrowser(),
  ]);
});
afterEach(async () => {
  await browser.close();
  await center.close();
});

/** The link as the terminal says it, at the address that the test uses. */
async function linkSaid(): Promise<string> {
  let token = "";
  await eventually("the link is printed", async () => {
    token = /#first=([\w-]{40,})/.exec(center.said)?.[1] ?? "";
    expect(token).not.toBe("");
  });
  return `${center.origin}/desk/#first=${token}`;
}

const save = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Save", exact: true }).click();
};
const firstSteps = async (page: Page): Promise<void> => {
  await page
    .getByRole("navigation", { name: "Set-up" })
    .getByRole("button", { name: "First steps", exact: true })
    .click();
  await page.getByRole("heading", { name: "First steps", exact: true }).waitFor();
};

test("An empty center: a link, a service, a door, and the first chat is answered by whoever set it up", async () => {
  const office = await openContext(browser, { viewport: { width: 1280, height: 800 } }, troubles);
  const page = await office.newPage();
  const link = await linkSaid();
  await page.goto(link);
  await page.getByRole("button", { name: "Begin", exact: true }).click();
  await page.getByText("Please fill this in.").nth(3).waitFor();
  await expectAccessible("the first administrator's page", page);
  for (const [label, text] of [
    ["What your company is called", "Acme Repairs"],
    ["First name", "Ida"],
    ["Last name", "Berg"],
    ["User name, to sign in with", "ida"],
    ["Password", "password1234"],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByRole("button", { name: "Begin", exact: true }).click();
  await page.getByText("too easy to guess").waitFor();
  await page.getByLabel("Password", { exact: true }).fill("rain boot ladder violin");
  await page.getByRole("button", { name: "Begin", exact: true }).click();

  await page.getByText("0 of 5 steps are done.").waitFor();
  expect(page.url(), "the address keeps no link").not.toContain("first");
  await expectAccessible("the first steps", page);
  await page.getByRole("button", { name: "Make a service" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Support");
  await save(page);
  await page.getByRole("button", { name: "Support", exact: true }).waitFor();
  await firstSteps(page);
  await page.getByRole("button", { name: "Make a chat entry" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Web page");
  await save(page);
  await page.getByRole("heading", { name: "Web page", exact: true }).waitFor();
  await firstSteps(page);
  await page.getByText("3 of 5 steps are done.").waitFor();

  const [visitor] = await Promise.all([
    office.waitForEvent("page"),
    page.getByRole("link", { name: "Open the test page" }).click(),
  ]);
  await visitor.getByRole("button", { name: /chat/i }).first().click();
  const panel = visitor.frameLocator("iframe");
  await panel.getByLabel("Your message").fill("My boiler is cold.");
  await panel.getByRole("button", { name: "Start chat", exact: true }).click();
  await page.bringToFront();
  await page.getByRole("button", { name: /^Not ready/ }).click();
  await page.getByRole("menuitem", { name: /^Ready/ }).click();
  await page.getByText("My boiler is cold.").first().waitFor();
  await page.keyboard.press("F2");
  await page.locator("textarea[data-composer]").fill("Somebody comes today.");
  await page.keyboard.press("Enter");
  await panel.getByText("Somebody comes today.").waitFor();
  await page.keyboard.press("Alt+e");
  await page.getByRole("button", { name: "Complete", exact: true }).click();
  await page.keyboard.press("Alt+u");
  await firstSteps(page);
  await page.getByText("All is done").waitFor();

  const stranger = await openContext(browser, {}, troubles);
  const late = await stranger.newPage();
  await late.goto(link);
  await late.getByText("This link was used already").waitFor();
  expect(troubles.list).toEqual([]);
});
