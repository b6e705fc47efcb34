import { expect } from "vitest";
import { expectAccessible } from "./support/axe.js";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { type House, story } from "./support/house.js";
import type { WireCustomer } from "./support/wire-customer.js";

/** What an agent typed is the agent's: it is never lost, and never reaches somebody it was not meant for. */

const ADA = "Ada Byrd";
const BO = "Bo Larsen";
/** Silence and grace: then a desk that is cut off has lost its chats. */
const GIVEN_AWAY_MS = 60_000;

async function arrive(house: House, desk: Desk, person: string): Promise<WireCustomer> {
  const customer = house.wireCustomer(person);
  const [first_name, last_name] = person.split(" ");
  await customer.start({ first_name, last_name });
  await customer.say(`${first_name} says hello`);
  await desk.offerFrom(person).getByRole("button", { name: "Accept" }).click();
  await desk.composer(person).waitFor();
  return customer;
}

const heardBy = (customer: WireCustomer): unknown[] =>
  customer.heard.filter(({ event }) => event === "chat_session_message").map(({ msg_text }) => msg_text);

const whisper = (desk: Desk, person: string) =>
  desk.page.getByRole("textbox", { name: `Whisper to the team about ${person}`, exact: true });

story(
  "A half-typed whisper stays a whisper: reloaded, in a second tab, taken over",
  "light",
  async (house) => {
    const office = await house.office();
    const desk = await office.seat(1);
    await desk.ready("agent1");
    const ada = await arrive(house, desk, ADA);
    await desk.button("Whisper").click();
    await whisper(desk, ADA).fill("check the fraud list");
    await desk.page.getByText("Draft saved").waitFor();

    await desk.page.reload();
    await holds("the whisper after a reload", whisper(desk, ADA), "check the fraud list");
    const tab = await office.seat(1);
    await tab.card(ADA).click();
    await holds("the whisper in a second tab", whisper(tab, ADA), "check the fraud list");
    await tab.page.close();
    const elsewhere = await (await house.office()).seat(1);
    await elsewhere.signIn("agent1");
    await elsewhere.button("Take over here").click();
    await elsewhere.card(ADA).click();
    await holds("the whisper at another computer", whisper(elsewhere, ADA), "check the fraud list");

    await whisper(elsewhere, ADA).press("Enter");
    await elsewhere.heard(ADA, "check the fraud list");
    await elsewhere.button("Whisper").click();
    await elsewhere.say(ADA, "Hello Ada");
    await eventually("Ada hears what is for her", () => expect(heardBy(ada)).toEqual(["Hello Ada"]));

    await fromTheList(elsewhere);
    const told = /^Dear Ada, If the police were there, please .* your case \d+\. Yours, Sofia ☕️$/u;
    await eventually("Ada hears the response amid what was typed", () =>
      expect(heardBy(ada)).toEqual(["Hello Ada", expect.stringMatching(told)]),
    );
  },
);

/** A canned response goes in at the cursor, is taken back by Ctrl+Z, and takes no typed word away; so does an emoji. */
async function fromTheList(desk: Desk): Promise<void> {
  const { page } = desk;
  const field = desk.composer(ADA);
  const list = page.getByRole("listbox", { name: "Canned responses for what you type" });
  await field.fill("Dear Ada, Yours, Sofia");
  await field.press("Home");
  for (let letter = 0; letter < "Dear Ada, ".length; letter++) await field.press("ArrowRight");
  await field.pressSequentially("/poli");
  await list.getByRole("option", { name: "Police report" }).waitFor();
  await field.press("Escape");
  await holds("the words after Escape", field, "Dear Ada, /poliYours, Sofia");
  for (let letter = 0; letter < "/poli".length; letter++) await field.press("Backspace");
  await field.pressSequentially("/police");
  await list.getByRole("option", { name: "Police report" }).waitFor();
  await field.press("Enter");
  const whole = /^Dear Ada, If the police .* \d+\. Yours, Sofia$/;
  await eventually("the response amid the words", async () =>
    expect(await field.inputValue()).toMatch(whole),
  );
  await field.press("Control+z");
  await holds("the words after undo", field, "Dear Ada, /policeYours, Sofia");
  await field.press("Control+Shift+z");
  await eventually("the response after redo", async () => expect(await field.inputValue()).toMatch(whole));
  await field.press("End");
  await page.keyboard.press("Alt+,");
  await page.getByRole("textbox", { name: "Search, for example: smile, car, thanks" }).fill("hot beverage");
  await page.getByRole("gridcell", { name: "hot beverage" }).waitFor();
  await page.keyboard.press("Enter");
  await eventually("the emoji at the end", async () => expect(await field.inputValue()).toMatch(/Sofia☕️$/u));
  await field.press("ArrowLeft");
  await field.press("Space");
  await field.press("Enter");
}

async function holds(
  what: string,
  field: { readonly inputValue: () => Promise<string> },
  text: string,
): Promise<void> {
  await eventually(what, async () => expect(await field.inputValue()).toBe(text));
}

