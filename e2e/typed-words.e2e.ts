import { expect } from "vitest";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { type House, story } from "./support/house.js";
import type { WireCustomer } from "./support/wire-customer.js";

/** What an agent typed is the agent's: it is never lost, and never reaches somebody it was not meant for. */

const ADA = "Ada Byrd";

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

story("A half-typed whisper stays a whisper: reloaded, in a second tab, taken over", "light", async (house) => {
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
});

async function holds(
  what: string,
  field: { readonly inputValue: () => Promise<string> },
  text: string,
): Promise<void> {
  await eventually(what, async () => expect(await field.inputValue()).toBe(text));
}
