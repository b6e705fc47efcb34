import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { type House, story } from "./support/house.js";
import type { WireCustomer } from "./support/wire-customer.js";

const VISITOR = "Clara Winter";
const NAMES = "Ada Ivo Lea Tom Uma Kai Eva Max Zoe".split(" ").map((name) => `${name} Berg`);

/** A team of three, ten customers at once, an upgrade in between: the administrator begins, and at the end the figures tell the truth. */
story(
  "A day of chats: a new service, ten customers, help, a take-over, an upgrade, and figures that agree",
  "light",
  async (house) => {
    const admin = await (await house.office()).seat(1);
    await newService(admin);
    const [sofia, marcus] = [await (await house.office()).seat(1), await (await house.office()).seat(1)];
    await sofia.ready("agent1");
    await marcus.ready("agent4");
    const anna = await (await house.office()).seat(1);
    await anna.signIn("supervisor1");
    await anna.state("Supervising").waitFor();

    const customers = new Map<string, WireCustomer>();
    const at = new Map<string, Desk>();
    for (const name of NAMES) {
      const customer = house.wireCustomer(name, "roadside");
      const [first_name, last_name] = name.split(" ");
      await customer.start({ first_name, last_name });
      await customer.say(`${first_name} stands at the roadside`);
      customers.set(name, customer);
      at.set(name, await accepted([sofia, marcus], name));
    }
    const visitor = await visits(house);
    at.set(VISITOR, await accepted([sofia, marcus], VISITOR));
    await eventually("each has five in hand", async () => {
      for (const desk of [sofia, marcus]) expect(await desk.list.getByRole("listitem").count()).toBe(5);
    });
    for (const [name, desk] of at) {
      await desk.card(name).click();
      await desk.say(name, `${name}, where are you?`);
    }
    const panel = visitor.frameLocator("iframe");
    await panel.getByRole("log").getByText(`${VISITOR}, where are you?`).waitFor();

    const helped = of(at, sofia)[0] ?? "";
    await asksForHelp(sofia, helped, "May I send a hire car?");
    await anna
      .button(/^Supervise/)
      .first()
      .click();
    await anna.button(/^Help Sofia Lindqvist/).click();
    const whisper = anna.page.getByRole("textbox", { name: `Whisper to the team about ${helped}` });
    await whisper.fill("Yes, a small one");
    await whisper.press("Enter");
    await sofia.heard(helped, "Yes, a small one");
    await anna.page.getByRole("main").getByRole("button", { name: "Resolved" }).click();
    await anna.page.keyboard.press("Enter");
    await sofia.page.getByText("Anna Kowalski is with you.").waitFor({ state: "hidden" });

    const handed = of(at, marcus)[0] ?? "";
    await asksForHelp(marcus, handed, "He shouts at me.");
    await anna
      .button(/^Supervise/)
      .first()
      .click();
    await anna.button(/^Help Marcus Hale/).click();
    await anna.heard(handed, `${handed}, where are you?`);
    await anna.button("Take over").click();
    await anna.composer(handed).waitFor();
    await eventually("it is not Marcus's any more", async () =>
      expect(await marcus.list.getByRole("listitem").count()).toBe(4),
    );
    at.set(handed, anna);
    await anna.say(handed, "Anna here. I take care of this.");

    // The upgrade: in order, with everybody connected.
    await house.center.stop();
    await sofia.composer(of(at, sofia)[0] ?? "").waitFor();
    await house.center.startAgain();
    for (const [name, customer] of customers) await customer.say(`${name} is still here`);
    for (const [name, desk] of at) {
      await desk.card(name).click();
      if (name !== VISITOR) await desk.heard(name, `${name} is still here`);
      await desk.say(name, `Help comes, ${name}`);
    }
    await panel.getByRole("log").getByText(`Help comes, ${VISITOR}`).waitFor();
    for (const [name, customer] of customers)
      await eventually(`${name} has all answers, once`, () => {
        const heard = customer.heard.filter(({ event }) => event === "chat_session_message");
        const texts = heard.map(({ msg_text }) => msg_text);
        expect(texts.filter((text) => text === `Help comes, ${name}`)).toHaveLength(1);
        expect(texts.filter((text) => text === `${name}, where are you?`)).toHaveLength(1);
        expect(JSON.stringify(texts)).not.toContain("a small one");
      });
    await Promise.all([sofia, marcus, anna].map((desk) => finish(desk, of(at, desk))));
    await tellsTheTruth(anna, handed, customers.get(handed) as WireCustomer);
  },
);

/** Who is in this agent's hands, the visitor last. */
const of = (at: ReadonlyMap<string, Desk>, desk: Desk): string[] =>
  [...at].flatMap(([name, whose]) => (whose === desk ? [name] : []));

