import { expect, test } from "vitest";
import { agent, chat, claims, customer, general, generalSkill, Story } from "./story.js";

const takeOver = (from: string | null, name = "maria", by = "anna") =>
  ({
    type: "TakeOverChat",
    interactionId: chat(name),
    supervisorId: agent(by),
    agentId: from === null ? null : agent(from),
  }) as const;
const reassign = (
  from: string | null,
  to: { readonly agentId: string } | { readonly serviceId: typeof claims },
  by = "anna",
) =>
  ({
    type: "Reassign",
    interactionId: chat("maria"),
    supervisorId: agent(by),
    agentId: from === null ? null : agent(from),
    to: "agentId" in to ? { agentId: agent(to.agentId) } : to,
  }) as const;
const supervised = () => new Story().logIn("anna", { roles: ["supervisor"] });
const chatOf = (story: Story) => story.state.interactions.get(chat("maria"));
const here = (story: Story) => chatOf(story)?.parties.map(({ agentId, state }) => `${agentId} ${state}`);

test("[MON-10] a supervisor takes an agent's place in a chat; the agent has nothing to wrap up and no blame", () => {
  const story = supervised().talking("sofia", "maria").writes("maria", "m1");
  story.do({ type: "MonitorChat", interactionId: chat("maria"), supervisorId: agent("anna") });
  story.do(takeOver("sofia"));
  expect(story.what()).toEqual(["ChatTakenOver", "AgentJoined", "AgentLeft"]);
  expect(here(story)).toEqual(["anna active"]);
  expect(chatOf(story)).toMatchObject({
    monitors: [],
    lastAgentId: "anna",
    unansweredSince: expect.anything(),
  });
  expect(story.state.agents.get(agent("sofia"))).toMatchObject({ word: "ready", loads: [] });
  expect(story.state.agents.get(agent("anna"))).toMatchObject({ word: "busy", monitoringChat: null });
  story.answers("anna", "maria", "m2").holds();
});

test("[MON-10] a customer who waits is answered by the supervisor; the offer that rang is gone without blame", () => {
  const story = supervised().ready("sofia").start("maria").rings("maria").do(takeOver(null));
  expect(story.what()).toEqual(["OfferWithdrawn", "AgentRequestClosed", "ChatTakenOver", "AgentJoined"]);
  expect(here(story)).toEqual(["anna active"]);
  expect(story.state.agents.get(agent("sofia"))).toMatchObject({ word: "ready", loads: [] });
  expect(story.center.waiting(claims).count).toBe(0);
  story.holds();
});

test("[MON-10] others may not, and what is with somebody else by now is left there", () => {
  const story = supervised().talking("sofia", "maria").logIn("ben");
  expect(story.refuses(takeOver("sofia", "maria", "ben")).code).toBe("not_enough_privileges");
  expect(story.refuses(takeOver("ben")).code).toBe("not_suitable_state");
  expect(story.refuses(takeOver(null)).code).toBe("not_suitable_state");
  expect(story.refuses(takeOver("sofia", "nothing")).code).toBe("no_interaction");
  story.do(takeOver("sofia"));
  expect(story.refuses(takeOver("anna")).code).toBe("already_in_progress");
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("anna") });
  expect(story.refuses(takeOver("anna")).code).toBe("not_suitable_state");
  story.hire("ines", { roles: ["supervisor"] }).start("jonas");
  expect(story.refuses(takeOver(null, "jonas", "ines")).code).toBe("not_logged_in");
  story.holds();
});

