import { asId, type DispositionId, type ServiceId } from "@patchbay/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Desk } from "./support/desk.js";
import { inOrder } from "./support/desk.js";
import { agent, type Customer, chat, claims, contactNamed, general, House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

/**
 * What may happen on a random day. `who` and `what` choose among what there is at that moment, so that most steps
 * do something; a step whose time is not right is refused by the core, which is part of the day.
 */
const deeds = [
  "customer_comes",
  "customer_comes",
  "known_customer_comes",
  "customer_says",
  "customer_says",
  "customer_moves",
  "customer_goes",
  "customer_ends",
  "customer_is_seen",
  "ready",
  "ready",
  "not_ready",
  "answer_offer",
  "answer_offer",
  "answer_offer",
  "reject_offer",
  "write",
  "whisper",
  "read",
  "draft",
  "transfer_to_agent",
  "transfer_to_service",
  "invite",
  "leave",
  "end",
  "undo_end",
  "wrap_up",
  "note",
  "force",
  "line_breaks",
  "line_returns",
  "log_out",
  "log_in",
  "contact_is_renamed",
  "service_changes",
  "time_passes",
  "much_time_passes",
] as const;
type Deed = (typeof deeds)[number];

interface Step {
  readonly deed: Deed;
  readonly who: number;
  readonly what: number;
}

const names = ["sofia", "ben", "ines"] as const;

class Day {
  readonly customers: Customer[] = [];
  readonly desks: Desk[] = [];

  private constructor(readonly house: House) {}

  static async begin(): Promise<Day> {
    const day = new Day(await House.open());
    for (const name of names) day.desks.push(await day.house.readyDesk(name));
    day.desks.push(await day.house.desk("anna"));
    return day;
  }

  async live({ deed, who, what }: Step): Promise<void> {
    const { house, customers, desks } = this;
    const desk = pick(desks.slice(0, names.length), who);
    const customer = pick(customers, who);
    const hasView = desk !== undefined && desk.view !== null && desk.connected;
    const inHand = hasView ? pick(desk.shown.interactions, what)?.interactionId : undefined;
    const ask = hasView ? desk : undefined;
    switch (deed) {
      case "customer_comes":
        customers.push(await house.startChat(`customer-${customers.length}`));
        return;
      case "known_customer_comes": {
        if (customer === undefined) return;
        const contact = contactNamed(customer.contactId.replace("contact-", ""), 0);
        customers.push(await house.startChat(`customer-${customers.length}`, { contact }));
        return;
      }
      case "customer_says":
        if (customer !== undefined) await house.says(customer, `words ${what}`);
        return;
      case "customer_moves":
        if (customer === undefined) return;
        await house.sends(customer, {
          kind: "location",
          latitude: what,
          longitude: 1,
          accuracy: null,
          address: null,
          url: null,
        });
        return;
      case "customer_goes":
        if (customer !== undefined) await house.command({ type: "CustomerDisconnect", ...customer });
        return;
      case "customer_ends":
        if (customer !== undefined) await house.command({ type: "CustomerEnd", ...customer });
        return;
      case "customer_is_seen":
        if (customer === undefined) return;
        house.ephemeral.customerPresence(customer.interactionId, what % 2 === 0 ? "here" : "away");
        return;
      case "ready":
        await ask?.ask("setPresence", { presence: { kind: "ready" } });
        return;
      case "not_ready":
        await ask?.ask("setPresence", { presence: { kind: "not_ready", reason: "lunch" } });
        return;
      case "answer_offer": {
        const offering = desks.find((one) => one.connected && (one.view?.offers.length ?? 0) > 0);
        const offer = offering?.view?.offers[0];
        if (offering === undefined || offer === undefined) return;
        if (offer.status === "reserved") await offering.ask("confirmOffer", { offerId: offer.offerId });
        await offering.ask("acceptOffer", { offerId: offer.offerId });
        return;
      }
      case "reject_offer": {
        const offer = hasView ? desk.shown.offers[0] : undefined;
        if (offer !== undefined) await ask?.ask("rejectOffer", { offerId: offer.offerId });
        return;
      }
      case "write":
      case "whisper":
        if (inHand === undefined) return;
        await ask?.ask("sendMessage", {
          interactionId: inHand,
          audience: deed === "whisper" ? "team" : "all",
          body: { kind: "text", text: `answer ${what}` },
          clientMessageId: `client-${what}-12345678`,
        });
        return;
      case "read": {
        const last = desk?.view?.messages.findLast(
          (one) => one.interactionId === inHand && one.from.who === "customer",
        );
        if (inHand === undefined || last === undefined) return;
        await ask?.ask("markRead", { interactionId: inHand, messageId: last.messageId });
        return;
      }
      case "draft":
        if (inHand === undefined) return;
        await ask?.ask("saveDraft", { interactionId: inHand, text: `draft ${what}`, version: what });
        return;
      case "transfer_to_agent":
      case "invite": {
        if (inHand === undefined) return;
        const to = { agentId: pick(names, what) ?? "sofia" };
        const note = what % 2 === 0 ? "Please look" : "";
        await ask?.ask(deed === "invite" ? "invite" : "transfer", { interactionId: inHand, to, note });
        return;
      }
      case "transfer_to_service":
        if (inHand === undefined) return;
        await ask?.ask("transfer", {
          interactionId: inHand,
          to: { serviceId: what % 2 === 0 ? general : claims },
        });
        return;
      case "leave":
        if (inHand !== undefined) await ask?.ask("leaveInteraction", { interactionId: inHand });
        return;
      case "end":
        if (inHand !== undefined) await ask?.ask("endInteraction", { interactionId: inHand });
        return;
      case "undo_end":
        if (inHand !== undefined) await ask?.ask("undoEnd", { interactionId: inHand });
        return;
      case "wrap_up":
        if (inHand === undefined) return;
        await ask?.ask("setDisposition", {
          interactionId: inHand,
          dispositionId: asId<DispositionId>("opened"),
        });
        await ask?.ask("completeWrapUp", { interactionId: inHand });
        return;
      case "note":
        if (inHand !== undefined) await ask?.ask("saveNote", { interactionId: inHand, text: `note ${what}` });
        return;
      case "force": {
        const presence =
          what % 2 === 0 ? { kind: "ready" as const } : { kind: "not_ready" as const, reason: "lunch" };
        await desks[3]?.ask("forcePresence", { agentId: agent(pick(names, who) ?? "sofia"), presence });
        return;
      }
      case "line_breaks":
        desk?.drop();
        return;
      case "line_returns":
        if (desk === undefined || desk.connected || desk.closedWith.length > 0) return;
        desk.connect({ resume: what % 4 !== 0 });
        return;
      case "log_out":
        await ask?.ask("logOut", {});
        return;
      case "log_in": {
        // After a bye the person signs in again, with a new session.
        if (desk === undefined || desk.closedWith.length === 0) return;
        const name = desk.identity.agentId;
        const index = desks.indexOf(desk);
        desks[index] = await house.desk(name, { session: `session-${name}-${house.ids.next()}` });
        return;
      }
      case "contact_is_renamed": {
        if (customer === undefined) return;
        const row = { ...contactNamed("x", 0), contactId: customer.contactId, firstName: `Renamed ${what}` };
        await house.runtime.submit({ command: null, content: [{ table: "contact", row }] });
        return;
      }
      case "service_changes": {
        const id = asId<ServiceId>("claims");
        const before = house.runtime.state.configuration.services.get(id);
        if (before === undefined) return;
        await house.command({
          type: "ConfigureService",
          service: { ...before, answerTimeoutMs: 10_000 + what * 100 },
        });
        return;
      }
      case "time_passes":
        await house.pass(1_000 + what * 100);
        return;
      case "much_time_passes":
        await house.pass(60_000);
    }
  }

  /** Roster and services are collected for a quarter of a second: they are whole when it went by without an event. */
  async quarterOfQuiet(): Promise<void> {
    for (let before = -1; before !== this.house.runtime.state.seq; ) {
      before = this.house.runtime.state.seq;
      await this.house.pass(250);
    }
  }

  /** Everybody who is connected sees what a newcomer would see. */
  async compare(step: Step): Promise<void> {
    for (const desk of this.desks) {
      if (!desk.connected || desk.view === null) continue;
      const fresh = await this.house.fresh(desk.identity);
      expect(inOrder(desk.view), `${desk.identity.agentId} after ${JSON.stringify(step)}`).toEqual(
        inOrder(fresh),
      );
    }
  }
}

const pick = <One>(ones: readonly One[], which: number): One | undefined =>
  ones[which % Math.max(ones.length, 1)];

const steps = fc.array(
  fc.record<Step>({ deed: fc.constantFrom(...deeds), who: fc.nat(20), what: fc.nat(40) }),
  { minLength: 30, maxLength: 90 },
);

test("old snapshot and changes make the fresh snapshot, step by step, for each desk", {
  timeout: 120_000,
}, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (day) => {
      const it = await Day.begin();
      for (const step of day) {
        await it.live(step);
        await settle();
        await it.quarterOfQuiet();
        await it.compare(step);
        compared += 1;
      }
      expect(it.house.problems).toEqual([]);
      expect(it.house.crashes).toEqual([]);
    }),
    { numRuns: 60, seed: 20_261_122 },
  );
  expect(compared).toBeGreaterThan(500);
});

