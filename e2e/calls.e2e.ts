import type { Locator } from "playwright-core";
import { expect } from "vitest";
import type { SipPhone } from "../apps/voice/test/support/sip-phone.js";
import { expectAccessible } from "./support/axe.js";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { isWarble } from "./support/headset.js";
import { story } from "./support/house.js";
import { heardByAgent, hears, keepPeers } from "./support/peers.js";
import { mariaCalls, telephone } from "./support/telephone.js";

/** The headset's beep at the caller's ear; silence is 0 to the bit, and the noise of coding far below. */
const BEEP = 800;
const QUIET = 200;
const HEARD_MS = 1_500;

const phoneOf = (desk: Desk, word: string): Locator =>
  desk.page.getByRole("button", { name: `${word}. Open phone`, exact: true });
const state = (desk: Desk, word: string): Locator =>
  desk.page.getByRole("region", { name: "About this call" }).getByText(word, { exact: true });
const control = (desk: Desk, name: string): Locator =>
  desk.page.getByRole("group", { name: "Call", exact: true }).getByRole("button", { name, exact: true });

const isHeard = (caller: SipPhone): Promise<void> =>
  eventually("the caller hears the agent", () => expect(caller.rtp.loudness(HEARD_MS)).toBeGreaterThan(BEEP));
const isQuiet = (caller: SipPhone): Promise<void> =>
  eventually("the caller hears nothing", () => expect(caller.rtp.loudness(HEARD_MS)).toBeLessThan(QUIET));

story(
  "A call is taken, muted, held, outlives a reload, and is wrapped up, by keyboard alone",
  "light",
  async (house) => {
    const office = await house.office();
    const sofia = await office.seat(1);
    const { page } = sofia;
    await keepPeers(page);
    await sofia.ready("agent1");
    // Nobody has clicked: a microphone that may be used is tried by itself.
    await phoneOf(sofia, "Ready for calls").waitFor();

    const caller = await mariaCalls(house, sofia);
    await page
      .getByText(/^Waited \d:\d\d$/)
      .first()
      .waitFor();
    await expectAccessible("a desk at which a call rings", page);
    await page.keyboard.press("F2");
    await state(sofia, "Talking").waitFor();
    await isHeard(caller);
    await hears(page);
    await eventually("both lines are measured", async () => {
      expect(await page.locator("[data-quality='good']").count()).toBe(2);
    });
    await expectAccessible("a desk with a call", page);

    await page.keyboard.press("Alt+m");
    await control(sofia, "Unmute").waitFor();
    await isQuiet(caller);
    await hears(page);
    await page.keyboard.press("Alt+m");
    await isHeard(caller);

    await page.keyboard.press("Alt+k");
    const keypad = page.getByRole("region", { name: "Keypad" });
    await keypad.waitFor();
    await page.keyboard.type("12#");
    await keypad.getByText("12#", { exact: true }).waitFor();
    await expectAccessible("a keypad", page);
    await eventually("the digits arrive", () => expect(caller.rtp.digits.join("")).toBe("12#"));
    await page.keyboard.press("Escape");
    await keypad.waitFor({ state: "hidden" });

    await page.keyboard.press("Alt+h");
    await state(sofia, "On hold").waitFor();
    expect(await control(sofia, "Mute").getAttribute("title")).toBe(
      "The customer is on hold and does not hear you.",
    );
    await eventually("the agent hears nothing of a customer on hold", async () => {
      const before = await heardByAgent(page);
      await page.waitForTimeout(500);
      expect((await heardByAgent(page)) - before).toBeLessThan(1e-4);
    });
    await page.keyboard.press("Alt+h");
    await state(sofia, "Talking").waitFor();
    await isHeard(caller);

    await page.reload();
    caller.rtp.forget();
    await state(sofia, "Talking").waitFor();
    await isHeard(caller);
    await hears(page);

    // A second tab comes to the front: the audio stays where it is, and its keys work on the same call.
    const second = await office.seat(1);
    await second.list.getByText(/^Talking · /).waitFor();
    await isHeard(caller);
    await second.page.keyboard.press("Alt+m");
    await isQuiet(caller);
    await control(sofia, "Unmute").waitFor();
    await second.page.close();
    await page.keyboard.press("Alt+m");
    await isHeard(caller);

    // A survey, with its answer beside the call.
    await page.keyboard.press("Alt+y");
    const choice = page.getByRole("region", { name: "Voice application", exact: true });
    await expectAccessible("a choice of voice applications", page);
    await choice.getByRole("button", { name: /^Satisfaction survey/ }).press("Enter");
    await state(sofia, "Voice application").waitFor();
    await isQuiet(caller);
    await expectAccessible("a voice application that goes on", page);
    caller.rtp.press("4");
    await page.getByText("Satisfaction survey is done. The caller is back with you.").waitFor();
    expect(await page.getByRole("region", { name: "Entered by the caller" }).innerText()).toContain("4");
    await isHeard(caller);

    await page.keyboard.press("Alt+e");
    await eventually("the line is hung up", () => expect(caller.request("BYE")).toBeDefined());
    await page.getByRole("list", { name: "Active communications" }).getByText("Wrap-up").waitFor();
    await page.keyboard.press("Alt+r");
    await sofia.context.getByRole("combobox").selectOption({ label: "Information given" });
    await sofia.context.getByRole("textbox", { name: "Notes" }).press("c");
    await page.keyboard.press("Control+Enter");
    await sofia.list.waitFor({ state: "hidden" });
  },
  { voice: true },
);

