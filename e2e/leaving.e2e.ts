import { expect } from "vitest";
import { expectAccessible } from "./support/axe.js";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { type House, story } from "./support/house.js";
import { hasFocus } from "./support/keyboard.js";
import type { WireCustomer } from "./support/wire-customer.js";

const ADA = "Ada Byrd";

async function arrive(house: House, desk: Desk): Promise<WireCustomer> {
  const ada = house.wireCustomer(ADA);
  await ada.start({ first_name: "Ada", last_name: "Byrd" });
  await ada.say("Hello");
  await desk.offerFrom(ADA).getByRole("button", { name: "Accept" }).click();
  await desk.composer(ADA).waitFor();
  return ada;
}

const ended = (customer: WireCustomer): boolean =>
  customer.heard.some(({ event }) => event === "chat_session_ended");

async function handOver(desk: Desk, kind: "Transfer" | "Invite", tab: "Agent" | "Service", to: string) {
  const { page } = desk;
  await page.getByRole("button", { name: kind, exact: true }).click();
  const panel = page.getByRole("dialog");
  await panel.getByRole("button", { name: tab }).click();
  await panel.getByRole("radio", { name: to }).check({ force: true });
  await panel.getByRole("button", { name: `${kind === "Invite" ? "Invite" : "Transfer to"} ${to}` }).click();
  await panel.waitFor({ state: "hidden" });
}

story(
  "Who has given a chat to a service may leave it, and End takes no offer back",
  "light",
  async (house) => {
    const sofia = await (await house.office()).seat(1);
    await sofia.ready("agent1");
    const ada = await arrive(house, sofia);
    await handOver(sofia, "Transfer", "Service", "General");
    await sofia.button("Leave chat").waitFor();
    expect(await sofia.button("End chat").count()).toBe(0);

    const { page } = sofia;
    await page.keyboard.press("Alt+e");
    const question = page.getByRole("group", { name: "Leave the chat?" });
    await question.getByText(`Leave the chat? ${ADA} waits for General.`).waitFor();
    expect(await hasFocus(question.getByRole("button", { name: "Leave" }))).toBe(true);
    await expectAccessible("a desk that is asked whether to leave", page);
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "hidden" });
    await eventually("the focus is where the chat goes on", async () => {
      expect(await hasFocus(sofia.composer(ADA))).toBe(true);
    });
    await sofia.say(ADA, "Somebody of the other team comes.");

    await page.keyboard.press("Alt+e");
    await question.waitFor();
    await page.keyboard.press("Enter");
    await sofia.list.waitFor({ state: "hidden" });
    await sofia.state("Ready").waitFor();
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(ended(ada), "nobody has ended the customer's chat").toBe(false);
  },
);

story(
  "Two agents leave at the same moment: one stays, and the customer with them",
  "light",
  async (house) => {
    const office = await house.office();
    const sofia = await office.seat(1);
    await sofia.ready("agent1");
    const ada = await arrive(house, sofia);
    const ben = await office.seat(2);
    await ben.ready("agent2");
    await handOver(sofia, "Invite", "Agent", "Ben Ortega");
    await ben.offerFrom(ADA).getByRole("button", { name: "Accept" }).click();
    await ben.composer(ADA).waitFor();

    const answers = [sofia, ben].map(async (desk) => {
      await desk.button("Leave chat").click();
      const question = desk.page.getByRole("group", { name: "Leave the chat?" });
      return question.getByRole("button", { name: "Leave" });
    });
    const [sofias, bens] = await Promise.all(answers);
    // Both questions are open before either is answered; the one that comes late may find nothing to leave any more.
    await Promise.all([sofias, bens].map((leave) => leave?.waitFor()));
    await Promise.all(
      [sofias, bens].map((leave) => leave?.evaluate((button) => (button as HTMLElement).click())),
    );
    const alone = async (): Promise<Desk> => {
      const here = await Promise.all([sofia, ben].map((desk) => desk.button("End chat").count()));
      expect(
        here.reduce((sum, count) => sum + count, 0),
        "one of them is alone with the customer",
      ).toBe(1);
      return here[0] === 1 ? sofia : ben;
    };
    await eventually("one has left", async () => void (await alone()));
    const stays = await alone();
    expect(await stays.button("Undo").count(), "nothing is ending").toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(ended(ada), "the customer's chat goes on").toBe(false);
    await stays.say(ADA, "I am still here.");
    await stays.heard(ADA, "I am still here.");
  },
);