story("A cut that takes the chats away takes no word", "dark", async (house) => {
  const office = await house.office();
  const desk = await office.seat(1);
  await desk.ready("agent1");
  await arrive(house, desk, ADA);
  const bo = await arrive(house, desk, BO);
  await desk.card(ADA).click();
  await desk.composer(ADA).fill("half typed");
  await desk.page.getByText("Draft saved").waitFor();
  const ben = await (await house.office()).seat(1);
  await ben.signIn("agent2");
  await ben.state("Not ready").waitFor();

  await desk.page.context().setOffline(true);
  await desk.composer(ADA).fill("half typed, and more while cut");
  await desk.card(BO).click();
  await desk.say(BO, "a reply while cut");
  await desk.tab(/^Result/).click();
  await desk.page.getByRole("textbox", { name: "Notes" }).fill("a note while cut");
  await ben.choose("Ready");
  for (const _ of [ADA, BO]) {
    const offer = ben.offers.first();
    await offer.waitFor({ timeout: GIVEN_AWAY_MS });
    const name = ((await offer.getAttribute("aria-label")) ?? "").replace("Incoming chat from ", "");
    await offer.getByRole("button", { name: "Accept" }).click();
    await ben.composer(name).waitFor();
  }
  await desk.page.context().setOffline(false);

  await desk.page
    .getByText("What you had in hand went on to colleagues: Ada Byrd, Bo Larsen.")
    .waitFor({ timeout: GIVEN_AWAY_MS });
  await desk.page.getByText("You are signed in again, and not ready.").waitFor();
  const panel = desk.page.getByRole("region", { name: "Not delivered" });
  const all = [
    ["Reply to Bo Larsen", "a reply while cut"],
    ["Note on Bo Larsen", "a note while cut"],
    ["Half-written for Ada Byrd", "half typed, and more while cut"],
  ] as const;
  const expectAll = async (): Promise<void> => {
    for (const [what, text] of all) {
      await panel.getByText(what, { exact: true }).waitFor({ timeout: GIVEN_AWAY_MS });
      await panel.getByText(text, { exact: true }).waitFor();
    }
  };
  await expectAll();
  await expectAccessible("words that were not delivered", desk.page);
  await desk.page.reload();
  await expectAll();

  await desk.page.getByText(/^Your desk was not connected for /).waitFor();
  await desk.button("Close what happened while you were away").click();
  await desk.page.reload();
  await expectAll();
  expect(await desk.page.getByText(/^Your desk was not connected for /).count()).toBe(0);

  // Another agent of the same browser sees nothing of it.
  const other = await office.seat(2);
  await other.signIn("agent3");
  await other.state("Not ready").waitFor();
  expect(await other.page.getByText("a reply while cut").count()).toBe(0);
  await other.page.close();

  // With their chat they come back.
  await desk.choose("Ready");
  await ben.card(ADA).click();
  await ben.page.locator("[data-action=transfer]").click();
  const dialog = ben.page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Sofia Lindqvist" }).check({ force: true });
  await dialog.getByRole("button", { name: /^Transfer to/ }).click();
  await desk.offerFrom(ADA).getByRole("button", { name: "Accept" }).click();
  await holds("the draft", desk.composer(ADA), "half typed, and more while cut");
  await desk.page.getByText("Draft saved").waitFor();
  await panel.getByText("Half-written for Ada Byrd").waitFor({ state: "hidden" });
  await desk.button("Discard: Reply to Bo Larsen").click();
  await desk.button("Discard: Note on Bo Larsen").click();
  await panel.waitFor({ state: "hidden" });
  expect(heardBy(bo)).toEqual([]);
});

story("A take-over, and a closed window, take the last letter along", "light", async (house) => {
  const office = await house.office();
  const desk = await office.seat(1);
  await desk.ready("agent1");
  const ada = await arrive(house, desk, ADA);
  await arrive(house, desk, BO);
  await desk.card(ADA).click();
  await desk.tab(/^Result/).click();

  const elsewhereOffice = await house.office();
  const elsewhere = await elsewhereOffice.seat(1);
  await elsewhere.signIn("agent1");
  await elsewhere.button("Take over here").waitFor();
  await desk.page.getByRole("textbox", { name: "Notes" }).fill("a note, taken over at once");
  await desk.composer(ADA).fill("typed, and taken over at once");
  await elsewhere.button("Take over here").click();
  await elsewhere.card(ADA).click();
  await holds("the draft taken over", elsewhere.composer(ADA), "typed, and taken over at once");
  await elsewhere.tab(/^Result/).click();
  const notes = (one: Desk) => one.page.getByRole("textbox", { name: "Notes" });
  await holds("the note taken over", notes(elsewhere), "a note, taken over at once");

  // Closed without a pause, while the server cannot be reached.
  const offline = elsewhere.page.context();
  await offline.setOffline(true);
  await elsewhere.composer(ADA).fill("a reply without a network");
  await elsewhere.composer(ADA).press("Enter");
  await elsewhere.composer(ADA).fill("typed, and closed at once");
  await notes(elsewhere).fill("a note, closed at once");
  await elsewhere.page.close({ runBeforeUnload: true });
  await eventually("the window is closed", () => expect(elsewhere.page.isClosed()).toBe(true));
  await offline.setOffline(false);
  const again = await elsewhereOffice.seat(1);
  await again.card(ADA).click();
  await holds("the draft of the closed window", again.composer(ADA), "typed, and closed at once");
  await again.tab(/^Result/).click();
  await holds("the note of the closed window", notes(again), "a note, closed at once");
  await eventually("Ada hears the reply once", () =>
    expect(heardBy(ada)).toEqual(["a reply without a network"]),
  );

  // Two tabs of one seat.
  const tab = await elsewhereOffice.seat(1);
  await tab.card(ADA).click();
  await tab.tab(/^Result/).click();
  await holds("the note in the second tab", notes(tab), "a note, closed at once");
  await notes(tab).fill("a note from the second tab");
  await holds("the note, seen in the first", notes(again), "a note from the second tab");
  await notes(again).fill("a note from the first tab");
  await holds("the note, seen in the second", notes(tab), "a note from the first tab");
});