test("a desk that was away while much happened is brought up to date by one frame", async () => {
  const day = await Day.begin();
  const [sofia, ben] = day.desks;
  if (sofia === undefined || ben === undefined) throw new Error("no desks");
  for (const desk of [sofia, ben]) await desk.done("setPresence", { presence: { kind: "ready" } });
  const maria = await day.house.startChat("Maria");
  const offerId = sofia.shown.offers[0]?.offerId ?? ben.shown.offers[0]?.offerId ?? "";
  const [has, other] = sofia.shown.offers.length > 0 ? [sofia, ben] : [ben, sofia];
  await has.done("confirmOffer", { offerId });
  await has.done("acceptOffer", { offerId });
  await has.done("invite", { interactionId: "Maria", to: { agentId: other.identity.agentId } });
  const invited = other.shown.offers[0]?.offerId ?? "";
  await other.done("confirmOffer", { offerId: invited });
  await other.done("acceptOffer", { offerId: invited });
  await settle();

  const position = has.position;
  has.drop();
  await day.house.says(maria, "Hello?");
  await other.done("sendMessage", {
    interactionId: "Maria",
    body: { kind: "text", text: "Here I am" },
    clientMessageId: "client-1234",
  });
  await day.house.clock.advance(1_000);
  const framesBefore = has.frames.length;
  has.connect({ resume: true });
  await settle();
  await day.house.clock.advance(250);
  const first = has.frames[framesBefore];
  expect(first).toMatchObject({ frame: "changes", after: position });
  expect(has.shown.messages.map((one) => one.body)).toEqual([
    { kind: "text", text: "Hello?" },
    { kind: "text", text: "Here I am" },
  ]);
  await day.compare({ deed: "line_returns", who: 0, what: 0 });
  expect(chat("Maria")).toBe(maria.interactionId);
});
