import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { SipPhone } from "../apps/voice/test/support/sip-phone.js";
import { expectAccessible } from "./support/axe.js";
import { eventually } from "./support/eventually.js";
import { type House, story } from "./support/house.js";
import { hasFocus, tabTo } from "./support/keyboard.js";
import { TELEPHONY } from "./support/ports.js";

const FIXTURES = path.resolve(import.meta.dirname, "../packages/media/test/fixtures");
/** What the uploaded prompt sounds like, in Hz. */
const TONE = 1_000;

const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole("button", { name, exact: true });
const heading = (page: Page, name: string): Locator =>
  page.getByRole("heading", { name, level: 1, exact: true });

// The administrator's page gets key presses and nothing else.
story(
  "An administrator uploads a prompt and puts it behind key 3; the next caller hears it",
  "dark",
  async (house) => {
    const admin = await (await house.office()).seat(1);
    const { page } = admin;
    await admin.signIn("admin");
    await admin.state("Supervising").waitFor();
    await page.keyboard.press("Alt+u");
    await heading(page, "Access numbers").waitFor();
    await button(page, "8000").waitFor();
    await expectAccessible("the access numbers", page);

    const nav = page.getByRole("navigation", { name: "Set-up" });
    await walkTo(page, nav.getByRole("button", { name: /^Prompts/ }), true);
    await heading(page, "Prompts").waitFor();
    await uploads(page);

    await walkTo(page, nav.getByRole("button", { name: /^Scenarios/ }), true);
    await walkTo(page, button(page, "Insurer's menu"));
    await heading(page, "Insurer's menu").waitFor();
    await changesMenu(page);
    await expectAccessible("a scenario with unsaved changes", page);

    // What is not saved is no caller's, and no reload's to take away.
    await page.reload();
    await heading(page, "Insurer's menu").waitFor();
    await page.getByText("Unsaved changes. New calls use version 1 until you save.").waitFor();
    await walkTo(page, button(page, "Save"));
    await page.getByText("Saved as version 2. New calls use it now.").waitFor();
    await page.getByText("Larkfield Admin, today").first().waitFor();

    const caller = await telephone(house);
    await caller.connect("8000");
    await eventually("key 3 leads to the own prompt", () => {
      caller.rtp.press("3");
      expect(caller.rtp.amplitude(TONE, 300)).toBeGreaterThan(2_000);
    });

    // The former version is there to look at, and to take over.
    await walkTo(page, button(page, "Version 1"));
    await walkTo(page, button(page, "Take over into the form"));
    await page.getByText("Unsaved changes. New calls use version 2 until you save.").waitFor();
    await walkTo(page, nav.getByRole("button", { name: /^Prompts/ }), true);
    const question = page.getByRole("dialog", { name: "Unsaved changes" });
    await question.waitFor();
    await eventually("the answer that changes nothing has the focus", async () => {
      expect(await hasFocus(button(question, "Stay here"))).toBe(true);
    });
    await expectAccessible("the question about unsaved changes", page);
    await walkTo(page, button(question, "Discard them"));
    await heading(page, "Prompts").waitFor();

    // What a scenario plays is not deleted under it.
    await walkTo(page, button(page, "More for Press three"));
    await page.getByRole("menuitem", { name: "Delete" }).press("Enter");
    await page.getByText("A scenario still plays this prompt. Take it out there first.").waitFor();
  },
  { voice: true },
);

async function uploads(page: Page): Promise<void> {
  const choose = async (file: string): Promise<void> => {
    await tabTo(page, button(page, "Upload a prompt"));
    const chooser = page.waitForEvent("filechooser");
    // The browser has heard by now that it is not to open a window of the system's.
    await page.evaluate(() => undefined);
    await page.keyboard.press("Enter");
    await (await chooser).setFiles(path.join(FIXTURES, file));
  };
  await choose("../spec.test.ts");
  await page.getByRole("alert").getByText("is no sound that is taken. Use WAV, MP3 or Ogg/Opus.").waitFor();
  await choose("tone-1000.mp3");
  const row = page.getByRole("table", { name: "Your own" }).getByRole("row", { name: /tone-1000/ });
  await row.waitFor();
  const heard = page.waitForResponse(/\/api\/setup\/prompts\/[^/]+\/audio/);
  await walkTo(page, button(page, "Listen to tone-1000"));
  expect([200, 206]).toContain((await heard).status());
  await walkTo(page, button(page, "More for tone-1000"));
  await page.getByRole("menuitem", { name: "Rename" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Rename tone-1000" });
  await dialog.getByLabel("Name").fill("Press three");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("row", { name: /Press three/ }).waitFor();
  await expectAccessible("prompts with an upload that was refused", page);
}

/** A step of its own that says the prompt, and key 3 that leads to it. */
async function changesMenu(page: Page): Promise<void> {
  await walkTo(page, button(page, "Add a step"));
  await page.getByRole("menuitem", { name: /^Play prompts/ }).press("Enter");
  const step = page.getByRole("listitem").filter({ has: page.locator(":focus") });
  await eventually("the name of the new step is typed next", async () => {
    expect(await hasFocus(step.getByLabel("Name of the step"))).toBe(true);
  });
  await page.keyboard.type("Our tone");
  const added = page.getByRole("listitem").filter({ hasText: "Our tone" }).last();
  await added.getByText("Choose at least one prompt.").waitFor();
  await choose(added.getByLabel("Add to: Prompts"), "Press three");
  await choose(added.getByLabel("Then", { exact: true }), "7 Goodbye");
  await added.getByText("No step leads here").waitFor();

  const menu = page.getByRole("listitem").filter({ hasText: "First step" });
  await walkTo(page, button(menu, "Add a key"), true);
  await choose(menu.getByLabel("Key 3 leads to"), "8 Our tone");
  await page.getByText("No step leads here").waitFor({ state: "hidden" });
}

/** Chooses in a list of the browser's own; by what it is called, as typing in it would. */
async function choose(list: Locator, option: string): Promise<void> {
  await list.focus();
  await list.selectOption({ label: option });
}

/** Goes there by Tab and presses Enter. */
async function walkTo(page: Page, wanted: Locator, backwards = false): Promise<void> {
  await tabTo(page, wanted, backwards);
  await page.keyboard.press("Enter");
}

/** A telephone beyond the trunk; it is put away however the story ends. */
async function telephone(house: House): Promise<SipPhone> {
  const phone = await SipPhone.open(TELEPHONY.sip, TELEPHONY.trunk);
  house.whenClosed(() => phone.close());
  return phone;
}
