import { expect, test } from "vitest";
import { asId, type LegId, type RecordingRule, recordingRuleDefault, type ServiceId } from "../src/index.js";
import { CallStory, line } from "./call-story.js";
import { agent, chat, claims, customer, general, service } from "./story.js";

const start = { type: "StartRecording", kind: "call" } as const;
const stop = { type: "StopRecording", kind: "call" } as const;
const serviceOf = (id: string, rule: Partial<RecordingRule>) =>
  ({
    type: "ConfigureService",
    service: service(asId<ServiceId>(id), {
      requires: [],
      recording: { ...recordingRuleDefault, ...rule },
    }),
  }) as const;
const story = (rule: Partial<RecordingRule> = {}) =>
  new CallStory().do(serviceOf(claims, rule)).at("09:00:00") as CallStory;
/** Sofia talks with Maria and records, and Ben has a telephone. */
const recorded = (rule: Partial<RecordingRule> = {}) =>
  story(rule).speaking("sofia", "maria").by("sofia", "maria", start).phones("ben");
const give = (to: { agentId: ReturnType<typeof agent> } | { serviceId: ServiceId }) =>
  ({
    type: "RequestAgent",
    interactionId: chat("maria"),
    agentId: agent("sofia"),
    kind: "transfer",
    to,
    leave: true,
  }) as const;
const leave = (by: string) =>
  ({ type: "LeaveInteraction", interactionId: chat("maria"), agentId: agent(by) }) as const;
const legId = asId<LegId>("maria.x1");
const toBen = { agentId: agent("ben") };
const running = (told: CallStory) =>
  told.callOf("maria").recordings.map(({ id, agentId }) => `${id} ${agentId}`);

test("[REC-9] a recording goes on with whoever the call is transferred to, as one of its own", () => {
  const attended = recorded().by("sofia", "maria", { type: "Consult", to: toBen }).joins("ben", "maria");
  expect(running(attended), "what colleagues say to each other begins no recording").toEqual([
    "maria.r1 sofia",
  ]);
  attended.by("sofia", "maria", { type: "CompleteTransfer" });
  expect(attended.lastOf("RecordingStopped")).toMatchObject({
    agentId: "sofia",
    cause: "left",
    goesOn: true,
  });
  expect(attended.lastOf("RecordingStarted")).toMatchObject({
    agentId: "ben",
    automatic: false,
    continues: "maria.r1",
  });
  attended.by("ben", "maria", stop);
  attended.do({ ...give({ agentId: agent("sofia") }), agentId: agent("ben") }).joins("sofia", "maria");
  expect(running(attended), "what was stopped stays so").toEqual([]);

  const blind = recorded().do(give(toBen));
  expect(blind.lastOf("RecordingStopped").goesOn).toBe(true);
  expect(running(blind), "music is nothing to keep").toEqual([]);
  blind.accepts("ben", "maria");
  expect(running(blind), "not before Ben's audio is there").toEqual([]);
  expect(running(blind.leg("maria", "ben", { kind: "connected" }))).toEqual(["maria.r2 ben"]);

  const always = story({ mode: "always", mayStop: false }).speaking("sofia", "maria").phones("ben");
  always.do(give(toBen)).joins("ben", "maria");
  expect(always.lastOf("RecordingStarted")).toMatchObject({ automatic: true, continues: "maria.r1" });
  expect(running(always), "once").toEqual(["maria.r2 ben"]);
  for (const one of [attended, blind, always]) one.holds();
});