/** A service with two results, one of which must be chosen, and a door that leads to it. */
async function newService(admin: Desk): Promise<void> {
  const { page } = admin;
  const section = (name: string): Promise<void> =>
    page.getByRole("navigation", { name: "Set-up" }).getByRole("button", { name, exact: true }).click();
  await admin.signIn("admin");
  await admin.state("Supervising").waitFor();
  await page.keyboard.press("Alt+u");
  await section("Services");
  await admin.button("Add a service").click();
  await page.getByLabel("Name", { exact: true }).fill("Roadside help");
  for (const [place, result] of ["Towed", "Called off"].entries()) {
    await admin.button("Add a result").click();
    await page.getByLabel("Result", { exact: true }).nth(place).fill(result);
  }
  await page.getByLabel("Agents must choose one").check();
  await admin.button("Save").click();
  await page.getByRole("button", { name: "Roadside help", exact: true }).waitFor();
  await section("Chat entries");
  await admin.button("Add a chat entry").click();
  await page.getByLabel("Name", { exact: true }).fill("Roadside");
  await page.getByLabel("Service", { exact: true }).selectOption({ label: "Roadside help" });
  await admin.button("Save").click();
  expect(await page.locator(".entry-tag").textContent()).toContain('data-entry="roadside"');
}

/** @returns at whose desk the chat is */
async function accepted(desks: readonly Desk[], name: string): Promise<Desk> {
  const offers = desks.map((desk) => desk.offerFrom(name));
  let whose: Desk | undefined;
  await eventually(`${name} rings`, async () => {
    for (const [place, offer] of offers.entries()) if ((await offer.count()) > 0) whose = desks[place];
    expect(whose).toBeDefined();
  });
  const desk = whose as Desk;
  await desk.offerFrom(name).getByRole("button", { name: "Accept" }).click();
  await desk.composer(name).waitFor();
  return desk;
}

/** Somebody on the company's page. */
async function visits(house: House): Promise<Page> {
  const page = await house.visitor();
  await page.goto(`${house.center.origin}/web/`);
  await page.getByRole("button", { name: "Larkfield Insurance", exact: true }).click();
  const panel = page.frameLocator("iframe");
  await panel.getByLabel("First name").fill("Clara");
  await panel.getByLabel("Last name").fill("Winter");
  await panel.getByLabel("Your message").fill("My car does not start.");
  await panel.getByRole("button", { name: "Start chat" }).click();
  await panel.getByRole("log").getByText("My car does not start.").waitFor();
  return page;
}

async function asksForHelp(desk: Desk, name: string, what: string): Promise<void> {
  await desk.card(name).click();
  await desk.button("Ask for help").click();
  const asking = desk.page.getByRole("dialog", { name: `Ask for help with ${name}` });
  await asking.getByRole("radio", { name: "An approval" }).check();
  await asking.getByRole("textbox").fill(what);
  await asking.getByRole("button", { name: "Ask for help" }).click();
}

/** Ends each, and says what came of it. */
async function finish(desk: Desk, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await desk.card(name).click();
    await desk.composer(name).waitFor();
    await desk.page.keyboard.press("Alt+e");
    await desk.tab(/^Result/).click();
    await desk.context.getByRole("combobox", { name: /^Result/ }).selectOption({ index: 1 });
    await desk.button("Complete").click();
    await desk.card(name).waitFor({ state: "detached" });
  }
}

/** Figures of the day, the search, and the replay of the chat that was taken over. */
async function tellsTheTruth(anna: Desk, handed: string, customer: WireCustomer): Promise<void> {
  const { page } = anna;
  await anna
    .button(/^Supervise/)
    .first()
    .click();
  await page.getByRole("tab", { name: /^Today/ }).click();
  const row = page.getByRole("row", { name: /^Roadside help/ });
  await eventually("the day's figures", async () => {
    expect((await row.getByRole("cell").allInnerTexts()).slice(0, 2).map((text) => text.trim())).toEqual([
      "9",
      "9",
    ]);
  });
  await page.keyboard.press("Alt+3");
  await page.getByRole("main").getByRole("textbox", { name: "Search in records" }).fill("take care of this");
  await page.getByRole("main").getByText("1 found", { exact: true }).waitFor();
  await page.getByRole("button", { name: new RegExp(`^Open ${handed}`) }).waitFor();
  await page.evaluate((chatId) => {
    window.location.hash = `#replay/${chatId}`;
  }, customer.chatId);
  const steps = page.getByRole("list", { name: "Steps of this interaction" });
  await steps.getByText("Anna here. I take care of this.").first().waitFor();
  await steps.getByText(`${handed} is still here`).first().waitFor();
}
