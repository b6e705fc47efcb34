import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { expectAccessible } from "./support/axe.js";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { type House, story } from "./support/house.js";
import { hears, keepPeers } from "./support/peers.js";
import { MARIA, telephone } from "./support/telephone.js";

const SOFIA = "Sofia Lindqvist";
const BEN = "Ben Ortega";
const INES = "Ines Duarte";

const callFrom = (desk: Desk, name: string): Locator =>
  desk.page.getByRole("region", { name: `Incoming call from ${name}`, exact: true });
const tab = (desk: Desk, name: string): Locator =>
  desk.page.getByRole("tab", { name: new RegExp(`^${name}`) });
const room = (desk: Desk, name: string): Locator =>
  desk.page.getByRole("navigation", { name: "Main" }).getByRole("button", { name, exact: true });
const rowOf = (desk: Desk, name: string): Locator =>
  desk.page.getByRole("tabpanel").getByRole("listitem").filter({ hasText: name });

/** Types into the room of calls, which has the focus in its search, and calls who is found. */
async function calls(page: Page, sought: string): Promise<void> {
  await page.keyboard.press("Alt+2");
  await page.getByRole("searchbox", { name: "Search" }).fill("");
  await page.keyboard.type(sought);
  await page.keyboard.press("Enter");
}

async function atPhone(house: House, username: string, seat: number): Promise<Desk> {
  const desk = await (await house.office()).seat(seat);
  await keepPeers(desk.page);
  await desk.signIn(username);
  await desk.page.getByRole("button", { name: "Ready for calls. Open phone", exact: true }).waitFor();
  return desk;
}

story(
  "Colleagues call each other by keyboard alone: a no is said, the second call waits, a missed one stays marked",
  "light",
  async (house) => {
    const sofia = await atPhone(house, "agent1", 1);
    const ben = await atPhone(house, "agent2", 2);
    const ines = await atPhone(house, "agent3", 3);
    await withoutMailbox(ben);

    await sofia.page.keyboard.press("Alt+2");
    await rowOf(sofia, BEN).getByText("1002", { exact: true }).waitFor();
    await expectAccessible("the directory", sofia.page);
    await calls(sofia.page, "ort");
    await callFrom(ben, SOFIA)
      .getByText(/\b1001\b/)
      .first()
      .waitFor();
    await expectAccessible("a desk at which a colleague's call rings", ben.page);
    await ben.page.keyboard.press("F4");
    await sofia.page.getByText(`${BEN} declined the call.`).waitFor();
    await ben.state("Not ready").waitFor();

    // The last one again, with one key.
    await sofia.page.keyboard.press("Alt+g");
    await callFrom(ben, SOFIA).waitFor();
    await ben.page.keyboard.press("F2");
    await hears(sofia.page);
    await hears(ben.page);

    // By extension, while he is on a call.
    await ines.page.keyboard.press("Alt+2");
    await rowOf(ines, BEN)
      .getByText(/^Busy, on a call/)
      .waitFor();
    await calls(ines.page, "1002");
    await callFrom(ben, INES).waitFor();
    await ben.page.keyboard.press("F2");
    await ben
      .card(SOFIA)
      .getByText(/^On hold · /)
      .waitFor();
    await hears(ines.page);
    await ines.page.keyboard.press("Alt+e");
    await ben.card(INES).waitFor({ state: "hidden" });
    await ben.card(SOFIA).click();
    await ben.page.keyboard.press("Alt+h");
    await hears(ben.page);
    await ben.page.keyboard.press("Alt+e");
    await sofia.card(BEN).waitFor({ state: "hidden" });

    // Nobody takes it: it stays marked until Ines calls back.
    await calls(sofia.page, "ines");
    await callFrom(ines, SOFIA).waitFor();
    await sofia.page.keyboard.press("Alt+e");
    await room(ines, "Calls, 1 missed call").click();
    await tab(ines, "Recent").click();
    const missed = rowOf(ines, "Hung up while it rang");
    await missed.getByText("Missed", { exact: true }).waitFor();
    await expectAccessible("recent calls", ines.page);
    await ines.page.getByRole("searchbox", { name: "Search" }).focus();
    await ines.page.keyboard.press("ArrowDown");
    await ines.page.keyboard.press("Enter");
    await callFrom(sofia, INES).waitFor();
    await sofia.page.keyboard.press("F4");
    // Sofia has a mailbox.
    await ines.page.getByText("Leaving a message").first().waitFor();
    await ines.page.keyboard.press("Alt+e");
    await ines.page.keyboard.press("Alt+2");
    await room(ines, "Calls").waitFor();
    await eventually("nothing is marked any more", async () => {
      expect(await rowOf(ines, "Hung up while it rang").getByText("Missed", { exact: true }).count()).toBe(0);
    });
    await forwards(house, ben, sofia);
  },
  { voice: true },
);

