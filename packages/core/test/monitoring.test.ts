import { expect, test } from "vitest";
import type { MonitoringMode } from "../src/index.js";
import { CallStory } from "./call-story.js";
import { agent, chat } from "./story.js";

const monitor = (mode: MonitoringMode, call = "maria", beside = "sofia", by = "anna") =>
  ({
    type: "MonitorCall",
    interactionId: chat(call),
    supervisorId: agent(by),
    agentId: agent(beside),
    mode,
  }) as const;
const supervised = () => {
  const story = new CallStory().at("09:00:00").hire("anna", { roles: ["supervisor"] });
  return story.speaking("sofia", "maria").away("anna");
};

test("[MON-1] [PIC-6] a supervisor is beside an agent: no load, no party, nobody's business but hers", () => {
  const story = supervised().do(monitor("listen"));
  expect(story.picture("maria")?.legs[2]).toMatchObject({
    role: "supervisor",
    agentId: "anna",
    circle: null,
    beside: { legId: "maria.l2", mode: "listen" },
  });
  expect(story.state.interactions.get(chat("maria"))?.parties).toHaveLength(1);
  expect(story.state.agents.get(agent("anna"))).toMatchObject({ word: "supervising", loads: [] });
  expect(story.played("maria")).toEqual([]);
  expect(story.refuses(monitor("listen", "maria", "sofia", "sofia")).code).toBe("not_enough_privileges");
  expect(story.refuses(monitor("listen", "nothing")).code).toBe("no_interaction");
  story.ready("ben");
  expect(story.refuses(monitor("listen", "maria", "ben")).code, "he is not in it").toBe("not_suitable_state");
  story.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(story.state.agents.get(agent("anna"))?.monitoring).toBeNull();
  story.holds();
});

test("[MON-2] another mode changes only the mode; when the agent leaves, she is beside who is left", () => {
  const story = supervised().do(monitor("listen")).leg("maria", "anna", { kind: "connected" });
  story.do(monitor("whisper"));
  expect(story.what()).toEqual(["CallMonitored"]);
  expect(story.do(monitor("whisper")).what(), "twice is once").toEqual([]);
  story.away("ben").by("sofia", "maria", { type: "Consult", to: { agentId: agent("ben") } });
  story.joins("ben", "maria").by("sofia", "maria", { type: "CompleteTransfer" });
  expect(story.picture("maria")?.legs.find((leg) => leg.role === "supervisor")?.beside).toMatchObject({
    legId: story.legOf("maria", "ben")?.id,
    mode: "whisper",
  });
  story.holds();
});

test("[MON-3] one call at a time, and none after logging out", () => {
  const story = supervised().do(monitor("listen"));
  story.phones("ben").calls("jonas").leg("jonas", "customer", { kind: "connected" });
  story.heard("jonas", { kind: "key", key: "1" }).joins("ben", "jonas");
  story.do(monitor("barge", "jonas", "ben"));
  expect(story.circles("maria")).toEqual(["customer:main", "sofia:main"]);
  expect(story.state.agents.get(agent("anna"))?.monitoring).toBe("jonas");
  story.do({ type: "LogOut", agentId: agent("anna"), sessionId: "anna-1" as never });
  expect(story.circles("jonas")).toEqual(["customer:main", "ben:main"]);
  story.holds();
});

test("[MON-4] taking over leaves the customer with the supervisor, without a gap", () => {
  const story = supervised().do(monitor("listen")).leg("maria", "anna", { kind: "connected" });
  story.do({
    type: "TakeOverCall",
    interactionId: chat("maria"),
    supervisorId: agent("anna"),
    agentId: agent("sofia"),
  });
  expect(story.circles("maria")).toEqual(["customer:main", "anna:main"]);
  expect(story.legOf("maria", "anna"), "the same leg, which is there already").toMatchObject({
    state: "connected",
    role: "agent",
  });
  expect(story.played("maria")).toEqual([]);
  expect(story.lastOf("AgentLeft")).toMatchObject({ agentId: "sofia", cause: "taken_over" });
  expect(story.state.agents.get(agent("sofia"))?.loads).toEqual([]);
  expect(story.state.agents.get(agent("anna"))?.word).toBe("busy");
  story.holds();
});

test("[MON-3] [REC-5] a call that leaves nothing to wrap up ends its legs and its recordings, and the supervisor is free", () => {
  const story = new CallStory().at("09:00:00").hire("anna", { roles: ["supervisor"] }) as CallStory;
  story.away("anna").away("sofia").away("ben").callsColleague("sofia", "ask", "ben");
  story
    .leg("ask", "sofia", { kind: "connected" })
    .joins("ben", "ask")
    .do(monitor("barge", "ask", "ben"));
  story.do({ type: "LeaveInteraction", interactionId: chat("ask"), agentId: agent("sofia") });
  expect(story.what().filter((what) => what === "LegRemoved")).toHaveLength(3);
  expect(story.state.interactions.size).toBe(0);
  expect(story.state.agents.get(agent("anna"))?.monitoring).toBeNull();

  const recorded = supervised().by("sofia", "maria", { type: "StartRecording", kind: "call" });
  recorded.leg("maria", "customer", { kind: "gone", cause: "hung_up" });
  expect(recorded.lastOf("RecordingStopped").cause).toBe("call_ended");
  for (const one of [story, recorded]) one.holds();
});

test("[MON-4] whoever takes over a call is not asked for it any more", () => {
  const story = new CallStory().at("09:00:00").hire("mei", { roles: ["agent", "supervisor"] }) as CallStory;
  story.speaking("sofia", "maria").phones("mei");
  story.do({
    type: "RequestAgent",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    kind: "invite",
    to: { agentId: agent("mei") },
  });
  expect(story.offerOf("maria").agentId).toBe("mei");
  story.do({
    type: "TakeOverCall",
    interactionId: chat("maria"),
    supervisorId: agent("mei"),
    agentId: agent("sofia"),
  });
  expect(story.state.offers.size).toBe(0);
  expect(story.state.interactions.get(chat("maria"))?.parties).toMatchObject([{ agentId: "mei" }]);
  expect(story.state.agents.get(agent("mei"))?.loads).toHaveLength(1);
  story.holds();
});

test("[MON-5] she mutes her own microphone, which another mode leaves as it is, and nobody else's", () => {
  const story = supervised().do(monitor("barge")).leg("maria", "anna", { kind: "connected" });
  story.by("anna", "maria", { type: "MuteCall", muted: true });
  expect(story.legOf("maria", "anna")?.muted).toBe(true);
  expect(story.legOf("maria", "sofia")?.muted).toBe(false);
  story.do(monitor("whisper"));
  expect(story.picture("maria")?.legs[2]).toMatchObject({ muted: true, beside: { mode: "whisper" } });
  story.by("anna", "maria", { type: "MuteCall", muted: false });
  expect(story.legOf("maria", "anna")?.muted).toBe(false);
  expect(story.refusesOf("anna", "maria", { type: "HoldCall", held: true }).code).toBe(
    "not_your_interaction",
  );
  story.holds();
});
