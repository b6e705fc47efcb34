import { asId, type Event } from "@patchbay/core";
import { describe, expect, test } from "vitest";
import { Counting } from "../../src/figures/count.js";
import { agentSum, sumOf, usualLevel } from "../../src/figures/sums.js";

const SECOND = 1_000;
let seq = 0;
/** An event with what these figures look at; the rest of it does not matter here. */
const event = (at: number, type: Event["type"], body: Readonly<Record<string, unknown>>): Event => {
  seq += 1;
  return { seq, at: at * SECOND, type, ...body } as unknown as Event;
};
const chat = "chat-1";
const of = { interactionId: chat };
const started = (at = 0, id = chat, channel = "chat", serviceId = "claims"): Event[] => [
  event(at, "InteractionStarted", { interactionId: id, channel, serviceId }),
  event(at, "AgentRequested", {
    interactionId: id,
    kind: "first",
    serviceId,
    agentId: null,
    enqueuedAt: at * SECOND,
  }),
];
const offered = (at: number, agentId: string, offerId = "o1"): Event =>
  event(at, "OfferMade", { ...of, agentId, offerId, serviceId: "claims", kind: "first" });
const joined = (at: number, agentId: string, kind = "first"): Event[] => [
  event(at, "AgentRequestClosed", { ...of, kind, cause: "accepted" }),
  event(at, "AgentJoined", { ...of, agentId, kind }),
];
const counted = (...events: readonly (Event | readonly Event[])[]) => {
  const counting = new Counting();
  for (const one of events.flat()) counting.add(one);
  return counting.counted;
};
const sum = (...events: readonly (Event | readonly Event[])[]) =>
  sumOf(counted(...events).contacts, ({ channel }) => usualLevel(channel), 1_000 * SECOND);

