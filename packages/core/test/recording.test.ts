import { expect, test } from "vitest";
import {
  asId,
  type PromptId,
  type RecordingRule,
  recordingRuleDefault,
  type ScriptId,
} from "../src/index.js";
import { CallStory } from "./call-story.js";
import { agent, chat, claims, service } from "./story.js";

const story = (rule: Partial<RecordingRule> = {}) =>
  new CallStory()
    .do({
      type: "ConfigureService",
      service: service(claims, { recording: { ...recordingRuleDefault, ...rule }, signatureScript: script }),
    })
    .at("09:00:00") as CallStory;
const start = { type: "StartRecording", kind: "call" } as const;
const stop = { type: "StopRecording", kind: "call" } as const;
const script = asId<ScriptId>("script-1");
const agrees = { type: "SetConsent", consent: true } as const;
const sign = { type: "StartRecording", kind: "signature", scriptId: script } as const;

test("[REC-1] [PIC-7] an agent records when the service allows it and the customer has agreed", () => {
  const never = story({ mode: "never" }).speaking("sofia", "maria");
  expect(never.refusesOf("sofia", "maria", start).code).toBe("recording_not_allowed");
  const asks = story({ consent: "asked" }).speaking("sofia", "maria");
  expect(asks.refusesOf("sofia", "maria", start).code).toBe("consent_missing");
  asks.by("sofia", "maria", { type: "SetConsent", consent: true }).by("sofia", "maria", start);
  expect(asks.picture("maria")?.recordings).toEqual([
    { recordingId: "maria.r1", legId: "maria.l2", kind: "call", paused: false },
  ]);
  expect(asks.by("sofia", "maria", start).what(), "twice is once").toEqual([]);
  expect(asks.away("ben").refusesOf("ben", "maria", start).code).toBe("not_your_interaction");
  asks.holds();
});

test("[REC-1] a no ends what it forbids, and a later yes lets it begin", () => {
  const no = { type: "SetConsent", consent: false } as const;
  for (const consent of ["announcement", "asked"] as const) {
    const told = story({ consent }).speaking("sofia", "maria").by("sofia", "maria", agrees);
    told.by("sofia", "maria", start).by("sofia", "maria", no);
    expect(told.lastOf("RecordingStopped").cause).toBe("refused");
    expect(told.refusesOf("sofia", "maria", start).code).toBe("consent_missing");
    expect(told.callOf("maria").consentNoted).toMatchObject({ by: "sofia" });
    told.holds();
  }
  const free = story().speaking("sofia", "maria").by("sofia", "maria", start).by("sofia", "maria", no);
  expect(free.callOf("maria").recordings, "what needs no consent goes on").toHaveLength(1);
  const signed = story().speaking("sofia", "maria").by("sofia", "maria", agrees).by("sofia", "maria", sign);
  expect(signed.by("sofia", "maria", no).lastOf("RecordingStopped")).toMatchObject({
    kind: "signature",
    cause: "refused",
  });
  for (const one of [free, signed]) one.holds();
});

test("[REC-2] a service that records always begins when both sides are there, once", () => {
  const always = story({ mode: "always" }).speaking("sofia", "maria");
  expect(always.callOf("maria").recordings).toMatchObject([{ agentId: "sofia", automatic: true }]);
  always.by("sofia", "maria", stop);
  expect(always.callOf("maria").recordings, "it does not begin again by itself").toEqual([]);
  const asks = story({ mode: "always", consent: "asked" }).speaking("sofia", "maria");
  expect(asks.callOf("maria").recordings, "not before the customer agreed").toEqual([]);
  asks.by("sofia", "maria", agrees);
  expect(asks.callOf("maria").recordings).toMatchObject([{ automatic: true }]);
  asks.holds();
  always.holds();
});