story(
  "A customer is called beside the chat, and a number that is busy says so",
  "dark",
  async (house) => {
    const sofia = await (await house.office()).seat(1);
    const { page } = sofia;
    await sofia.ready("agent1");
    await phoneOf(sofia, "Ready for calls").waitFor();
    const ada = house.wireCustomer("Ada Byrd");
    ada.phoneNumber = "+15035550188";
    await ada.start({ first_name: "Ada", last_name: "Byrd" });
    await ada.say("Please call me");
    await sofia.offerFrom("Ada Byrd").getByRole("button", { name: "Accept" }).click();
    await sofia.composer("Ada Byrd").waitFor();

    const callee = await telephone(house);
    callee.rtp.say(440);
    callee.onInvite = (phone) => {
      phone.reply(180, "Ringing");
      setTimeout(() => phone.pickUp(), 1_000);
    };
    const call = sofia.context.getByRole("button", { name: "Call +1 503 555 0188", exact: true });
    await call.click();
    await page.getByRole("menuitem", { name: /^Claims line/ }).click();
    const onCard = page.getByRole("group", { name: "Call: Ada Byrd" });
    await onCard.waitFor();
    // The chat stays in front, and goes on.
    await sofia.say("Ada Byrd", "I am calling you.");
    await sofia.heard("Ada Byrd", "I am calling you.");
    await isHeard(callee);
    expect(callee.request("INVITE")?.headers.get("from")).toContain("8000");
    await sofia.list.getByText(/^Talking · /).waitFor();
    await expectAccessible("a chat with a call beside it", page);
    await eventually("one call beside the chat", async () => {
      const header = page.getByRole("button", { name: "Call", exact: true });
      expect(await header.getAttribute("title")).toBe("You are on the phone with this customer already.");
    });
    await onCard.getByRole("button", { name: "Hold" }).click();
    await onCard.getByRole("button", { name: "Retrieve" }).click();
    await onCard.getByRole("button", { name: "End call" }).dblclick();
    await eventually("the line is hung up", () => expect(callee.request("BYE")).toBeDefined());
    await sofia.composer("Ada Byrd").waitFor();
    callee.close();

    // Another telephone at the same place: it says busy to everybody.
    await telephone(house);
    await page.keyboard.press("Alt+d");
    const pad = page.getByRole("dialog", { name: "Dial pad" });
    await pad.getByRole("button", { name: "Last number", exact: true }).click();
    await eventually("it is the one that was called last", async () => {
      expect(await pad.getByRole("textbox", { name: "Number" }).inputValue()).toBe("+15035550188");
    });
    await pad.getByRole("textbox", { name: "Number" }).fill("maria@example");
    await page.keyboard.press("Enter");
    await pad.getByText("This number cannot be reached from here.").waitFor();
    await expectAccessible("a dial pad", page);
    await pad.getByRole("textbox", { name: "Number" }).fill("+1 503 555 0199");
    await page.keyboard.press("Enter");
    await page.getByText(/ is busy\.$/).waitFor();
  },
  { voice: true },
);