test("[XFR-9] a chat goes to another agent, and the one who has it stays until then", () => {
  const story = supervised()
    .talking("sofia", "maria")
    .ready("ben")
    .do(reassign("sofia", { agentId: "ben" }));
  expect(story.what()).toEqual(["AgentRequested", "OfferMade"]);
  expect(story.lastOf("AgentRequested")).toMatchObject({
    kind: "transfer",
    by: "sofia",
    supervisorId: "anna",
  });
  const cancel = { type: "CancelRequest", interactionId: chat("maria"), agentId: agent("sofia") } as const;
  expect(story.refuses(cancel).code, "a supervisor's word stands").toBe("nothing_to_cancel");
  story.accepts("ben", "maria");
  expect(here(story)).toEqual(["ben active"]);
  expect(story.state.agents.get(agent("sofia"))?.loads).toEqual([]);
  story.holds();
});

test("[XFR-9] the target's no leaves it where it was: with its agent, or in its queue with its age", () => {
  const story = supervised().at("09:00:00").talking("sofia", "maria").ready("ben");
  story.do(reassign("sofia", { agentId: "ben" }));
  story.do({ type: "RejectOffer", offerId: story.offerOf("maria").id, agentId: agent("ben") });
  expect(here(story)).toEqual(["sofia active"]);
  expect(story.state.agents.get(agent("ben"))?.presence.kind, "no blame").toBe("ready");

  const waits = supervised().at("09:00:00").start("maria").at("09:05:00").ready("ben", { skills: {} });
  waits.do(reassign(null, { agentId: "ben" }));
  expect(waits.offerOf("maria").agentId).toBe("ben");
  waits.do({ type: "RejectOffer", offerId: waits.offerOf("maria").id, agentId: agent("ben") });
  expect(chatOf(waits)?.request).toMatchObject({ kind: "return", enqueuedAt: chatOf(waits)?.startedAt });
  expect(waits.center.waiting(claims).count).toBe(1);
  story.holds();
  waits.holds();
});

test("[XFR-9] one that waits goes to another service, keeps its age, and belongs there once it is taken", () => {
  const story = supervised()
    .at("09:00:00")
    .start("maria")
    .at("09:05:00")
    .do(reassign(null, { serviceId: general }));
  expect(story.what()).toEqual(["AgentRequestClosed", "AgentRequested"]);
  expect([story.center.waiting(claims).count, story.center.waiting(general).count]).toEqual([0, 1]);
  expect(chatOf(story)?.request?.enqueuedAt).toBe(chatOf(story)?.startedAt);
  expect(story.refuses(reassign(null, { serviceId: general })).code).toBe("already_in_progress");
  story.ready("ben", { skills: { [generalSkill]: 50 } }).accepts("ben", "maria");
  expect(chatOf(story)?.serviceId).toBe(general);
  story.holds();
});

test("[XFR-9] it needs the role and a target who could be asked, and takes the place of what was asked before", () => {
  const story = supervised().talking("sofia", "maria").logIn("ben");
  expect(story.refuses(reassign("sofia", { agentId: "sofia" })).code).toBe("self_transfer");
  expect(story.refuses(reassign("sofia", { agentId: "nobody" })).code).toBe("object_not_found");
  expect(story.refuses(reassign("sofia", { agentId: "ben" }))).toMatchObject({
    code: "destination_not_available",
    facts: { rule: "ELI-1" },
  });
  expect(story.refuses(reassign("sofia", { serviceId: general }, "ben")).code).toBe("not_enough_privileges");
  expect(story.refuses(reassign("ben", { serviceId: general })).code).toBe("not_suitable_state");
  story.ready("ben").ready("ines");
  story.do({
    type: "RequestAgent",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    kind: "invite",
    to: { agentId: agent("ben") },
  });
  story.do(reassign("sofia", { agentId: "ines" }));
  expect(story.what()).toEqual(["OfferWithdrawn", "AgentRequestClosed", "AgentRequested", "OfferMade"]);
  story.accepts("ines", "maria");
  expect(here(story)).toEqual(["ines active"]);
  story.do({ type: "CustomerEnd", interactionId: chat("maria"), clientKey: customer("maria") });
  expect(story.refuses(reassign("ines", { agentId: "ben" })).code).toBe("not_suitable_state");
  story.holds();
});
