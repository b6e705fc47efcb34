import type { Locator } from "playwright-core";
import { expect } from "vitest";
import type { SipPhone } from "../apps/voice/test/support/sip-phone.js";
import { expectAccessible } from "./support/axe.js";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { isWarble } from "./support/headset.js";
import { story } from "./support/house.js";
import { hasFocus } from "./support/keyboard.js";
import { hears, keepPeers } from "./support/peers.js";
import { MARIA, mariaCalls } from "./support/telephone.js";

const HEARD_MS = 200;
/** See the desk's `use-armed.ts`. */
const ARMS_AFTER_MS = 800;
/** Music is well above this, and the noise of coding far below. */
const MUSIC = 200;

const state = (desk: Desk, word: string): Locator =>
  desk.page.getByRole("region", { name: "About this call" }).getByText(word, { exact: true });
/** The heading over those who talk with each other, or wait together. */
const group = (desk: Desk, words: string): Locator =>
  desk.page.getByRole("heading", { name: words, exact: true });
const parties = (desk: Desk): Locator =>
  desk.page.getByRole("list", { name: "In this call" }).getByRole("listitem");
const button = (desk: Desk, name: string): Locator =>
  desk.page.getByRole("group", { name: "Call", exact: true }).getByRole("button", { name, exact: true });

const hearsAgent = (caller: SipPhone): Promise<void> =>
  eventually("the customer hears an agent", () => expect(isWarble(caller.rtp.heardLast(100))).toBe(true));
const hearsMusic = (caller: SipPhone): Promise<void> =>
  eventually("the customer hears music, and nobody", () => {
    expect(isWarble(caller.rtp.heardLast(100))).toBe(false);
    expect(caller.rtp.loudness(HEARD_MS)).toBeGreaterThan(MUSIC);
  });

story(
  "A colleague is consulted, the call becomes a conference of three, goes on when its host leaves, and is transferred, by keyboard alone",
  "dark",
  async (house) => {
    const office = await house.office();
    const sofia = await office.seat(1);
    const ben = await office.seat(2);
    for (const desk of [sofia, ben]) await keepPeers(desk.page);
    await sofia.ready("agent1");
    await ben.signIn("agent2");
    await ben.state("Not ready").waitFor();
    for (const desk of [sofia, ben])
      await desk.page.getByRole("button", { name: "Ready for calls. Open phone" }).waitFor();

    const caller = await mariaCalls(house, sofia);
    await sofia.page.keyboard.press("F2");
    await state(sofia, "Talking").waitFor();
    await hearsAgent(caller);

    // Ben is not ready, and may be asked all the same.
    await sofia.page.keyboard.press("Alt+o");
    await sofia.page.getByRole("combobox", { name: "Whom to consult" }).waitFor();
    await expectAccessible("a panel in which somebody is chosen", sofia.page);
    await sofia.page.keyboard.type("ben");
    await sofia.page.keyboard.press("Enter");
    await group(sofia, "You call Ben Ortega").waitFor();
    expect(await button(sofia, "Merge").getAttribute("aria-disabled")).toBe("true");
    await ben.page.getByRole("region", { name: "Consultation from Sofia Lindqvist" }).waitFor();
    await ben.page.getByText(`Asks you about ${MARIA}`, { exact: true }).waitFor();
    await expectAccessible("a desk at which a colleague asks", ben.page);
    await hearsMusic(caller);
    await ben.page.keyboard.press("F2");
    await group(sofia, "You and Ben Ortega").waitFor();
    await group(sofia, `${MARIA} hears music`).waitFor();
    await hears(ben.page, "Ben hears Sofia");
    await hears(sofia.page, "Sofia hears Ben");
    await hearsMusic(caller);
    await expectAccessible("a consultation", sofia.page);

    await sofia.page.keyboard.press("Alt+w");
    await group(sofia, `You and ${MARIA}`).waitFor();
    await group(ben, `${MARIA} and Sofia Lindqvist talk without you`).waitFor();
    await hearsAgent(caller);

    await sofia.page.keyboard.press("Alt+j");
    await state(sofia, "Conference").waitFor();
    await eventually("all three are in it", async () => {
      for (const desk of [sofia, ben]) expect(await parties(desk).count()).toBe(3);
    });
    await ben.page.getByText(`Sofia Lindqvist brought you all together: ${MARIA} hears you now.`).waitFor();
    expect(await button(ben, "End for all").getAttribute("title")).toBe(
      "Only the host can end it for all. You can leave.",
    );
    await sofia.page.getByRole("button", { name: `Park ${MARIA} with music` }).press("Enter");
    await hearsMusic(caller);
    await sofia.page.getByRole("button", { name: `Bring ${MARIA} back` }).press("Enter");
    await hearsAgent(caller);
    await expectAccessible("a conference", sofia.page);
    await seenLive(await office.seat(3));

    await sofia.page.keyboard.press("Alt+e");
    await sofia.list.waitFor({ state: "hidden" });
    await state(ben, "Talking").waitFor();
    await ben.page.getByText(`Sofia Lindqvist left the call with ${MARIA}.`).waitFor();
    await hearsAgent(caller);
    await hears(ben.page, "Ben hears the customer");

    // And back, after a word: the customer is given away by whoever asked.
    await ben.page.keyboard.press("Alt+o");
    await ben.page.getByRole("combobox", { name: "Whom to consult" }).waitFor();
    await ben.page.keyboard.type("sofia");
    await ben.page.keyboard.press("Enter");
    await sofia.page.getByRole("region", { name: "Consultation from Ben Ortega" }).waitFor();
    await hearsMusic(caller);
    await sofia.page.keyboard.press("F2");
    await group(ben, "You and Sofia Lindqvist").waitFor();
    await hearsMusic(caller);
    await ben.page.keyboard.press("Alt+t");
    await ben.list.waitFor({ state: "hidden" });
    await state(sofia, "Talking").waitFor();
    await hearsAgent(caller);
    await hears(sofia.page, "Sofia hears the customer");
    // The key has just come to mean the end; a press that came with the change would be told so.
    await sofia.page.waitForTimeout(ARMS_AFTER_MS);
    await sofia.page.keyboard.press("Alt+e");
    await eventually("the line is hung up", () => expect(caller.request("BYE")).toBeDefined());
    await sofia.page.getByText("You ended the call").first().waitFor();
  },
  { voice: "warbling" },
);

/** A supervisor sees who is in which call. Who says no to the take-over's question is where it was asked. */
async function seenLive(anna: Desk): Promise<void> {
  const { page } = anna;
  await anna.signIn("supervisor1");
  await page.getByRole("button", { name: "Ready for calls. Open phone" }).waitFor();
  await page.keyboard.press("Alt+v");
  const agents = page.getByRole("region", { name: "Agents" });
  for (const name of ["Sofia Lindqvist", "Ben Ortega"])
    await agents.getByRole("row", { name }).getByText(MARIA, { exact: true }).waitFor();
  const takeOver = page.getByRole("button", { name: "Take the call over from Ben Ortega" });
  await takeOver.press("Enter");
  await page.getByRole("group", { name: "Take over from Ben Ortega?" }).waitFor();
  await expectAccessible("a supervisor who is asked about a take-over", page);
  await page.keyboard.press("Escape");
  await eventually("the focus is back", async () => expect(await hasFocus(takeOver)).toBe(true));
}
