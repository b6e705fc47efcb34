import { expect, test } from "vitest";
import { agent, chat, customer, message, Story, session } from "./story.js";

test("[OFR-1] an offer is reserved until the desk shows it, then it rings for the service's answer time", () => {
  const story = new Story().at("09:00:00").ready("sofia").start("maria");
  expect(story.offerOf("maria")).toMatchObject({ status: "reserved" });
  story.at("09:00:01").rings("maria");
  expect(story.offerOf("maria")).toMatchObject({ status: "ringing", until: story.state.at + 20_000 });
  story.rings("maria");
  expect(story.what(), "said twice, it rings no longer").toEqual([]);
  story.holds();
});

test("[OFR-2] only the one it was made to may accept, and only while it is open", () => {
  const story = new Story()
    .at("09:00:00")
    .ready("sofia")
    .at("09:00:01")
    .ready("ben")
    .start("maria")
    .rings("maria");
  const { id } = story.offerOf("maria");
  expect(story.refuses({ type: "AcceptOffer", offerId: id, agentId: agent("ben") }).code).toBe(
    "offer_not_yours",
  );
  story.at("09:00:21");
  expect(story.refuses({ type: "AcceptOffer", offerId: id, agentId: agent("sofia") }).code).toBe(
    "offer_closed",
  );
  story.time("09:00:21");
  expect(story.refuses({ type: "AcceptOffer", offerId: id, agentId: agent("sofia") }).code).toBe(
    "offer_closed",
  );
  story.accepts("ben", "maria");
  expect(story.what()).toEqual(["OfferAccepted", "AgentJoined", "AgentRequestClosed"]);
  story.holds();
});

test("[OFR-3] a rejected customer goes to somebody else; the one who rejected is not ready, with live chats going on", () => {
  const story = new Story()
    .at("09:00:00")
    .talking("sofia", "maria")
    .at("09:00:10")
    .start("jonas")
    .rings("jonas");
  story
    .at("09:00:11")
    .ready("ben")
    .do({ type: "RejectOffer", offerId: story.offerOf("jonas").id, agentId: agent("sofia") });
  expect(story.what()).toEqual(["OfferRejected", "AgentPresenceChanged", "OfferMade"]);
  expect(story.state.agents.get(agent("sofia"))).toMatchObject({
    word: "busy",
    presence: { kind: "not_ready", reason: "rejected" },
  });
  expect(story.offerOf("jonas").agentId).toBe("ben");
  story.answers("sofia", "maria", "m1").holds();
});

test("[OFR-5] a second too early, nothing happens; twice changes nothing", () => {
  const story = new Story().at("09:00:00").ready("sofia").start("maria").rings("maria");
  story.time("09:00:19");
  expect(story.what()).toEqual([]);
  story.time("09:00:20");
  expect(story.what()).toEqual(["OfferExpired", "AgentPresenceChanged"]);
  story.time("09:00:20");
  expect(story.what()).toEqual([]);
  story.holds();
});

test("[OFR-6] a desk that does not show the offer is frozen, not lazy", () => {
  const story = new Story()
    .at("09:00:00")
    .ready("sofia")
    .at("09:00:01")
    .ready("ben")
    .start("maria")
    .time("09:00:06");
  expect(story.what()).toEqual(["OfferWithdrawn", "DeskLost", "OfferMade"]);
  expect(story.lastOf("OfferWithdrawn")).toMatchObject({ agentId: "sofia", cause: "not_shown" });
  expect(story.state.agents.get(agent("sofia"))?.presence.kind).toBe("ready");
  story.do({ type: "ReturnDesk", agentId: agent("sofia"), sessionId: session("sofia-1") });
  expect(story.state.agents.get(agent("sofia"))?.deskLost).toBeNull();
  story.holds();
});

test("[OFR-7] the customer leaves while it rings: nobody is blamed", () => {
  const story = new Story().ready("sofia").start("maria").rings("maria");
  story.do({ type: "CustomerEnd", interactionId: chat("maria"), clientKey: customer("maria") });
  expect(story.what()).toEqual([
    "OfferWithdrawn",
    "AgentRequestClosed",
    "InteractionEnded",
    "InteractionCompleted",
  ]);
  expect(story.lastOf("InteractionEnded").cause).toBe("abandoned");
  expect(story.state.agents.get(agent("sofia"))).toMatchObject({
    word: "ready",
    presence: { kind: "ready" },
  });
  story.holds();
});

test("[CON-1] only an active party writes", () => {
  const story = new Story().talking("sofia", "maria");
  const send = {
    type: "SendMessage",
    interactionId: chat("maria"),
    messageId: message("x"),
    kind: "text",
    audience: "all",
  } as const;
  expect(story.refuses({ ...send, agentId: agent("ben") }).code).toBe("not_your_interaction");
  story.do({ type: "CustomerEnd", interactionId: chat("maria"), clientKey: customer("maria") });
  expect(story.refuses({ ...send, agentId: agent("sofia") }).code).toBe("not_suitable_state");
  story.holds();
});

test("[CON-3] receipts count once; own, repeated and unknown ones are no error", () => {
  const story = new Story().talking("sofia", "maria").writes("maria", "m1").answers("sofia", "maria", "m2");
  const report = (id: string, reader: "customer" | ReturnType<typeof agent>, receipt: "delivered" | "read") =>
    story
      .do({ type: "ReportReceipt", interactionId: chat("maria"), messageId: message(id), reader, receipt })
      .what();
  expect(report("m2", "customer", "delivered")).toEqual(["MessageReceiptReported"]);
  expect(report("m2", "customer", "delivered")).toEqual([]);
  expect(report("m2", "customer", "read")).toEqual(["MessageReceiptReported"]);
  expect(report("m2", "customer", "read")).toEqual([]);
  expect(report("m1", "customer", "read"), "her own").toEqual([]);
  expect(report("m1", agent("sofia"), "read")).toEqual(["MessageReceiptReported"]);
  expect(report("m9", "customer", "read")).toEqual([]);
  story.holds();
});

test("[CON-4] somebody else's chat does not exist", () => {
  const story = new Story().talking("sofia", "maria");
  for (const command of [
    { type: "CustomerEnd" },
    { type: "CustomerDisconnect" },
    { type: "ReceiveMessage", messageId: message("x"), kind: "text" },
  ] as const) {
    const refusal = story.refuses({
      ...command,
      interactionId: chat("maria"),
      clientKey: customer("mallory"),
    });
    expect(refusal).toEqual({ code: "no_interaction" });
  }
});