test("[REC-3] what began by itself is stopped only where the service allows it", () => {
  const always = story({ mode: "always", mayStop: false }).speaking("sofia", "maria");
  expect(always.refusesOf("sofia", "maria", stop).code).toBe("recording_not_allowed");
  const none = story().speaking("sofia", "maria");
  expect(none.refusesOf("sofia", "maria", stop).code).toBe("no_recording");
  expect(none.refusesOf("sofia", "maria", { type: "PauseRecording" }).code).toBe("no_recording");
  none.by("sofia", "maria", start).by("sofia", "maria", stop);
  expect(none.lastOf("RecordingStopped").cause).toBe("agent");
  none.holds();
});

test("[REC-4] a pause keeps silence and ends by itself", () => {
  const paused = story({ pauseMaxMs: 60_000 }).speaking("sofia", "maria").by("sofia", "maria", start);
  paused.by("sofia", "maria", { type: "PauseRecording" });
  expect(paused.picture("maria")?.recordings).toMatchObject([{ paused: true }]);
  paused.at("09:00:59").do({ type: "MeetDeadlines" });
  expect(paused.what(), "not a second too early").toEqual([]);
  paused.at("09:01:00").do({ type: "MeetDeadlines" });
  expect(paused.lastOf("RecordingResumed").cause).toBe("timeout");
  paused.by("sofia", "maria", { type: "PauseRecording" }).by("sofia", "maria", { type: "ResumeRecording" });
  expect(paused.picture("maria")?.recordings).toMatchObject([{ paused: false }]);
  paused.holds();
});

test("[REC-5] a recording ends with its agent's leg, or says why it could not be written", () => {
  const ended = story().speaking("sofia", "maria").by("sofia", "maria", start);
  ended.do({ type: "EndInteraction", interactionId: chat("maria"), agentId: agent("sofia") });
  expect(ended.lastOf("RecordingStopped").cause).toBe("call_ended");
  const lost = story().speaking("sofia", "maria").by("sofia", "maria", start);
  lost.leg("maria", "sofia", { kind: "gone", cause: "lost" });
  expect(lost.lastOf("RecordingStopped").cause).toBe("left");
  const full = story().speaking("sofia", "maria").by("sofia", "maria", start);
  const report = {
    type: "ReportRecording",
    interactionId: chat("maria"),
    recordingId: asId<never>("maria.r1"),
    failure: "disk_full",
  } as const;
  expect(full.do(report).lastOf("RecordingStopped").cause).toBe("disk_full");
  expect(full.do(report).what(), "of one that is over it changes nothing").toEqual([]);
  expect(full.do({ ...report, interactionId: chat("gone") }).what()).toEqual([]);
  for (const one of [ended, lost, full]) one.holds();
});

test("[REC-6] a voice signature needs the customer, and is incomplete without", () => {
  const signed = story({ mode: "never" }).speaking("sofia", "maria");
  expect(signed.refusesOf("sofia", "maria", sign).code, "whatever the service records").toBe(
    "consent_missing",
  );
  signed.by("sofia", "maria", agrees).by("sofia", "maria", sign);
  expect(signed.callOf("maria").recordings).toMatchObject([{ kind: "signature" }]);
  expect(signed.refusesOf("sofia", "maria", { type: "PauseRecording" }).code).toBe("no_recording");
  signed.leg("maria", "customer", { kind: "gone", cause: "hung_up" });
  expect(signed.lastOf("RecordingStopped")).toMatchObject({ kind: "signature", cause: "customer_left" });
  const held = story().speaking("sofia", "maria").by("sofia", "maria", agrees);
  held.by("sofia", "maria", { type: "HoldCall", held: true });
  expect(held.refusesOf("sofia", "maria", sign).code).toBe("not_suitable_state");
  for (const one of [signed, held]) one.holds();
});