/** Who is not answered by Ben, or declined, is told so, and finds no mailbox. */
async function withoutMailbox({ page }: Desk): Promise<void> {
  await page.keyboard.press("Alt+2");
  await page.getByRole("tab", { name: /^Voicemail/ }).click();
  await page.getByRole("button", { name: "My mailbox" }).click();
  await page.getByRole("checkbox", { name: /^Callers may leave me a message/ }).uncheck();
}

/** Maria takes key 2 of the insurer's menu, speaks after the tone, and hangs up; called back, she answers. */
async function leavesMessage(house: House, desk: Desk): Promise<void> {
  const maria = await telephone(house);
  maria.onInvite = (phone) => phone.pickUp();
  await maria.connect("8000");
  maria.rtp.press("2");
  await desk.page.waitForTimeout(700);
  // Who knows the greeting goes on to the tone.
  maria.rtp.press("#");
  await eventually("the mailbox's tone", () =>
    expect(maria.rtp.amplitude(1_000, 200)).toBeGreaterThan(5_000),
  );
  maria.rtp.say(440);
  await desk.page.waitForTimeout(2_500);
  maria.bye();
}

story(
  "A number is known while it is typed, favourites are kept, contacts are found; a message is heard and called back",
  "dark",
  async (house) => {
    const sofia = await atPhone(house, "agent1", 1);
    const { page } = sofia;
    await page.keyboard.press("Alt+2");
    const search = page.getByRole("searchbox", { name: "Search" });
    await search.fill("gut");
    await rowOf(sofia, MARIA)
      .getByRole("button", { name: /^Add Maria/ })
      .click();
    await search.fill("0142");
    await rowOf(sofia, MARIA).waitFor();

    const dial = page.getByRole("complementary", { name: "Dial" });
    const number = dial.getByLabel("Number", { exact: true });
    await number.fill("503 555 0142,,5");
    await dial.getByText(MARIA, { exact: true }).waitFor();
    await dial.getByText("+1 503 555 0142 · Mobile or landline · United States", { exact: true }).waitFor();
    await dial.getByText(/^Local time \d\d:\d\d/).waitFor();
    await dial.getByText("When answered: 2 s pause, 5", { exact: true }).waitFor();
    await expectAccessible("a number that is being typed", page);
    await number.fill("+1 900 555 0142");
    await dial.getByText(/^This number is blocked for you/).waitFor();
    await number.fill("1001");
    await dial.getByText(SOFIA, { exact: true }).waitFor();
    await number.press("Enter");
    await dial.getByText("That is your own extension.").waitFor();

    await search.fill("");
    await tab(sofia, "Favourites").click();
    await page.getByRole("button", { name: "New favourite" }).click();
    await page.keyboard.type("Clearview Glass");
    await page.keyboard.press("Tab");
    await page.keyboard.type("+1 503 555 0119");
    await page.keyboard.press("Enter");
    await rowOf(sofia, "Clearview Glass").waitFor();
    await expectAccessible("favourites", page);
    const names = (): Promise<string[]> => page.locator(".dir-row b").allInnerTexts();
    expect(await names()).toEqual([MARIA, "Clearview Glass"]);
    const more = async (act: string): Promise<void> => {
      await page.getByRole("button", { name: "More about Clearview Glass" }).click();
      await page.getByRole("menuitem", { name: act }).click();
    };
    await more("Move up");
    await eventually("it has moved", async () => {
      expect(await names()).toEqual(["Clearview Glass", MARIA]);
    });
    await more("Delete");
    await rowOf(sofia, "Clearview Glass").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: /^Undo/ }).click();
    await eventually("it is back in its place", async () => {
      expect(await names()).toEqual(["Clearview Glass", MARIA]);
    });
    // Kept at the server: another browser has them as well.
    await page.reload();
    await room(sofia, "Calls").click();
    await tab(sofia, "Favourites").click();
    await eventually("they are there after a reload", async () => {
      expect(await names()).toEqual(["Clearview Glass", MARIA]);
    });
    await leavesMessage(house, sofia);
    await room(sofia, "Calls, 1 new voicemail message").click();
    await tab(sofia, "Voicemail").click();
    const message = page.getByRole("article", { name: MARIA, exact: true });
    await message.getByText(/^Auto claims · \+1 503 555 0142 · 0:0[2-6]$/).waitFor();
    await search.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await message.getByRole("button", { name: "Pause", exact: true }).waitFor();
    await room(sofia, "Calls").waitFor();
    await message.getByText(/heard by Sofia Lindqvist$/).waitFor();
    await expectAccessible("a message that is listened to", page);
    await message.getByRole("button", { name: `Delete the message of ${MARIA}` }).click();
    await message.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: /^Undo/ }).click();
    await page.getByRole("button", { name: "Ready for calls. Open phone", exact: true }).waitFor();
    await message.getByRole("button", { name: `Call ${MARIA}` }).click();
    await sofia.card(MARIA).getByText("Talking").first().waitFor();
    await hears(page);

    // What comes of the call stands in its result, and in the list of what is to be done.
    await page.keyboard.press("Alt+r");
    await page.getByRole("button", { name: "New follow-up", exact: true }).click();
    const form = page.getByRole("form", { name: `New follow-up for ${MARIA}` });
    await form.getByLabel("Note").fill("Ask for the estimate.");
    await expectAccessible("a follow-up that is being made", page);
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await form.waitFor({ state: "hidden" });
    await page.getByRole("region", { name: "Follow-ups" }).getByText("Ask for the estimate.").waitFor();
    await page.keyboard.press("Alt+2");
    await tab(sofia, "Follow-ups").click();
    const followUp = rowOf(sofia, "Ask for the estimate.");
    await followUp.getByText(/^Tomorrow, 09:00$/).waitFor();
    await expectAccessible("follow-ups", page);
    await followUp.getByRole("button", { name: `Done: ${MARIA}` }).click();
    await page.getByText("Make a follow-up in the result of a chat or a call.").waitFor();
  },
  { voice: true },
);

