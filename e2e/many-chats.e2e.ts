import { expect } from "vitest";
import { expectAccessible } from "./support/axe.js";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { type House, story } from "./support/house.js";
import type { WireCustomer } from "./support/wire-customer.js";

const PEOPLE = ["Ada Byrd", "Ivo Stern", "Lea Moreno"] as const;
type Person = (typeof PEOPLE)[number];

/** Three customers in one agent's hands, the first of them on the screen. */
async function threeChats(house: House): Promise<{ desk: Desk; customers: Record<Person, WireCustomer> }> {
  const desk = await (await house.office()).seat(1);
  await desk.ready("agent1");
  const arrive = async (person: Person): Promise<WireCustomer> => {
    const customer = house.wireCustomer(person);
    const [first_name, last_name] = person.split(" ");
    await customer.start({ first_name, last_name });
    await customer.say(`${first_name} says hello`);
    await desk.offerFrom(person).getByRole("button", { name: "Accept" }).click();
    await desk.composer(person).waitFor();
    return customer;
  };
  const [ada, ivo, lea] = PEOPLE;
  const customers = { [ada]: await arrive(ada), [ivo]: await arrive(ivo), [lea]: await arrive(lea) };
  await desk.card(ada).click();
  await desk.composer(ada).waitFor();
  return { desk, customers: customers as Record<Person, WireCustomer> };
}

story("Three chats: who waits is counted, and nothing that is typed goes astray", "light", async (house) => {
  const { desk, customers } = await threeChats(house);
  await countWhoWaits(desk, customers);
  await typeWhileOthersWrite(house, desk, customers);
  await keepDrafts(house, desk);
  await expectAccessible("a desk with three chats", desk.page);
});

/** Unread counts and "your turn" go up by the customers' words and away with the agent's answers. */
async function countWhoWaits(desk: Desk, customers: Record<Person, WireCustomer>): Promise<void> {
  await customers["Ivo Stern"].say("Is anybody there?");
  await customers["Ivo Stern"].say("Hello?");
  await customers["Lea Moreno"].say("A question");
  await desk.card("Ivo Stern").getByText("2 unread").waitFor();
  await desk.card("Lea Moreno").getByText("1 unread").waitFor();
  await desk.page.getByRole("button", { name: "Conversations, 2 need you" }).waitFor();
  await eventually("the title counts them", async () => expect(await desk.page.title()).toBe("(2) Patchbay"));
  for (const person of PEOPLE)
    await desk
      .card(person)
      .getByText(/^your turn for \d+:\d\d$/)
      .waitFor();
  const waited = await secondsOfTurn(desk, "Ada Byrd");
  await eventually("the pill counts", async () =>
    expect(await secondsOfTurn(desk, "Ada Byrd")).toBeGreaterThan(waited),
  );

  await desk.say("Ada Byrd", "Hello Ada");
  await desk
    .card("Ada Byrd")
    .getByText(/^your turn/)
    .waitFor({ state: "hidden" });
  // The one who has waited longest stands first; the answered one goes below.
  await eventually("the list is in the order of waiting", async () => {
    const names = await desk.list.locator(".who").allInnerTexts();
    expect(names.map((name) => name.trim())).toEqual(["Ivo Stern", "Lea Moreno", "Ada Byrd"]);
  });
  await desk.card("Ivo Stern").click();
  await desk.heard("Ivo Stern", "Hello?");
  await desk
    .card("Ivo Stern")
    .getByText(/unread/)
    .waitFor({ state: "hidden" });
  await desk.card("Lea Moreno").getByText("1 unread").waitFor();
}