test("[REC-7] a voice signature is begun with the script that the service has approved", () => {
  const signed = story().speaking("sofia", "maria").by("sofia", "maria", agrees);
  const old = { ...sign, scriptId: asId<ScriptId>("script-0") };
  expect(signed.refusesOf("sofia", "maria", old).code).toBe("version_conflict");
  signed.by("sofia", "maria", sign);
  expect(signed.lastOf("RecordingStarted")).toMatchObject({ kind: "signature", scriptId: script });
  expect(signed.lastOf("RecordingStarted").automatic).toBe(false);
  signed.by("sofia", "maria", { type: "StopRecording", kind: "signature" }).by("sofia", "maria", start);
  expect(signed.lastOf("RecordingStarted"), "the call's own recording has none").not.toHaveProperty(
    "scriptId",
  );
  const played = story()
    .speaking("sofia", "maria")
    .by("sofia", "maria", agrees)
    .by("sofia", "maria", {
      type: "PlayMessage",
      promptId: asId<PromptId>("message"),
      thenEnds: false,
    });
  expect(played.refusesOf("sofia", "maria", sign).code, "the customer hears something else").toBe(
    "already_in_progress",
  );
  const without = new CallStory().speaking("sofia", "maria").by("sofia", "maria", agrees);
  expect(without.refusesOf("sofia", "maria", sign).code).toBe("no_script");
  for (const one of [signed, played, without]) one.holds();
});

test("[REC-8] a hold or a consultation ends a voice signature as incomplete", () => {
  const held = story()
    .speaking("sofia", "maria")
    .by("sofia", "maria", agrees)
    .by("sofia", "maria", sign)
    .by("sofia", "maria", start);
  held.by("sofia", "maria", { type: "HoldCall", held: true });
  expect(held.lastOf("RecordingStopped")).toMatchObject({ kind: "signature", cause: "interrupted" });
  expect(held.callOf("maria").recordings, "the call's own goes on").toMatchObject([{ kind: "call" }]);
  const asking = story().speaking("sofia", "maria").away("ben").by("sofia", "maria", agrees);
  asking.by("sofia", "maria", sign);
  asking.by("sofia", "maria", { type: "Consult", to: { agentId: agent("ben") } });
  expect(asking.lastOf("RecordingStopped")).toMatchObject({ kind: "signature", cause: "interrupted" });
  for (const one of [held, asking]) one.holds();
});

test("[REC-10] a service that announces tells everybody once, when nothing else is played", () => {
  const told = story({ mode: "always", consent: "announcement" }).speaking("sofia", "maria");
  const announced = told.lastOf("MessagePlaying");
  expect(announced).toMatchObject({ promptId: "recorded", announces: "recording", thenEnds: false });
  expect(told.played("maria")).toEqual(["prompts:customer", "prompts:sofia"]);
  const { playId } = announced;
  told.do({ type: "ReportPlay", interactionId: chat("maria"), playId, report: { kind: "ended" } });
  expect(told.callOf("maria").message).toBeNull();
  told.by("sofia", "maria", stop).by("sofia", "maria", start);
  expect(told.what(), "once").toEqual(["RecordingStarted"]);
  const message = { type: "PlayMessage", promptId: asId<PromptId>("hello"), thenEnds: false } as const;
  const waits = story({ consent: "announcement" }).speaking("sofia", "maria").by("sofia", "maria", message);
  expect(waits.by("sofia", "maria", start).what()).toEqual(["RecordingStarted"]);
  waits.by("sofia", "maria", { type: "StopMessage" });
  expect(waits.what()).toEqual(["MessageStopped", "MessagePlaying"]);
  const knows = story({ consent: "announcement" }).speaking("sofia", "maria").by("sofia", "maria", agrees);
  expect(knows.by("sofia", "maria", start).what(), "who has agreed knows").toEqual(["RecordingStarted"]);
  for (const one of [told, waits, knows]) one.holds();
});

test("[REC-11] after a failure nothing is begun for ten seconds", () => {
  const full = story().speaking("sofia", "maria").by("sofia", "maria", agrees).by("sofia", "maria", start);
  const recordingId = asId<never>("maria.r1");
  full.do({ type: "ReportRecording", interactionId: chat("maria"), recordingId, failure: "disk_full" });
  for (const begin of [start, sign])
    expect(full.refusesOf("sofia", "maria", begin)).toEqual({
      code: "recording_unavailable",
      facts: { cause: "disk_full" },
    });
  full.at("09:00:11").by("sofia", "maria", start);
  expect(full.callOf("maria").recordings).toMatchObject([{ id: "maria.r2" }]);
  full.holds();
});
