import { expect, test } from "vitest";
import { agent, chat, claims, disposition, message, Story } from "./story.js";

test("[CEN-2] a customer's chat reaches the agent who is ready, and goes its whole way", () => {
  const story = new Story().ready("sofia").start("maria");
  expect(story.what()).toEqual(["InteractionStarted", "AgentRequested", "OfferMade"]);
  expect(story.offerOf("maria").agentId).toBe("sofia");
  story.accepts("sofia", "maria").writes("maria", "m1").answers("sofia", "maria", "m2");
  story.do({
    type: "ReportReceipt",
    interactionId: chat("maria"),
    messageId: message("m2"),
    reader: "customer",
    receipt: "read",
  });
  story.at("09:05:00").do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  story.time("09:05:05");
  expect(story.what()).toEqual(["InteractionEnded", "WrapUpStarted"]);
  expect(story.state.agents.get(agent("sofia"))?.word).toBe("after_call_work");
  expect(
    story.refuses({ type: "CompleteWrapUp", interactionId: chat("maria"), agentId: agent("sofia") }).code,
  ).toBe("no_disposition");
  story.do({
    type: "SetDisposition",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    dispositionId: disposition("opened"),
  });
  story.do({ type: "CompleteWrapUp", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.what()).toEqual(["WrapUpCompleted", "InteractionCompleted"]);
  expect(story.state.interactions.size).toBe(0);
  expect(story.state.agents.get(agent("sofia"))?.word).toBe("ready");
  story.holds();
});

test("[QUE-1] who came first is offered first when somebody becomes free", () => {
  const story = new Story()
    .at("09:00:00")
    .start("maria")
    .at("09:00:10")
    .start("jonas")
    .at("09:00:20")
    .ready("sofia");
  expect(story.lastOf("OfferMade").interactionId).toBe("maria");
  expect(story.center.ahead("jonas")).toBe(1);
  expect(story.center.waiting(claims).count).toBe(2);
  story.holds();
});

test("[OFR-4] a customer whose offer nobody answered waits on with the age she had", () => {
  const story = new Story()
    .ready("sofia")
    .at("09:00:01")
    .ready("ben")
    .start("maria")
    .rings("maria")
    .time("09:00:21");
  expect(story.what()).toEqual(["OfferExpired", "AgentPresenceChanged", "OfferMade"]);
  expect(story.state.agents.get(agent("sofia"))?.presence).toEqual({
    kind: "not_ready",
    reason: "no_answer",
  });
  expect(story.offerOf("maria").agentId).toBe("ben");
  expect(story.state.interactions.get(chat("maria"))?.request?.enqueuedAt).toBe(
    story.state.interactions.get(chat("maria"))?.startedAt,
  );
  story.holds();
});

test("[XFR-1] [ROU-5] a transfer leaves the giver connected until the taker has accepted", () => {
  const story = new Story().ready("sofia").start("maria").accepts("sofia", "maria").ready("ben");
  story.do({
    type: "RequestAgent",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    kind: "transfer",
    to: { agentId: agent("ben") },
  });
  expect(story.what()).toEqual(["AgentRequested", "OfferMade"]);
  expect(story.lastOf("OfferMade")).toMatchObject({ agentId: "ben", why: { rule: "ROU-5", eligible: 1 } });
  story.accepts("ben", "maria");
  expect(story.what()).toEqual(["OfferAccepted", "AgentJoined", "AgentLeft", "AgentRequestClosed"]);
  expect(story.state.interactions.get(chat("maria"))?.parties.map((party) => party.agentId)).toEqual(["ben"]);
  story.holds();
});
