import { expect, test } from "vitest";
import { agent, chat, customer, message, Story } from "./story.js";

const beside = (name = "maria", by = "anna") =>
  ({ type: "MonitorChat", interactionId: chat(name), supervisorId: agent(by) }) as const;
const whisper = (id: string, audience: "team" | "all" = "team") =>
  ({
    type: "SendMessage",
    interactionId: chat("maria"),
    agentId: agent("anna"),
    messageId: message(id),
    kind: "text",
    audience,
  }) as const;
const supervised = () => new Story().logIn("anna", { roles: ["supervisor"] }).talking("sofia", "maria");
const monitorsOf = (story: Story, name = "maria") =>
  story.state.interactions.get(chat(name))?.monitors.map(({ supervisorId }) => supervisorId);
const reads = (story: Story) => story.state.agents.get(agent("anna"))?.monitoringChat;

test("[MON-6] a supervisor beside a chat is no party and no load, and needs the role", () => {
  const story = supervised().do(beside());
  expect(story.what()).toEqual(["ChatMonitored"]);
  expect(story.do(beside()).what(), "twice is once").toEqual([]);
  expect(story.state.interactions.get(chat("maria"))?.parties).toHaveLength(1);
  expect(story.state.agents.get(agent("anna"))).toMatchObject({ word: "supervising", loads: [] });
  story.logIn("ben");
  expect(story.refuses(beside("maria", "ben")).code).toBe("not_enough_privileges");
  expect(story.refuses(beside("nothing")).code).toBe("no_interaction");
  story.start("waits");
  story.do({ type: "SetPresence", agentId: agent("sofia"), presence: { kind: "not_ready", reason: null } });
  expect(story.refuses(beside("waits")).code, "nobody is there to be helped").toBe("not_suitable_state");
  story.holds();
});

test("[MON-6] who takes part is not beside it, and whoever joins is no more", () => {
  const story = new Story().ready("anna", { roles: ["agent", "supervisor"] });
  story.do({ type: "SetPresence", agentId: agent("anna"), presence: { kind: "supervising" } });
  story.talking("sofia", "maria").do(beside());
  story.do({ type: "SetPresence", agentId: agent("anna"), presence: { kind: "ready" } });
  story.do({
    type: "RequestAgent",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    kind: "invite",
    to: { agentId: agent("anna") },
  });
  story.accepts("anna", "maria");
  expect([monitorsOf(story), reads(story)]).toEqual([[], null]);
  expect(story.state.interactions.get(chat("maria"))?.partyCount, "parties count on as if alone").toBe(2);
  expect(story.refuses(beside()).code).toBe("already_in_progress");
  story.holds();
});

test("[MON-7] one chat at a time, and none after leaving, logging out or losing the role", () => {
  const story = supervised().do(beside()).talking("sofia", "jonas").do(beside("jonas"));
  expect(story.what()).toEqual(["ChatMonitoringEnded", "ChatMonitored"]);
  expect([monitorsOf(story), monitorsOf(story, "jonas"), reads(story)]).toEqual([[], ["anna"], "jonas"]);
  const leave = {
    type: "StopMonitoringChat",
    interactionId: chat("jonas"),
    supervisorId: agent("anna"),
  } as const;
  expect(story.do(leave).what()).toEqual(["ChatMonitoringEnded"]);
  expect(story.refuses(leave).code).toBe("nothing_to_cancel");
  story.do(beside("jonas")).hire("anna", { roles: ["agent"] });
  expect(story.lastOf("ChatMonitoringEnded").cause).toBe("role_lost");
  story.hire("anna", { roles: ["supervisor"] }).do(beside("jonas"));
  story.do({ type: "LogOut", agentId: agent("anna"), sessionId: "anna-1" as never });
  expect(story.lastOf("ChatMonitoringEnded").cause).toBe("logged_out");
  expect(monitorsOf(story, "jonas")).toEqual([]);
  expect(story.refuses(beside("jonas")).code).toBe("not_logged_in");
  story.holds();
});

test("[MON-8] it outlives the agent and the desk's reload, and ends with the chat", () => {
  const story = supervised().do(beside());
  story.do({ type: "LogIn", agentId: agent("anna"), sessionId: "anna-2" as never, force: true });
  expect(reads(story)).toBe("maria");
  story.do({
    type: "ForcePresence",
    agentId: agent("sofia"),
    presence: { kind: "logged_out" },
    supervisorId: agent("anna"),
  });
  story.ready("ben").accepts("ben", "maria");
  expect(monitorsOf(story)).toEqual(["anna"]);
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("ben") });
  expect(monitorsOf(story), "the undo window is still the chat").toEqual(["anna"]);
  story.do({ type: "CustomerEnd", interactionId: chat("maria"), clientKey: customer("maria") });
  expect(story.lastOf("ChatMonitoringEnded").cause).toBe("chat_ended");
  expect([monitorsOf(story), reads(story)]).toEqual([[], null]);
  expect(story.refuses(beside()).code, "who wraps up is not helped any more").toBe("not_suitable_state");
  story.holds();
});

test("[MON-9] [CON-1] beside a chat one whispers to its agents and says nothing to the customer", () => {
  const story = supervised().at("09:01:00").writes("maria", "m1").do(beside());
  const before = story.state.interactions.get(chat("maria"));
  const { unansweredSince, inactivity, receipts } = structuredClone(before ?? ({} as never));
  expect(before?.monitors[0]?.spoken).toBe(false);
  story.at("09:02:00").do(whisper("w1"));
  expect(story.lastOf("MessageSent")).toMatchObject({ agentId: "anna", partyId: null, audience: "team" });
  const after = story.state.interactions.get(chat("maria"));
  expect(after).toMatchObject({ unansweredSince, inactivity, receipts });
  expect(after?.monitors[0]?.spoken).toBe(true);
  expect(story.refuses(whisper("w2", "all")).code).toBe("not_suitable_state");
  expect(story.refuses({ ...whisper("w3"), kind: "form_request" }).code).toBe("not_suitable_state");
  const read = { type: "ReportReceipt", interactionId: chat("maria"), messageId: message("m1") } as const;
  expect(story.refuses({ ...read, reader: agent("anna"), receipt: "read" }).code).toBe(
    "not_your_interaction",
  );
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.refuses(whisper("w4")).code).toBe("not_suitable_state");
  story.do({ type: "StopMonitoringChat", interactionId: chat("maria"), supervisorId: agent("anna") });
  expect(story.refuses(whisper("w5")).code).toBe("not_your_interaction");
  story.holds();
});
