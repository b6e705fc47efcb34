import { expect, test } from "vitest";
import type { NextPresence } from "../src/index.js";
import { agent, chat, claims, customer, message, reason, Story, session, user } from "./story.js";

const wordOf = (story: Story, name: string) => story.state.agents.get(agent(name))?.word;

test("[AGT-1] the word follows the load: reserved, ringing, busy, after-call work, then presence", () => {
  const story = new Story().ready("sofia").start("maria");
  expect(wordOf(story, "sofia")).toBe("reserved");
  story.rings("maria");
  expect(wordOf(story, "sofia")).toBe("ringing");
  story.accepts("sofia", "maria");
  expect(wordOf(story, "sofia")).toBe("busy");
  story.start("jonas");
  expect(wordOf(story, "sofia"), "a reserved offer goes before busy").toBe("reserved");
  story.rings("jonas").accepts("sofia", "jonas");
  for (const name of ["maria", "jonas"]) {
    story.do({ type: "EndInteraction", interactionId: chat(name), agentId: agent("sofia") });
  }
  story.time("09:00:05");
  expect(wordOf(story, "sofia")).toBe("after_call_work");
  story.time("09:01:05");
  expect(wordOf(story, "sofia")).toBe("ready");
  story.holds();
});

test("[AGT-2] an agent starts not ready, a supervisor supervising, and a disabled user not at all", () => {
  const story = new Story()
    .logIn("sofia")
    .logIn("anna", { roles: ["supervisor"] })
    .hire("ines", { enabled: false });
  expect(story.state.agents.get(agent("sofia"))?.presence).toEqual({
    kind: "not_ready",
    reason: "signed_in",
  });
  expect(story.state.agents.get(agent("anna"))?.presence).toEqual({ kind: "supervising" });
  for (const name of ["ines", "nobody"]) {
    const refusal = story.refuses({
      type: "LogIn",
      agentId: agent(name),
      sessionId: session("s"),
      force: false,
    });
    expect(refusal.code).toBe("user_disabled_or_deleted");
  }
  story.holds();
});

test("[AGT-3] a second login is refused with since when; taking over keeps the work", () => {
  const story = new Story().at("09:00:00").talking("sofia", "maria").at("09:12:00");
  const second = { type: "LogIn", agentId: agent("sofia"), sessionId: session("sofia-2") } as const;
  const refusal = story.refuses({ ...second, force: false });
  expect(refusal).toEqual({
    code: "user_already_logged_in",
    facts: { since: story.state.agents.get(agent("sofia"))?.loggedInAt },
  });
  story.do({ ...second, force: true });
  expect(story.what()).toEqual(["AgentSessionMoved"]);
  expect(story.state.agents.get(agent("sofia"))).toMatchObject({ word: "busy", sessionId: "sofia-2" });
  story.answers("sofia", "maria", "m1").holds();
});

test("[AGT-4] a presence must be allowed by the role, and its reason must be one for agents", () => {
  const story = new Story().logIn("sofia").logIn("anna", { roles: ["supervisor"] });
  const choose = (name: string, presence: NextPresence) =>
    story.refuses({ type: "SetPresence", agentId: agent(name), presence }).code;
  expect(choose("sofia", { kind: "supervising" })).toBe("not_enough_privileges");
  expect(choose("anna", { kind: "ready" })).toBe("not_enough_privileges");
  expect(choose("sofia", { kind: "not_ready", reason: reason("siesta") })).toBe("reason_unknown");
  expect(choose("sofia", { kind: "not_ready", reason: reason("no_answer") })).toBe("reason_unknown");
  story.do({
    type: "SetPresence",
    agentId: agent("sofia"),
    presence: { kind: "not_ready", reason: reason("lunch") },
  });
  expect(story.state.agents.get(agent("sofia"))?.presence).toEqual({ kind: "not_ready", reason: "lunch" });
  story.holds();
});

