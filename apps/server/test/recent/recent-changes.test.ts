import { asId, type Event, type EventBody } from "@patchbay/core";
import { describe, expect, test } from "vitest";
import { RecentChanges } from "../../src/recent/recent-changes.js";
import { talkTimes } from "../../src/recent/talk-time.js";

let seq = 0;
const event = (body: object, at = 0): Event =>
  ({ ...body, interactionId: asId("call-1"), seq: ++seq, at }) as unknown as EventBody as Event;
const added = (legId: string, agentId: string | null, at: number, role = "agent") =>
  event({ type: "LegAdded", legId, agentId, role }, at);
const changed = (legId: string, state: string, at: number) => event({ type: "LegChanged", legId, state }, at);
const removed = (legId: string, at: number) => event({ type: "LegRemoved", legId }, at);

describe("how long an agent has talked", () => {
  test("counts from the moment both are there, without ringing and without the menu", () => {
    expect(
      talkTimes(
        [
          changed("customer", "connected", 1_000),
          added("l2", "sofia", 9_000),
          changed("l2", "connected", 10_000),
          removed("customer", 40_000),
          event({ type: "InteractionEnded" }, 40_000),
        ],
        99_000,
      ),
    ).toEqual({ sofia: 30_000 });
  });
  test("is each agent's own in a call of several, and goes on through a lost connection", () => {
    expect(
      talkTimes(
        [
          changed("customer", "connected", 0),
          added("l2", "sofia", 0),
          changed("l2", "connected", 10),
          added("l3", "ben", 20),
          changed("l3", "connected", 30),
          changed("l3", "lost", 40),
          changed("l3", "connected", 50),
          removed("l2", 60),
        ],
        100,
      ),
    ).toEqual({ sofia: 50, ben: 70 });
  });
  test("is nothing for somebody who was never answered, or only listened in", () => {
    expect(talkTimes([added("l1", "sofia", 0), changed("l1", "connected", 5)], 100)).toEqual({});
    const monitored = [
      changed("customer", "connected", 0),
      added("l2", "sofia", 0),
      changed("l2", "connected", 10),
      added("l3", "anna", 10, "supervisor"),
      changed("l3", "connected", 10),
    ];
    expect(talkTimes(monitored, 100)).toEqual({ sofia: 90 });
  });
});

describe("what events do to the lists", () => {
  const of = (changes: RecentChanges, body: object) => changes.of(event(body)).map((change) => change.do);
  test("a call that is placed, in the app as well, is the caller's", () => {
    const changes = new RecentChanges();
    for (const type of ["CallPlaced", "AppCallPlaced", "InternalCallPlaced"])
      expect(of(changes, { type, agentId: "sofia", to: "ben" })).toEqual(["placed"]);
  });
  test("an offer that ended in vain was missed; one that went on to somebody else says nothing", () => {
    const changes = new RecentChanges();
    const withdrawn = (cause: string) => of(changes, { type: "OfferWithdrawn", offerId: "o", cause });
    expect(withdrawn("customer_left")).toEqual(["missed"]);
    expect(withdrawn("cancelled")).toEqual(["missed"]);
    for (const cause of ["desk_lost", "not_shown", "agent_away", "phone_lost"])
      expect(withdrawn(cause)).toEqual([]);
  });
  test("who was asked into a call, or to take it over, has no call to return", () => {
    const changes = new RecentChanges();
    for (const kind of ["consult", "transfer", "invite", "takeover"]) {
      expect(of(changes, { type: "OfferMade", offerId: kind, kind })).toEqual([]);
      expect(of(changes, { type: "OfferExpired", offerId: kind })).toEqual([]);
    }
    expect(of(changes, { type: "OfferMade", offerId: "o", kind: "call" })).toEqual([]);
    expect(of(changes, { type: "OfferExpired", offerId: "o" })).toEqual(["missed"]);
  });
});
