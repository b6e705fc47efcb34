import type { HappeningView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { callLog, isCallStep } from "../../src/features/call/call-log.js";
import { type EndContext, endedBy } from "../../src/features/call/ended-by.js";

type Told = readonly [what: string, facts: HappeningView["facts"]];
const happenings = (list: readonly Told[]): HappeningView[] =>
  list.map(([what, facts], seq) => ({ interactionId: "i1", seq, at: seq, what, facts }));

const NAMES: Readonly<Record<string, string>> = { ben: "Ben Ortega", anna: "Anna Kowalski", me: "Sofia" };
const told = (direction: "inbound" | "outbound" | "internal", ...list: Told[]): string[] =>
  callLog(
    happenings(list),
    {
      me: "me",
      customerName: "Maria",
      nameOf: (id) => NAMES[id] ?? id,
      serviceName: () => "General",
      direction,
    },
    ({ what }) => (what === "DispositionSet" ? { text: "otherwise" } : null),
  ).map(({ text }) => text);

const leg = (legId: string, agentId: string | null, role = "agent", more = {}): Told => [
  "LegAdded",
  { legId, agentId, role, circle: "main", by: null, ...more },
];
const answered = (legId: string): Told => ["LegChanged", { legId, state: "connected" }];
const mine = leg("l2", "me");

describe("what happened in a call", () => {
  it("an incoming call", () => {
    expect(
      told(
        "inbound",
        ["InteractionStarted", {}],
        ["CallArrived", { legId: "l1" }],
        answered("l1"),
        ["CallDataSet", { name: "policy", value: null, length: 6, token: null }],
        ["AgentJoined", { agentId: "me", kind: "first" }],
        mine,
        answered("l2"),
        ["CallMuted", { legId: "l2", muted: true, by: "me" }],
        ["CallHeld", { agentId: "me", held: true, cause: "agent" }],
        ["DispositionSet", {}],
        ["LegRemoved", { legId: "l1", role: "customer", agentId: null, cause: "hung_up", by: null }],
      ),
    ).toEqual([
      "Maria called",
      "policy entered",
      "You took the call",
      "Your phone is connected",
      "You muted yourself",
      "You put the call on hold",
      "otherwise",
      "Maria hung up",
    ]);
  });

  it("keys are counted in one line, and whoever ends the call is the only one who does", () => {
    expect(
      told(
        "outbound",
        ["CallPlaced", { agentId: "me" }],
        ["AgentJoined", { agentId: "me", kind: "first" }],
        ["LegChanged", { legId: "l1", state: "ringing" }],
        answered("l1"),
        ["KeysSent", { agentId: "me", count: 1 }],
        ["KeysSent", { agentId: "me", count: 1 }],
        ["KeysSent", { agentId: "me", count: 2 }],
        ["InteractionEnded", { cause: "agent", agentId: "me" }],
        ["LegRemoved", { legId: "l1", role: "customer", agentId: null, cause: "hung_up", by: null }],
      ),
    ).toEqual([
      "You called Maria",
      "It rings at Maria",
      "Maria answered",
      "4 keys sent into the call",
      "You ended the call",
    ]);
  });

  it("a consultation that becomes a transfer", () => {
    expect(
      told(
        "inbound",
        mine,
        ["ConsultationStarted", { agentId: "me", serviceId: null }],
        ["AgentRequested", { kind: "consult", agentId: "ben", by: "me", serviceId: "s1" }],
        ["AgentJoined", { agentId: "ben", kind: "consult" }],
        ["AgentRequestClosed", { kind: "consult", by: "me", cause: "accepted" }],
        leg("l3", "ben"),
        ["CircleSwitched", { agentId: "me", circle: "main" }],
        ["CircleSwitched", { agentId: "me", circle: "consult" }],
        ["ConsultationEnded", { agentId: "me", cause: "transferred" }],
        ["AgentLeft", { agentId: "me", cause: "transferred" }],
      ),
    ).toEqual([
      "You ask Ben Ortega, and Maria hears music",
      "Ben Ortega answered",
      "You are back with Maria",
      "You are back with Ben Ortega",
      "You gave the call to Ben Ortega",
    ]);
  });

  it("a consultation that reached nobody, one that ended, and one of a service and a number", () => {
    const asks = (...list: Told[]) => told("inbound", mine, ...list);
    expect(
      asks(
        ["ConsultationStarted", { agentId: "me", serviceId: "s2" }],
        ["AgentRequested", { kind: "consult", agentId: null, by: "me", serviceId: "s2" }],
        ["ConsultationEnded", { agentId: "me", cause: "failed" }],
      ),
    ).toEqual(["You ask General, and Maria hears music", "General was not reached"]);
    const garage = { name: "Clearview Glass", number: "+15035550170" };
    expect(
      asks(
        ["ConsultationStarted", { agentId: "me", serviceId: null }],
        leg("n1", null, "external", { ...garage, by: "me", circle: "consult" }),
        ["LegChanged", { legId: "n1", state: "ringing", ...garage }],
        ["LegChanged", { legId: "n1", state: "connected", ...garage }],
        ["ConsultationEnded", { agentId: "me", cause: "merged" }],
        [
          "LegRemoved",
          { legId: "n1", role: "external", agentId: null, cause: "hung_up", by: null, ...garage },
        ],
      ),
    ).toEqual([
      "You ask Clearview Glass, and Maria hears music",
      "You call Clearview Glass in",
      "It rings at Clearview Glass",
      "Clearview Glass answered",
      "You brought everybody together",
      "Clearview Glass hung up",
    ]);
  });

  it("a conference: who is muted, parked and taken out, by whom", () => {
    expect(
      told(
        "inbound",
        mine,
        ["AgentRequested", { kind: "invite", agentId: "ben", by: "me", serviceId: "s1" }],
        ["AgentJoined", { agentId: "ben", kind: "invite" }],
        leg("l3", "ben"),
        ["CallMuted", { legId: "l3", muted: true, by: "me" }],
        ["CallMuted", { legId: "l2", muted: true, by: "ben" }],
        ["PartyHeld", { legId: "l1", held: true, by: "ben" }],
        ["PartyHeld", { legId: "l1", held: false, by: "ben" }],
        ["LegRemoved", { legId: "l1", role: "customer", agentId: null, cause: "hung_up", by: "ben" }],
        ["CallHeld", { agentId: "me", held: true, cause: "other_call" }],
        ["AgentLeft", { agentId: "ben", cause: "removed" }],
      ),
    ).toEqual([
      "You asked Ben Ortega in",
      "Ben Ortega joined the call",
      "You muted Ben Ortega",
      "Ben Ortega muted you",
      "Ben Ortega parked Maria with music",
      "Ben Ortega brought Maria back",
      "Ben Ortega took Maria out of the call",
      "On hold, as another call came to the fore",
      "Ben Ortega was taken out of the call",
    ]);
  });

  it("a transfer that nobody took, and one to a number", () => {
    expect(
      told(
        "inbound",
        mine,
        ["AgentRequested", { kind: "transfer", agentId: "ben", by: "me", serviceId: "s1" }],
        ["AgentRequestClosed", { kind: "transfer", by: "me", cause: "failed" }],
        ["AgentRequested", { kind: "transfer", agentId: null, by: "me", serviceId: "s2" }],
        ["AgentRequestClosed", { kind: "transfer", by: "me", cause: "cancelled" }],
        leg("n1", null, "external", { name: "", number: "+15035550170", by: "me" }),
        ["AgentLeft", { agentId: "me", cause: "transferred" }],
        ["LegRemoved", { legId: "n1", role: "external", cause: "busy", by: null, number: "+15035550170" }],
      ),
    ).toEqual([
      "You transfer the call to Ben Ortega",
      "The transfer was not taken",
      "You place the call in the line of General",
      "The transfer was taken back",
      "You call +15035550170 in",
      "You gave the call away",
      "+15035550170 is busy",
    ]);
  });

  it("a supervisor beside it, and the recording", () => {
    expect(
      told(
        "inbound",
        mine,
        leg("l9", "anna", "supervisor"),
        ["CallMonitored", { supervisorId: "anna", agentId: "me", mode: "listen" }],
        answered("l9"),
        ["CallMonitored", { supervisorId: "anna", agentId: "me", mode: "whisper" }],
        ["LegRemoved", { legId: "l9", role: "supervisor", agentId: "anna", cause: "hung_up", by: "anna" }],
        ["CallTakenOver", { supervisorId: "anna", agentId: "me" }],
        ["AgentJoined", { agentId: "anna", kind: "takeover" }],
        ["AgentLeft", { agentId: "me", cause: "taken_over" }],
        ["RecordingStarted", { agentId: "anna", kind: "call", automatic: true }],
        ["RecordingPaused", { agentId: "anna", resumeAt: 9 }],
        ["RecordingResumed", { agentId: "anna", cause: "timeout" }],
        ["RecordingStarted", { agentId: "me", kind: "signature", automatic: false }],
        ["RecordingStopped", { agentId: "me", kind: "signature", cause: "customer_left" }],
        ["RecordingStopped", { agentId: "anna", kind: "call", cause: "disk_full" }],
        ["RecordingStopped", { agentId: "anna", kind: "call", cause: "call_ended" }],
        ["RecordingStopped", { agentId: "me", kind: "call", cause: "left", goesOn: true }],
        ["RecordingStarted", { agentId: "anna", kind: "call", automatic: true, continues: "r1" }],
        ["RecordingStopped", { agentId: "anna", kind: "call", cause: "left", goesOn: false }],
        ["MessagePlaying", { agentId: "me", announces: "recording", thenEnds: false }],
        ["MessageStopped", { agentId: "me", cause: "ended" }],
        ["ConsentSet", { agentId: "me", consent: false }],
      ),
    ).toEqual([
      "Anna Kowalski listens to you",
      "Anna Kowalski whispers to you",
      "Anna Kowalski stopped supervising the call",
      "Anna Kowalski took the call over from you",
      "The recording began by itself",
      "Anna Kowalski paused the recording",
      "The recording goes on by itself",
      "You started the voice signature",
      "The voice signature is incomplete: Maria is gone",
      "The recording stopped: the server's disk is full",
      "The recording goes on with Anna Kowalski",
      "The recording ended, as Anna Kowalski left the call",
      "Everybody was told that the call may be recorded",
      "You noted: Maria does not agree to being recorded",
    ]);
  });

  it("a call among colleagues", () => {
    expect(
      told(
        "internal",
        ["InternalCallPlaced", { agentId: "ben", to: "me" }],
        ["AgentJoined", { agentId: "ben", kind: "first" }],
        ["AgentRequested", { kind: "call", agentId: "me", by: "ben", serviceId: "internal" }],
        ["AgentJoined", { agentId: "me", kind: "call" }],
        ["InteractionEnded", { cause: "agent", agentId: null }],
      ),
    ).toEqual(["Ben Ortega called you", "You answered"]);
  });

  it("steps of the machine are the call's own", () => {
    for (const what of ["ConsultationBecameTransfer", "PartyHeld", "RecordingPaused", "InternalCallPlaced"])
      expect(isCallStep(what)).toBe(true);
    expect(isCallStep("AgentJoined")).toBe(false);
    expect(isCallStep("CaseClosed")).toBe(false);
  });
});

describe("who ended a call", () => {
  const context: EndContext = { me: "me", customer: "Maria", nameOf: (id) => NAMES[id] ?? id };
  const by = (...list: Told[]): string | null => endedBy(happenings(list), context);
  it("is said", () => {
    const gone: Told = ["LegRemoved", { legId: "l1", role: "customer", cause: "lost" }];
    expect(by(gone, ["InteractionEnded", { cause: "customer", agentId: null }])).toBe(
      "The connection to Maria was lost",
    );
    expect(by(["InteractionEnded", { cause: "agent", agentId: "me" }])).toBe("You ended the call");
    expect(by(["InteractionEnded", { cause: "agent", agentId: "ben" }])).toBe("Ben Ortega ended the call");
    expect(by(gone)).toBeNull();
  });
});

it("a step that has no words of its own as a part of a call is not told by its name", () => {
  for (const what of ["MessageStopped", "VoicemailEnded", "RecordingStopped", "LegChanged"])
    expect(isCallStep(what), what).toBe(true);
  for (const what of ["MessageReceived", "DispositionSet"]) expect(isCallStep(what), what).toBe(false);
});