test("[REC-9] a queue's rule counts, and the end says whether it goes on", () => {
  const queue = { serviceId: general } as const;
  const kept = recorded().do(serviceOf(general, {})).do(give(queue));
  expect(kept.lastOf("RecordingStopped").goesOn).toBe(true);
  kept.joins("ben", "maria");
  expect(running(kept)).toEqual(["maria.r2 ben"]);
  const never = recorded()
    .do(serviceOf(general, { mode: "never" }))
    .do(give(queue));
  expect(never.lastOf("RecordingStopped").goesOn).toBe(false);
  expect(running(never.joins("ben", "maria"))).toEqual([]);
  const asks = recorded()
    .do(serviceOf(general, { consent: "asked" }))
    .do(give(queue));
  expect(asks.lastOf("RecordingStopped").goesOn).toBe(false);
  asks.joins("ben", "maria").by("ben", "maria", { type: "SetConsent", consent: true });
  expect(running(asks), "once the customer agrees").toEqual(["maria.r2 ben"]);
  const outside = recorded().by("sofia", "maria", { type: "CallNumberIn", legId, kind: "transfer" });
  expect(outside.lastOf("RecordingStopped").goesOn, "nobody here hears it").toBe(false);
  const report = { type: "ReportLeg", interactionId: chat("maria"), legId } as const;
  outside.do({ ...report, report: { kind: "gone", cause: "busy" } }).joins("sofia", "maria");
  expect(running(outside), "it came back").toEqual(["maria.r2 sofia"]);
  for (const one of [kept, never, asks, outside]) one.holds();
});

test("[REC-9] a pause goes along, and lasts no longer than it would have", () => {
  const paused = recorded({ pauseMaxMs: 60_000 }).by("sofia", "maria", { type: "PauseRecording" });
  paused.at("09:00:40").do(give(toBen)).joins("ben", "maria");
  expect(paused.picture("maria")?.recordings).toMatchObject([{ recordingId: "maria.r2", paused: true }]);
  paused.at("09:01:00").do({ type: "MeetDeadlines" });
  expect(paused.picture("maria")?.recordings).toMatchObject([{ paused: false }]);
  const late = recorded({ pauseMaxMs: 60_000 }).by("sofia", "maria", { type: "PauseRecording" });
  late.do(give(toBen)).rings("maria").at("09:00:19").accepts("ben", "maria").at("09:01:01");
  late.leg("maria", "ben", { kind: "connected" });
  expect(late.picture("maria")?.recordings).toMatchObject([{ paused: false }]);
  for (const one of [paused, late]) one.holds();
});

test("[REC-9] in a conference it goes on once, with whoever is left; a supervisor who takes over has it", () => {
  const both = recorded().by("sofia", "maria", { type: "Consult", to: toBen }).joins("ben", "maria");
  both.by("sofia", "maria", { type: "MergeConsultation" }).by("ben", "maria", start).do(leave("sofia"));
  expect(both.lastOf("RecordingStopped").goesOn).toBe(true);
  expect(running(both), "Ben's own goes on").toEqual(["maria.r2 ben"]);
  const one = recorded().by("sofia", "maria", { type: "Consult", to: toBen }).joins("ben", "maria");
  one.by("sofia", "maria", { type: "MergeConsultation" });
  expect(running(one.do(leave("sofia")))).toEqual(["maria.r2 ben"]);
  const taken = recorded()
    .hire("anna", { roles: ["agent", "supervisor"] })
    .away("anna");
  const beside = {
    interactionId: chat("maria"),
    supervisorId: agent("anna"),
    agentId: agent("sofia"),
  } as const;
  taken.do({ type: "MonitorCall", ...beside, mode: "listen" }).leg("maria", "anna", { kind: "connected" });
  taken.do({ type: "TakeOverCall", ...beside });
  expect(running(taken), "without a gap").toEqual(["maria.r2 anna"]);
  for (const told of [both, one, taken]) told.holds();
});

test("[REC-9] of two calls that become one, what was recorded goes on, and ends when no agent is left", () => {
  const sam = () =>
    story()
      .speaking("sofia", "maria")
      .by("sofia", "maria", { type: "HoldCall", held: true })
      .do({
        type: "PlaceCall",
        interactionId: chat("sam"),
        entryId: line,
        contactId: asId("contact-sam"),
        clientKey: customer("sam"),
        agentId: agent("sofia"),
        beside: null,
      })
      .leg("sam", "sofia", { kind: "connected" })
      .leg("sam", "customer", { kind: "connected" })
      .by("sofia", "sam", start);
  const merged = sam().by("sofia", "sam", { type: "JoinCalls", other: chat("maria"), stay: true });
  expect(running(merged)).toEqual(["maria.r1 sofia"]);
  expect(merged.lastOf("RecordingStarted").continues).toBe("sam.r1");
  const left = sam().by("sofia", "sam", { type: "JoinCalls", other: chat("maria"), stay: false });
  expect(running(left)).toEqual([]);
  for (const one of [merged, left]) one.holds();
});
