import { expect } from "vitest";
import { SipPhone } from "../apps/voice/test/support/sip-phone.js";
import { expectAccessible } from "./support/axe.js";
import type { CustomerApp } from "./support/customer-app.js";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { type House, story } from "./support/house.js";
import { heardByAgent as heardBy, hears, keepPeers } from "./support/peers.js";
import { TELEPHONY } from "./support/ports.js";

const MARIA = "Maria Gutiérrez";

story(
  "A customer asks to be called and is, and talks in the app, called from either side, all beside one chat",
  "light",
  async (house) => {
    const sofia = await (await house.office()).seat(1);
    await keepPeers(sofia.page);
    await sofia.ready("agent1");
    await phoneWorks(sofia);
    const maria = await house.phone("1", { talks: true });
    await keepPeers(maria.page);
    await maria.report("Someone hit me from behind at the lights.");
    await sofia.offerFrom(MARIA).getByRole("button", { name: "Accept" }).click();
    await maria.composer("Sofia").waitFor();
    await askedAndDismissed(sofia, maria);
    await calledByTelephone(house, sofia, maria);
    await callsInTheApp(sofia, maria);
    await calledInTheApp(sofia, maria);
  },
  { voice: true },
);

const phoneWorks = (sofia: Desk): Promise<void> =>
  sofia.page.getByRole("button", { name: "Ready for calls. Open phone", exact: true }).waitFor();
const request = (sofia: Desk) =>
  sofia.page.getByRole("region", { name: "Maria asks to be called", exact: true });
/** The chat, and not a call of the same customer. */
const openChat = (sofia: Desk): Promise<void> =>
  sofia.list.getByRole("button", { name: MARIA }).filter({ hasText: "Mobile chat" }).click();
const endOnCard = (sofia: Desk): Promise<void> =>
  sofia.page
    .getByRole("group", { name: `Call: ${MARIA}` })
    .getByRole("button", { name: "End call" })
    .click();

/** A wrong number is said at once; a right one is seen at the desk, also after a reload, and told of the agent's no. */
async function askedAndDismissed(sofia: Desk, maria: CustomerApp): Promise<void> {
  await maria.button("Talk by voice").click();
  const number = maria.page.getByRole("textbox", { name: "Your number" });
  expect(await number.inputValue(), "the number that the app knows").toBe("+1 503 555 0142");
  await number.fill("0142");
  await maria.button("Ask for a call").click();
  await maria.page.getByText("This is no telephone number we could call.").waitFor();
  await expectAccessible("the app's ways to talk", maria.page);
  await number.fill("+1 (503) 555-0188");
  await number.press("Enter");
  await maria.page.getByText("We will call you at +1 503 555 0188.").waitFor();
  await request(sofia).getByText("at +1 503 555 0188").waitFor();
  await expectAccessible("a desk whose customer asks to be called", sofia.page);
  await sofia.page.reload();
  await request(sofia).getByRole("button", { name: "Dismiss" }).press("Enter");
  await maria.page.getByText("Sofia cannot call you now.").waitFor();
  await request(sofia).waitFor({ state: "hidden" });
  await maria.button("Close").click();
}

/** The request is answered by the call beside the chat, whose every state the app shows. */
async function calledByTelephone(house: House, sofia: Desk, maria: CustomerApp): Promise<void> {
  const callee = await SipPhone.open(TELEPHONY.sip, TELEPHONY.trunk);
  house.whenClosed(() => callee.close());
  callee.rtp.say(440);
  callee.onInvite = (phone) => {
    phone.reply(180, "Ringing");
    setTimeout(() => phone.pickUp(), 1_000);
  };
  await maria.button("Talk by voice").click();
  await maria.button("Ask for a call").click();
  await phoneWorks(sofia);
  await request(sofia).getByRole("button", { name: "Call now" }).press("Enter");
  await sofia.page.getByRole("menuitem", { name: /^Claims line/ }).press("Enter");
  await maria.page.getByText("Sofia is calling you now.").waitFor();
  await maria.page.getByText("You are on the phone with Sofia.").waitFor();
  await request(sofia).waitFor({ state: "hidden" });
  expect(callee.request("INVITE")?.first).toContain("15035550188");
  await hears(sofia.page);
  await endOnCard(sofia);
  await maria.log.getByText(/^You talked on the phone, 0:\d\d$/).waitFor();
}

/** A no, which blames nobody; a yes, with sound both ways; a reload in the middle; and the end from the app. */
async function callsInTheApp(sofia: Desk, maria: CustomerApp): Promise<void> {
  const { page } = sofia;
  const ring = page.getByRole("region", { name: `Incoming call from ${MARIA}`, exact: true });
  const call = async (): Promise<void> => {
    await maria.button("Talk by voice").click();
    await maria.button("Call in the app").click();
    await ring.getByText("Calls you in the app").waitFor();
  };
  await call();
  await maria.page.getByText("Calling Sofia…").waitFor();
  await page.keyboard.press("F4");
  await maria.page.getByText("Sofia cannot take a call right now. Please go on in the chat.").waitFor();
  await sofia.state("Busy").waitFor();
  await maria.button("Close").click();

  await call();
  await page.keyboard.press("F2");
  await maria.page.getByText("Talking with Sofia").waitFor();
  await bothHear(sofia, maria);
  await expectAccessible("an app in a call", maria.page);
  await page.keyboard.press("Alt+m");
  await eventually("a muted agent is not heard", async () => {
    const before = await heardBy(maria.page);
    await maria.page.waitForTimeout(1_200);
    expect((await heardBy(maria.page)) - before).toBeLessThan(1e-4);
  });
  await page.keyboard.press("Alt+m");
  await maria.page.reload();
  await maria.page.getByText("Talking with Sofia").waitFor();
  await bothHear(sofia, maria);
  await maria.button("End call").click();
  await maria.log.getByText(/^You talked in the app, 0:\d\d$/).waitFor();
}

/** Declined, then taken, and ended at the desk. */
async function calledInTheApp(sofia: Desk, maria: CustomerApp): Promise<void> {
  await openChat(sofia);
  const call = sofia.context.getByRole("button", { name: "Call in the app", exact: true });
  await call.click();
  await maria.page.getByText("Sofia is calling you here in the app").waitFor();
  await expectAccessible("an app that rings", maria.page);
  await maria.button("Decline").click();
  await sofia.page.getByText(`${MARIA} declined the call.`).waitFor();
  await call.click();
  await maria.button("Answer").press("Enter");
  await maria.page.getByText("Talking with Sofia").waitFor();
  await bothHear(sofia, maria);
  await endOnCard(sofia);
  await maria.button("Talk by voice").waitFor();
}

async function bothHear(sofia: Desk, maria: CustomerApp): Promise<void> {
  await hears(maria.page, "the customer hears the agent");
  await hears(sofia.page, "the agent hears the customer");
}