/** SPEC FWD-1: a number of our own is refused; a call to Ben goes on to his number outside, and his desk says so. */
async function forwards(house: House, ben: Desk, sofia: Desk): Promise<void> {
  const outside = await telephone(house);
  outside.onInvite = (called) => called.pickUp();
  await ben.page.keyboard.press("Alt+p");
  const panel = ben.page.getByRole("dialog", { name: "Phone" });
  await panel.getByRole("checkbox", { name: "Forward my calls" }).check();
  await panel.getByLabel("To this number").fill("8000");
  await panel.getByRole("checkbox", { name: "Always" }).check();
  await panel.getByRole("button", { name: "Save forwarding" }).click();
  await panel.getByText("This number cannot be reached from here.").waitFor();
  await panel.getByLabel("To this number").fill("+1 503 555 0188");
  await panel.getByRole("button", { name: "Save forwarding" }).click();
  await panel.getByText("Saved. It holds for the next call.").waitFor();
  await expectAccessible("a phone that forwards", ben.page);
  await ben.page.keyboard.press("Escape");
  await ben.page.getByRole("button", { name: "Colleagues’ calls are forwarded", exact: true }).waitFor();
  await calls(sofia.page, "ort");
  await sofia.page.getByText(`${BEN} forwards calls: it goes on to a number outside`).waitFor();
  await eventually("the number hears Sofia", () => {
    expect(outside.request("INVITE")?.headers.get("diversion")).toContain(";reason=unconditional");
    expect(outside.rtp.arrivals.length).toBeGreaterThan(50);
  });
  await sofia.page.keyboard.press("Alt+e");
}
