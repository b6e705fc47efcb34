import { expect, test } from "vitest";
import { asId, type Command, type ServiceId, type SkillId } from "../src/index.js";
import { agent, chat, claims, customer, general, Story, session } from "./story.js";

const ask = (kind: "transfer" | "invite", to: string, by = "sofia"): Command => ({
  type: "RequestAgent",
  interactionId: chat("maria"),
  agentId: agent(by),
  kind,
  to: to === general || to === claims ? { serviceId: asId<ServiceId>(to) } : { agentId: agent(to) },
});
const parties = (story: Story) =>
  story.state.interactions.get(chat("maria"))?.parties.map((party) => party.agentId);

test("[XFR-2] a target must be somebody else, logged in, and have room; one request at a time", () => {
  const story = new Story().talking("sofia", "maria").hire("ines").logIn("ben");
  expect(story.refuses(ask("transfer", "sofia")).code).toBe("self_transfer");
  expect(story.refuses(ask("transfer", "ines")).code).toBe("destination_user_not_logged");
  expect(story.refuses(ask("transfer", "nobody")).code).toBe("object_not_found");
  expect(story.refuses(ask("transfer", "ben"))).toEqual({
    code: "destination_not_available",
    facts: { agentId: "ben", rule: "ELI-1" },
  });
  story.ready("ben").do(ask("invite", "ben"));
  expect(story.refuses(ask("transfer", "ben")).code).toBe("already_in_progress");
  story.accepts("ben", "maria");
  expect(story.refuses(ask("transfer", "ben"))).toMatchObject({ facts: { rule: "ELI-7" } });
  story.holds();
});

test("[XFR-3] to a service: the giver stays until somebody takes it, or leaves earlier; then it is that service's", () => {
  const story = new Story().talking("sofia", "maria").do(ask("transfer", general));
  expect(parties(story)).toEqual(["sofia"]);
  story
    .answers("sofia", "maria", "m1")
    .do({ type: "LeaveInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(parties(story)).toEqual([]);
  story.ready("mei", { skills: { [asId<SkillId>("general")]: 9 } }).accepts("mei", "maria");
  expect(story.state.interactions.get(chat("maria"))).toMatchObject({ serviceId: "general", request: null });
  story.holds();
});

test("[XFR-4] the target says no: the chat is where it was, and who rejected a transfer stays ready", () => {
  const story = new Story().talking("sofia", "maria").at("09:01:00").ready("ben").do(ask("transfer", "ben"));
  story.rings("maria").do({ type: "RejectOffer", offerId: story.offerOf("maria").id, agentId: agent("ben") });
  expect(story.what()).toEqual(["OfferRejected", "AgentRequestClosed"]);
  expect(story.lastOf("AgentRequestClosed").cause).toBe("failed");
  expect(story.state.agents.get(agent("ben"))?.presence.kind).toBe("ready");
  expect(parties(story)).toEqual(["sofia"]);
  story.do(ask("transfer", "ben")).rings("maria");
  story
    .do({ type: "LeaveInteraction", interactionId: chat("maria"), agentId: agent("sofia") })
    .time("09:01:20");
  expect(story.what(), "nobody is left, so it waits again").toContain("AgentRequested");
  expect(story.center.waiting(claims).count).toBe(1);
  story.holds();
});

test("[XFR-4] the target is gone before answering", () => {
  const story = new Story().talking("sofia", "maria").at("09:01:00").ready("ben").do(ask("transfer", "ben"));
  story.do({ type: "LoseDesk", agentId: agent("ben"), sessionId: session("ben-1"), graceMs: 30_000 });
  expect(story.what()).toEqual(["OfferWithdrawn", "AgentRequestClosed", "DeskLost"]);
  story.holds();
});

test("[XFR-5] an invited agent joins and nobody leaves; who asked may cancel", () => {
  const story = new Story().talking("sofia", "maria").ready("ben").do(ask("invite", "ben"));
  const cancel = { type: "CancelRequest", interactionId: chat("maria"), agentId: agent("sofia") } as const;
  story.do(cancel);
  expect(story.what()).toEqual(["OfferWithdrawn", "AgentRequestClosed"]);
  expect(story.refuses(cancel).code).toBe("nothing_to_cancel");
  story.do(ask("invite", "ben")).accepts("ben", "maria");
  expect(parties(story)).toEqual(["sofia", "ben"]);
  story.do({ type: "LeaveInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.what()).toEqual(["AgentLeft"]);
  expect(
    story.refuses({ type: "LeaveInteraction", interactionId: chat("maria"), agentId: agent("ben") }),
  ).toEqual({ code: "not_suitable_state", facts: { alone: true } });
  story.holds();
});

test("[END-2] End with others present takes only this agent out", () => {
  const story = new Story()
    .talking("sofia", "maria")
    .ready("ben")
    .do(ask("invite", "ben"))
    .accepts("ben", "maria");
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.what()).toEqual(["AgentLeft"]);
  story.do({ type: "CustomerEnd", interactionId: chat("maria"), clientKey: customer("maria") });
  expect(story.what()).toEqual(["InteractionEnded", "WrapUpStarted"]);
  story.holds();
});

test("[XFR-3] who gave it to a service and left may be the one who takes it, and then stays", () => {
  const story = new Story().talking("sofia", "maria").do(ask("transfer", claims));
  story.do({ type: "LeaveInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  story.accepts("sofia", "maria");
  expect(parties(story)).toEqual(["sofia"]);
  expect(story.what()).not.toContain("AgentLeft");
  story.holds();
});

const endBy = (by: string): Command => ({
  type: "EndInteraction",
  interactionId: chat("maria"),
  agentId: agent(by),
});
const cancelBy = (by: string): Command => ({
  type: "CancelRequest",
  interactionId: chat("maria"),
  agentId: agent(by),
});

test("[END-8] while a colleague is asked, End is refused and the offer rings on; after Cancel it ends", () => {
  const story = new Story().talking("sofia", "maria").ready("ben").do(ask("transfer", "ben")).rings("maria");
  expect(story.refuses(endBy("sofia"))).toEqual({ code: "already_in_progress", facts: { kind: "transfer" } });
  expect(story.offerOf("maria")).toMatchObject({ agentId: "ben", status: "ringing" });
  story.do(cancelBy("sofia")).do(endBy("sofia"));
  expect(story.what()).toEqual(["EndRequested"]);
  story.holds();
});

test("[END-8] a transfer to a service is not ended in passing either: Leave keeps the customer in that line", () => {
  const story = new Story().talking("sofia", "maria").do(ask("transfer", general));
  expect(story.refuses(endBy("sofia")).code).toBe("already_in_progress");
  story.do({ type: "LeaveInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.state.interactions.get(chat("maria"))).toMatchObject({ stage: "open", parties: [] });
  expect(story.center.waiting(general).count).toBe(1);
  story.holds();
});

test("[XFR-5] when whoever asked has left, a colleague who stays may cancel, and not before", () => {
  const story = new Story()
    .talking("sofia", "maria")
    .ready("ben")
    .do(ask("invite", "ben"))
    .accepts("ben", "maria");
  story.do(ask("transfer", general));
  expect(story.refuses(cancelBy("ben")).code).toBe("nothing_to_cancel");
  story.do({ type: "LeaveInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.refuses(endBy("ben")).code).toBe("already_in_progress");
  story.do(cancelBy("ben")).do(endBy("ben"));
  expect(story.what()).toEqual(["EndRequested"]);
  story.holds();
});