test("[AGT-5] with a chat in hand, lunch comes next: nothing new is offered, and it begins when the hands are empty", () => {
  const story = new Story().talking("sofia", "maria");
  const lunch = { kind: "not_ready", reason: reason("lunch") } as const;
  story.do({ type: "SetPresence", agentId: agent("sofia"), presence: lunch });
  expect(story.what()).toEqual(["AgentNextChosen"]);
  story.start("jonas");
  expect(story.center.waiting(claims).count).toBe(1);
  story.do({ type: "SetPresence", agentId: agent("sofia"), presence: { kind: "ready" } });
  expect(story.what(), "Ready takes it back, and the one who waits is offered").toEqual([
    "AgentNextChosen",
    "OfferMade",
  ]);
  story.accepts("sofia", "jonas").do({ type: "SetPresence", agentId: agent("sofia"), presence: lunch });
  story.do({ type: "ClearNext", agentId: agent("sofia") });
  expect(story.state.agents.get(agent("sofia"))?.next).toBeNull();
  story.do({ type: "SetPresence", agentId: agent("sofia"), presence: { kind: "logged_out" } });
  for (const name of ["maria", "jonas"]) {
    story.do({ type: "EndInteraction", interactionId: chat(name), agentId: agent("sofia") });
  }
  story.time("09:00:05").time("09:01:05");
  expect(story.what()).toContain("AgentLoggedOut");
  expect(story.state.agents.size).toBe(0);
  story.holds();
});

test("[AGT-6] not ready with live chats: another reason, or Ready, holds at once", () => {
  const story = new Story().talking("sofia", "maria").start("jonas").rings("jonas");
  story.do({ type: "RejectOffer", offerId: story.offerOf("jonas").id, agentId: agent("sofia") });
  expect(wordOf(story, "sofia")).toBe("busy");
  story.do({
    type: "SetPresence",
    agentId: agent("sofia"),
    presence: { kind: "not_ready", reason: reason("break") },
  });
  expect(story.what()).toEqual(["AgentPresenceChanged"]);
  story.do({ type: "SetPresence", agentId: agent("sofia"), presence: { kind: "ready" } });
  expect(story.what()).toEqual(["AgentPresenceChanged", "OfferMade"]);
  story.holds();
});

test("[AGT-7] logging out by force: the chat waits again with its age, a shared one goes on", () => {
  const story = new Story()
    .logIn("anna", { roles: ["supervisor"] })
    .at("09:00:00")
    .talking("sofia", "maria");
  story.at("09:02:00").start("jonas").accepts("sofia", "jonas").at("09:03:00").ready("ben");
  story.do({
    type: "RequestAgent",
    interactionId: chat("jonas"),
    agentId: agent("sofia"),
    kind: "invite",
    to: { agentId: agent("ben") },
  });
  story.accepts("ben", "jonas").at("09:04:00");
  story.do({
    type: "ForcePresence",
    agentId: agent("sofia"),
    presence: { kind: "logged_out" },
    supervisorId: agent("anna"),
  });
  expect(story.lastOf("AgentLoggedOut")).toMatchObject({ cause: "supervisor", supervisorId: "anna" });
  const maria = story.state.interactions.get(chat("maria"));
  expect(maria?.request).toMatchObject({ kind: "return", enqueuedAt: maria?.startedAt });
  expect(story.offerOf("maria").agentId).toBe("ben");
  expect(story.state.interactions.get(chat("jonas"))).toMatchObject({
    request: null,
    parties: [{ agentId: "ben" }],
  });
  story.holds();
});

test("[AGT-7] who only wraps up when logging out completes the wrap-up with it", () => {
  const story = new Story().logIn("anna", { roles: ["supervisor"] }).talking("sofia", "maria");
  story.do({ type: "CustomerEnd", interactionId: chat("maria"), clientKey: customer("maria") });
  story.do({
    type: "ForcePresence",
    agentId: agent("sofia"),
    presence: { kind: "logged_out" },
    supervisorId: agent("anna"),
  });
  expect(story.what()).toEqual(["WrapUpCompleted", "AgentLoggedOut", "InteractionCompleted"]);
  story.holds();
});

test("[AGT-8] a lost desk: no blame, no offers; back in time nothing has changed, too late the chat goes on", () => {
  const story = new Story()
    .at("09:00:00")
    .talking("sofia", "maria")
    .at("09:00:10")
    .start("jonas")
    .rings("jonas");
  const lose = {
    type: "LoseDesk",
    agentId: agent("sofia"),
    sessionId: session("sofia-1"),
    graceMs: 30_000,
  } as const;
  story.at("09:00:12").do(lose);
  expect(story.what()).toEqual(["OfferWithdrawn", "DeskLost"]);
  expect(story.state.agents.get(agent("sofia"))?.presence.kind).toBe("ready");
  story.at("09:00:20").do({ type: "ReturnDesk", agentId: agent("sofia"), sessionId: session("sofia-1") });
  expect(story.what()).toEqual(["DeskReturned", "OfferMade"]);
  story.at("09:00:21").do(lose).time("09:00:50");
  expect(story.what(), "a second early").toEqual([]);
  story.time("09:00:51");
  expect(story.what()).toEqual(["AgentLeft", "AgentRequested", "AgentLoggedOut"]);
  expect(story.center.waiting(claims).count).toBe(2);
  story.holds();
});