describe("figures from the journal", () => {
  test("[FIG-1] [FIG-3] [FIG-7] a chat that is answered, held, wrapped up", () => {
    const figures = sum(
      started(),
      offered(1, "sofia"),
      event(10, "OfferAccepted", { ...of, agentId: "sofia", offerId: "o1" }),
      joined(10, "sofia"),
      event(20, "CallHeld", { ...of, agentId: "sofia", held: true }),
      event(25, "CallHeld", { ...of, agentId: "sofia", held: false }),
      event(70, "InteractionEnded", { ...of, cause: "agent", agentId: "sofia" }),
      event(70, "WrapUpStarted", { ...of, agentId: "sofia", until: null }),
      event(100, "WrapUpCompleted", { ...of, agentId: "sofia", cause: "agent" }),
    );
    expect(figures).toMatchObject({
      offered: 1,
      answered: 1,
      withinLevel: 1,
      levelOf: 1,
      waitMs: 10_000,
      handleMs: 90_000,
      talkMs: 55_000,
      holdMs: 5_000,
      wrapUpMs: 30_000,
    });
  });

  test("[FIG-7] a customer who comes back while it is wrapped up: one part, with both talks and both wrap-ups", () => {
    const figures = sum(
      started(),
      joined(10, "sofia"),
      event(40, "CustomerDisconnected", { ...of, until: 0 }),
      event(40, "WrapUpStarted", { ...of, agentId: "sofia", until: null }),
      event(50, "CustomerReturned", of),
      event(90, "InteractionEnded", { ...of, cause: "agent", agentId: "sofia" }),
      event(90, "WrapUpStarted", { ...of, agentId: "sofia", until: null }),
      event(95, "WrapUpCompleted", { ...of, agentId: "sofia", cause: "agent" }),
    );
    expect(figures).toMatchObject({
      offered: 1,
      answered: 1,
      talkMs: 70_000,
      wrapUpMs: 15_000,
      handleMs: 85_000,
    });
  });

  test("[FIG-7] whoever asked a colleague in vain is on hold until the call is retrieved", () => {
    const figures = sum(
      started(0, chat, "voice"),
      joined(10, "sofia"),
      event(20, "CallHeld", { ...of, agentId: "sofia", held: true }),
      event(25, "ConsultationStarted", { ...of, agentId: "sofia", serviceId: null }),
      event(40, "ConsultationEnded", { ...of, agentId: "sofia", cause: "failed" }),
      event(50, "CallHeld", { ...of, agentId: "sofia", held: false }),
      event(70, "InteractionEnded", { ...of, cause: "customer", agentId: null }),
      event(70, "WrapUpCompleted", { ...of, agentId: "sofia", cause: "none" }),
    );
    expect(figures).toMatchObject({ holdMs: 15_000, talkMs: 45_000, handleMs: 60_000 });
  });

  test("[FIG-3] who is given to somebody by name waits on, also after coming back from there in vain", () => {
    const closed = (at: number, kind: string, cause: string) =>
      event(at, "AgentRequestClosed", { ...of, kind, cause, by: null });
    const asked = (at: number, kind: string, agentId: string | null) =>
      event(at, "AgentRequested", { ...of, kind, serviceId: "claims", agentId, enqueuedAt: 0 });
    const given = [started(), closed(20, "first", "cancelled"), asked(20, "transfer", "ben")];
    const back = [closed(40, "transfer", "failed"), asked(40, "return", null)];
    expect(sum(...given)).toMatchObject({ offered: 1, waiting: 1, elsewhere: 0 });
    expect(sum(...given, joined(30, "ben", "transfer"))).toMatchObject({ answered: 1, waitMs: 30_000 });
    expect(sum(...given, ...back)).toMatchObject({ offered: 1, waiting: 1, elsewhere: 0 });
    expect(sum(...given, ...back, joined(65, "sofia", "return"))).toMatchObject({
      ...{ offered: 1, answered: 1, waitMs: 65_000, withinLevel: 0 },
    });
  });

  test("[FIG-4] [FIG-6] an answer after the promise counts against it", () => {
    const figures = sum(started(), joined(61, "sofia"));
    expect(figures).toMatchObject({ answered: 1, withinLevel: 0, levelOf: 1, waitMsMax: 61_000 });
    // Who still talks is in no mean of handling.
    expect(figures.handleMs).toBeNull();
  });

  test("[FIG-5] [FIG-6] abandoned soon is nobody's fault; abandoned later counts", () => {
    const soon = sum(started(), event(4, "InteractionEnded", { ...of, cause: "abandoned" }));
    expect(soon).toMatchObject({ abandoned: 1, abandonedSoon: 1, levelOf: 0 });
    const later = sum(started(), event(40, "InteractionEnded", { ...of, cause: "customer" }));
    expect(later).toMatchObject({ abandoned: 1, abandonedSoon: 0, levelOf: 1, abandonedWaitMs: 40_000 });
  });

  test("[FIG-3] into a mailbox, or to another queue: elsewhere, and a contact of that one", () => {
    const mailbox = sum(
      started(0, "call-1", "voice"),
      event(9, "InteractionEnded", { interactionId: "call-1", cause: "voicemail" }),
    );
    expect(mailbox).toMatchObject({ offered: 1, elsewhere: 1, abandoned: 0, levelOf: 0 });
    const { contacts } = counted(
      started(),
      joined(5, "sofia"),
      event(30, "AgentRequested", {
        ...of,
        kind: "transfer",
        serviceId: "general",
        agentId: null,
        enqueuedAt: 0,
      }),
      joined(50, "marcus", "transfer"),
      event(50, "AgentLeft", { ...of, agentId: "sofia", cause: "transferred" }),
    );
    expect(contacts.map((one) => [one.serviceId, one.outcome, (one.decidedAt ?? 0) - one.since])).toEqual([
      ["claims", "answered", 5_000],
      ["general", "answered", 20_000],
    ]);
    expect(contacts.map(({ parts }) => parts.map(({ agentId }) => agentId))).toEqual([["sofia"], ["marcus"]]);
  });

  test("[FIG-1] a colleague who is asked, or comes in addition, is no contact", () => {
    const { contacts } = counted(
      started(),
      joined(5, "sofia"),
      event(9, "AgentRequested", {
        ...of,
        kind: "consult",
        serviceId: "general",
        agentId: null,
        enqueuedAt: 0,
      }),
      event(10, "AgentRequested", {
        ...of,
        kind: "invite",
        serviceId: "claims",
        agentId: "ben",
        enqueuedAt: 0,
      }),
      event(11, "AgentRequested", {
        ...of,
        kind: "transfer",
        serviceId: "claims",
        agentId: "ben",
        enqueuedAt: 0,
      }),
    );
    expect(contacts).toHaveLength(1);
    expect(contacts[0]?.outcome).toBe("answered");
  });

  test("[FIG-3] the four outcomes are all that was offered, and who waits too long is late already", () => {
    const figures = sum(
      started(0, "a"),
      started(0, "b"),
      event(30, "InteractionEnded", { interactionId: "b", cause: "customer" }),
      started(995, "c"),
    );
    const { answered, abandoned, elsewhere, waiting, offered: all } = figures;
    expect(answered + abandoned + elsewhere + waiting).toBe(all);
    expect(figures).toMatchObject({ offered: 3, waiting: 2, levelOf: 2, withinLevel: 0 });
  });

  test("[FIG-8] what an agent was asked and did; a call out is a part without a contact", () => {
    const { asked, otherParts, contacts } = counted(
      started(),
      offered(1, "sofia"),
      event(20, "OfferExpired", { ...of, agentId: "sofia", offerId: "o1" }),
      offered(21, "ben", "o2"),
      event(22, "OfferRejected", { ...of, agentId: "ben", offerId: "o2" }),
      event(30, "InteractionStarted", { interactionId: "out", channel: "voice", serviceId: "claims" }),
      event(30, "CallPlaced", { interactionId: "out", agentId: "ben" }),
      event(30, "AgentJoined", { interactionId: "out", agentId: "ben", kind: "first" }),
      event(90, "InteractionEnded", { interactionId: "out", cause: "agent" }),
      event(90, "WrapUpCompleted", { interactionId: "out", agentId: "ben", cause: "none" }),
    );
    expect(asked.map(({ agentId, what }) => `${agentId} ${what}`)).toEqual([
      "sofia offers",
      "sofia notAnswered",
      "ben offers",
      "ben rejected",
      "ben placed",
    ]);
    expect(contacts).toHaveLength(1);
    const count = { offers: 1, answered: 0, rejected: 1, notAnswered: 0, placed: 1 };
    expect(agentSum("ben", "Ben", count, otherParts)).toMatchObject({ handleMs: 60_000, talkMs: 60_000 });
  });

  test("calls between colleagues are in no figure", () => {
    const { contacts, asked, otherParts } = counted(
      event(0, "InteractionStarted", { interactionId: "i", channel: "voice", serviceId: "internal" }),
      event(0, "AgentJoined", { interactionId: "i", agentId: asId<never>("ben"), kind: "call" }),
    );
    expect([contacts, asked, otherParts]).toEqual([[], [], []]);
  });
});