async function secondsOfTurn(desk: Desk, person: Person): Promise<number> {
  const text = await desk
    .card(person)
    .getByText(/^your turn for /)
    .innerText();
  const [, minutes, seconds] = /(\d+):(\d\d)$/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

/** Letter by letter while messages come for the other chats and a fourth customer rings. */
async function typeWhileOthersWrite(
  house: House,
  desk: Desk,
  customers: Record<Person, WireCustomer>,
): Promise<void> {
  const text = "This is for Ivo and for nobody else, whatever comes in between.";
  await desk.composer("Ivo Stern").click();
  for (const [index, letter] of [...text].entries()) {
    if (index % 10 === 3) await customers["Ada Byrd"].say(`Ada interrupts ${index}`);
    if (index % 10 === 7) await customers["Lea Moreno"].say(`Lea interrupts ${index}`);
    if (index === 20) {
      const fourth = house.wireCustomer("Tom Wells");
      await fourth.start({ first_name: "Tom", last_name: "Wells" });
      await fourth.say("Tom rings");
    }
    await desk.page.keyboard.type(letter);
  }
  await desk.offerFrom("Tom Wells").waitFor();
  expect(await desk.composer("Ivo Stern").inputValue()).toBe(text);
  await desk.page.keyboard.press("Enter");
  await eventually("Ivo has it", () => {
    expect(heardBy(customers["Ivo Stern"])).toContain(text);
  });
  expect(heardBy(customers["Ada Byrd"])).toEqual(["Hello Ada"]);
  expect(heardBy(customers["Lea Moreno"])).toEqual([]);
  await desk.offerFrom("Tom Wells").getByRole("button", { name: "Accept" }).click();
  await desk.composer("Tom Wells").waitFor();
  expect(await desk.composer("Tom Wells").inputValue()).toBe("");
}

const heardBy = (customer: WireCustomer): unknown[] =>
  customer.heard.filter(({ event }) => event === "chat_session_message").map(({ msg_text }) => msg_text);

/** Each chat keeps its own half-written answer: over a reload, and over the server's death. */
async function keepDrafts(house: House, desk: Desk): Promise<void> {
  const drafts = PEOPLE.map((person) => [person, `Half an answer for ${person}`] as const);
  for (const [person, draft] of drafts) {
    await desk.card(person).click();
    await desk.composer(person).fill(draft);
  }
  // Not waited for: the last letters are perhaps not with the server yet.
  await desk.page.reload();
  await expectDrafts(desk, drafts);
  await desk.card("Ada Byrd").click();
  await desk.composer("Ada Byrd").fill("Half an answer for Ada, and more");
  await house.center.kill();
  await desk.page.getByText("Reconnecting.").waitFor();
  await desk.card("Ivo Stern").click();
  await desk.composer("Ivo Stern").fill("Written without a server");
  await house.center.startAgain();
  const after = [
    ["Ada Byrd", "Half an answer for Ada, and more"],
    ["Ivo Stern", "Written without a server"],
    ["Lea Moreno", "Half an answer for Lea Moreno"],
  ] as const;
  await expectDrafts(desk, after);
  await desk.page.getByText("Draft saved").waitFor();
  await desk.page.reload();
  await expectDrafts(desk, after);
}

async function expectDrafts(desk: Desk, drafts: readonly (readonly [Person, string])[]): Promise<void> {
  for (const [person, draft] of drafts) {
    await desk.card(person).click();
    await eventually(`the draft for ${person}`, async () => {
      expect(await desk.composer(person).inputValue()).toBe(draft);
    });
  }
}

story("A supervisor's hand, a second window, a customer who leaves and comes back", "dark", async (house) => {
  const { desk, customers } = await threeChats(house);
  await desk.composer("Ada Byrd").fill("Half an answer");
  const anna = await forcedByASupervisor(house, desk);
  await helpedByASupervisor(anna, desk, customers["Ada Byrd"]);
  await replayed(anna, customers["Ada Byrd"]);
  const second = await takenOver(house, desk);
  await customerLeavesAndReturns(second, customers["Ada Byrd"]);
});

async function forcedByASupervisor(house: House, desk: Desk): Promise<Desk> {
  const anna = await (await house.office()).seat(1);
  await anna.signIn("supervisor1");
  await anna.state("Supervising").waitFor();
  await anna.button("Supervise").click();
  const row = anna.page.getByRole("row", { name: /Sofia Lindqvist/ });
  await row.getByText("Busy").waitFor();
  await row.getByText("3 of 5").waitFor();
  await expectAccessible("the supervisor's list", anna.page);
  await row.getByRole("button", { name: "Set Sofia Lindqvist to" }).click();
  await anna.page.getByRole("menuitem", { name: "Meeting" }).click();
  await anna.page
    .getByRole("textbox", { name: /^Why\? Sofia Lindqvist reads this/ })
    .fill("The team meets now.");
  await expectAccessible("before a state is forced", anna.page);
  await anna.button("Set to Meeting").click();
  await anna.page.getByText("Sofia Lindqvist is set to Meeting.").waitFor();
  await desk.page.getByText("Anna Kowalski has set you to Meeting.").waitFor();
  await desk.page.getByText("The team meets now.").waitFor();
  const control = desk.page.getByRole("region", { name: "Your state" });
  await control
    .getByText(/Meeting/)
    .first()
    .waitFor();
  await control
    .getByText(/Anna Kowalski/)
    .first()
    .waitFor();
  // Her chats stay, and she goes on writing.
  expect(await desk.composer("Ada Byrd").inputValue()).toBe("Half an answer");
  expect(await desk.list.getByRole("listitem").count()).toBe(3);
  return anna;
}

/** She reads along, unseen until she whispers; what she whispers is for the agent alone. */
async function helpedByASupervisor(anna: Desk, desk: Desk, ada: WireCustomer): Promise<void> {
  await desk.button("Ask for help").click();
  const asking = desk.page.getByRole("dialog", { name: "Ask for help with Ada Byrd" });
  await asking.getByRole("radio", { name: "An approval" }).check();
  await asking.getByRole("textbox").fill("A hire car for a week?");
  await expectAccessible("before help is asked for", desk.page);
  await asking.getByRole("button", { name: "Ask for help" }).click();
  await desk.page.getByText("You asked for help. Nobody has come yet.").waitFor();
  await anna.page.getByText("A hire car for a week?").waitFor();
  await expectAccessible("a request for help", anna.page);
  await anna.button(/^Help Sofia Lindqvist/).click();
  await desk.page.getByText("Anna Kowalski is with you.").waitFor();
  await anna.heard("Ada Byrd", "Ada says hello");
  const whisper = anna.page.getByRole("textbox", { name: "Whisper to the team about Ada Byrd" });
  await whisper.waitFor();
  expect(await desk.page.getByText("Anna Kowalski reads along").count()).toBe(0);
  await whisper.fill("Offer her a hire car");
  await whisper.press("Enter");
  await desk.heard("Ada Byrd", "Offer her a hire car");
  await desk.page.getByText("Anna Kowalski reads along").waitFor();
  await expectAccessible("a chat that is read along", anna.page);
  await anna.page.getByRole("main").getByRole("button", { name: "Resolved" }).click();
  await anna.page
    .getByRole("main")
    .getByRole("textbox", { name: "A word for the agent (optional)" })
    .fill("Yes.");
  await anna.page.keyboard.press("Enter");
  await desk.page.getByText("Anna Kowalski on Ada Byrd: Yes.").waitFor();
  await desk.page.getByText("Anna Kowalski is with you.").waitFor({ state: "hidden" });
  expect(JSON.stringify(ada.heard)).not.toMatch(/hire car|Anna|Kowalski/);
}

/** The chat from the journal, by the thread that replays it: a link to it, its last step, and why it was Sofia's. */
async function replayed(anna: Desk, ada: WireCustomer): Promise<void> {
  const { page } = anna;
  await page.evaluate((chatId) => {
    window.location.hash = `#replay/${chatId}`;
  }, ada.chatId);
  const steps = page.getByRole("list", { name: "Steps of this interaction" });
  await steps.getByText("Ada says hello").first().waitFor();
  const moment = page.getByRole("region", { name: "At this moment" });
  await moment.getByText("Nothing yet.").waitFor();
  await page.keyboard.press("End");
  await moment.getByText("Offer her a hire car").waitFor();
  expect(new URL(page.url()).hash).toMatch(new RegExp(`^#replay/${ada.chatId}/\\d+$`));
  await expectAccessible("a replay", page);
  await page.getByRole("button", { name: "Why it waited" }).click();
  await page.getByRole("button", { name: /Offered to Sofia Lindqvist/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Records", exact: true }).waitFor();
}

/** The same agent at another computer: refused at first, then the work moves with its drafts. */
async function takenOver(house: House, desk: Desk): Promise<Desk> {
  const second = await (await house.office()).seat(1);
  await second.signIn("agent1");
  await second.page.getByText(/^You are working in another window since /).waitFor();
  await expectAccessible("a refused sign-in", second.page);
  await desk.card("Ada Byrd").waitFor();
  await second.button("Take over here").click();
  for (const person of PEOPLE) await second.card(person).waitFor();
  await second.card("Ada Byrd").click();
  await eventually("the draft has moved", async () => {
    expect(await second.composer("Ada Byrd").inputValue()).toBe("Half an answer");
  });
  await second.heard("Ada Byrd", "Ada says hello");
  await desk.page.getByText("Your session moved to another window.").waitFor();
  await desk.page.getByRole("button", { name: "Start working" }).waitFor();
  return second;
}

async function customerLeavesAndReturns(desk: Desk, ada: WireCustomer): Promise<void> {
  await ada.post({ event: "chat_session_disconnect" });
  await desk
    .log("Ada Byrd")
    .getByText(/^Ada( Byrd)? left$/)
    .waitFor();
  await desk.composer("Ada Byrd").waitFor({ state: "hidden" });
  await ada.say("I am back");
  await desk.heard("Ada Byrd", "I am back");
  await desk.composer("Ada Byrd").waitFor();
  await desk.say("Ada Byrd", "Good to have you back");
  await eventually("she hears the answer", () => {
    expect(heardBy(ada)).toContain("Good to have you back");
  });
}