story(
  "A blocked microphone is said with what to do, gets no calls, and works again by itself",
  "light",
  async (house) => {
    const sofia = await (await house.office(false)).seat(1);
    const { page } = sofia;
    // As the browser's own permission: asked, refused, given. The headset is the browser's.
    await page.addInitScript(() => {
      const status = Object.assign(new EventTarget(), { state: "prompt" });
      const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      Object.assign(globalThis, { microphonePermission: status });
      navigator.permissions.query = async () => status as unknown as PermissionStatus;
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        if (status.state === "denied") throw new DOMException("refused", "NotAllowedError");
        status.state = "granted";
        return real(constraints);
      };
    });
    await page.reload();
    const permit = (to: "denied" | "granted"): Promise<void> =>
      page.evaluate((wanted) => {
        const { microphonePermission: status } = globalThis as unknown as {
          readonly microphonePermission: EventTarget & { state: string };
        };
        status.state = wanted;
        status.dispatchEvent(new Event("change"));
      }, to);
    await sofia.ready("agent1");
    await phoneOf(sofia, "Phone not set up").click();
    const panel = page.getByRole("dialog", { name: "Phone" });
    await panel.getByText("You get no calls until your phone works. Chats go on.").waitFor();
    await expectAccessible("a phone that is not set up", page);
    await panel.getByRole("button", { name: "Allow microphone" }).click();
    await panel.getByText("Checked with the server: your microphone is heard.").waitFor();
    await panel.getByRole("button", { name: "Hear yourself" }).click();
    await panel.getByText(/\d+ sound packets arrived at the server/).waitFor();
    await panel.getByRole("button", { name: "Stop" }).click();
    await page.keyboard.press("Escape");

    await permit("denied");
    await phoneOf(sofia, "Microphone blocked").waitFor();
    const caller = await telephone(house);
    await caller.connect("8000");
    const { offer } = { offer: page.getByRole("region", { name: /^Incoming call from / }) };
    caller.rtp.press("1");
    await page.waitForTimeout(3_000);
    expect(await offer.count()).toBe(0);
    await sofia.state("Ready").waitFor();

    await permit("granted");
    await offer.waitFor();
    await page.keyboard.press("F2");
    await state(sofia, "Talking").waitFor();
    caller.bye();
    await page.getByRole("list", { name: "Active communications" }).getByText("Wrap-up").waitFor();
  },
  { voice: true },
);

/** Sound that has been there for this long is there to stay. */
const STAYS_MS = 1_000;

/**
 * How long after the beginning of `what` the caller last missed the agent's sound, ms; looks every 20 ms until the sound has
 * stayed for a second after `what` was done.
 */
async function silenceOf(caller: SipPhone, what: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  let missedAt = begun;
  const look = setInterval(() => {
    if (!isWarble(caller.rtp.heardLast(80))) missedAt = performance.now();
  }, 20);
  try {
    await what();
    const done = performance.now();
    await eventually("the sound is back, and stays", () => {
      expect(performance.now() - Math.max(done, missedAt)).toBeGreaterThan(STAYS_MS);
    });
  } finally {
    clearInterval(look);
  }
  return missedAt - begun;
}

/** UX.md: whoever reloads or takes over goes on talking as good as at once. */
const BACK_MS_MAX = 2_000;

story(
  "A call's sound is back within two seconds of a reload and of a take-over, and a killed server stops nothing",
  "light",
  async (house) => {
    const office = await house.office();
    const sofia = await office.seat(1);
    await keepPeers(sofia.page);
    await sofia.ready("agent1");
    await phoneOf(sofia, "Ready for calls").waitFor();
    const caller = await mariaCalls(house, sofia);
    await sofia.page.keyboard.press("F2");
    await eventually("the caller hears the agent", () =>
      expect(isWarble(caller.rtp.heardLast(100))).toBe(true),
    );
    await hears(sofia.page);

    const reload = await silenceOf(caller, () => sofia.page.reload());
    await hears(sofia.page);

    const second = await office.seat(2);
    await keepPeers(second.page);
    await second.signIn("agent1");
    const takeOver = second.button("Take over here");
    await takeOver.waitFor();
    const takenOver = await silenceOf(caller, async () => {
      await takeOver.click();
      await state(second, "Talking").waitFor();
      await sofia.page.getByText("Your session moved to another window.").waitFor();
    });
    // What the caller hears is the second desk.
    await sofia.page.close();
    await hears(second.page);
    expect(isWarble(caller.rtp.heardLast(80))).toBe(true);

    caller.rtp.forget();
    const killedAt = performance.now();
    await house.center.kill();
    await second.page.waitForTimeout(1_500);
    expect(isWarble(caller.rtp.heardLast(100))).toBe(true);
    await house.center.startAgain();
    const outageMs = performance.now() - killedAt;
    await hears(second.page);
    await state(second, "Talking").waitFor();
    // Several browsers and a server that starts take the processor away for some 100 ms; the outage is seconds.
    expect(caller.rtp.longestGap()).toBeLessThan(outageMs / 4);
    // Pressed while the server was away it would do nothing, then or later.
    await second.page.locator('[data-call="end"][aria-disabled="false"]').waitFor();
    await second.page.keyboard.press("Alt+e");
    await eventually("the line is hung up", () => expect(caller.request("BYE")).toBeDefined());

    expect(reload, "silence after the reload, ms").toBeLessThan(BACK_MS_MAX);
    expect(takenOver, "silence after the take-over, ms").toBeLessThan(BACK_MS_MAX);
  },
  { voice: "warbling" },
);