test("[AGT-9] a supervisor forces a state over live chats, and the agent can see who did; others may not", () => {
  const story = new Story()
    .logIn("anna", { roles: ["supervisor"] })
    .talking("sofia", "maria")
    .logIn("ben");
  const force = {
    type: "ForcePresence",
    agentId: agent("sofia"),
    presence: { kind: "not_ready", reason: reason("break") },
  } as const;
  expect(story.refuses({ ...force, supervisorId: agent("ben") }).code).toBe("not_enough_privileges");
  expect(story.refuses({ ...force, agentId: agent("ines"), supervisorId: agent("anna") }).code).toBe(
    "not_logged_in",
  );
  story.do({ ...force, supervisorId: agent("anna") });
  expect(story.state.agents.get(agent("sofia"))).toMatchObject({
    word: "busy",
    presence: { kind: "not_ready", reason: "break" },
    source: { by: "supervisor", supervisorId: "anna" },
  });
  story.holds();
});

test("[AGT-10] idle time starts anew when the last work leaves the hands; another reason restarts time in state", () => {
  const story = new Story().at("09:00:00").talking("sofia", "maria").at("09:10:00");
  story
    .do({ type: "CustomerEnd", interactionId: chat("maria"), clientKey: customer("maria") })
    .time("09:11:00");
  const idle = () => story.state.agents.get(agent("sofia"));
  expect(idle()?.idleSince).toBe(story.state.at);
  story.at("09:12:00").do({
    type: "SetPresence",
    agentId: agent("sofia"),
    presence: { kind: "not_ready", reason: reason("break") },
  });
  const since = idle()?.wordSince ?? 0;
  story.at("09:13:00").do({
    type: "SetPresence",
    agentId: agent("sofia"),
    presence: { kind: "not_ready", reason: reason("lunch") },
  });
  expect(idle()?.wordSince).toBe(since + 60_000);
  story.holds();
});

test("[CFG-1] skills and capacity change under a logged-in agent, at once", () => {
  const story = new Story().ready("sofia", { skills: {} }).start("maria");
  expect(story.center.waiting(claims).count).toBe(1);
  story.do({ type: "ConfigureUser", user: user("sofia", { capacity: { chat: 1, voice: 1, email: 1 } }) });
  expect(story.what()).toEqual(["UserConfigured", "OfferMade"]);
  story.accepts("sofia", "maria").start("jonas");
  expect(story.state.interactions.get(chat("jonas"))?.request?.offerId).toBeNull();
  story.do({ type: "ConfigureUser", user: user("sofia", { capacity: { chat: 2, voice: 1, email: 1 } }) });
  expect(story.offerOf("jonas").agentId).toBe("sofia");
  story.holds();
});

test("[CFG-2] a user who is switched off is out, and the chat waits again", () => {
  const story = new Story().talking("sofia", "maria");
  story.do({ type: "ConfigureUser", user: user("sofia", { enabled: false }) });
  expect(story.state.agents.size).toBe(0);
  expect(story.center.waiting(claims).count).toBe(1);
  story
    .ready("ben")
    .accepts("ben", "maria")
    .do({ type: "RemoveUser", agentId: agent("ben") });
  expect(story.lastOf("AgentLoggedOut").cause).toBe("user_removed");
  story.holds();
});

test("[CEN-1] a command that is refused half way leaves no trace, in state or line", () => {
  const story = new Story().talking("sofia", "maria").start("jonas");
  const before = story.center.waiting(claims);
  expect(
    story.refuses({
      type: "SendMessage",
      interactionId: chat("maria"),
      agentId: agent("ben"),
      messageId: message("x"),
      kind: "text",
      audience: "all",
    }).code,
  ).toBe("not_your_interaction");
  expect(story.center.waiting(claims)).toEqual(before);
  story.holds();
});
