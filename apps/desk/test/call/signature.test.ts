import type { CallView, RecordingView, SignatureTake } from "@patchbay/protocol";
import { describe, expect, test } from "vitest";
import { signatureWhy, stageOf } from "../../src/features/call/signature/signature.js";
import {
  deletesSooner,
  draftOf,
  formOf,
  problemsOfScript,
} from "../../src/features/setup/signature/script-draft.js";
import { call } from "../phone/views.js";
import { interaction } from "../state/views.js";

const running: RecordingView = {
  recordingId: "i1.r1",
  agentId: "sofia",
  own: true,
  kind: "signature",
  automatic: false,
  startedAt: 1_000,
  pausedSince: null,
  resumeAt: null,
};
const NOW = 50_000;
const script = { signatureScript: "script-1" };
const why = (fields: Partial<CallView>, phase: "connected" | "wrap_up" | "monitoring" = "connected") =>
  signatureWhy(interaction("i1", { channel: "voice", phase, call: call(fields) }), NOW);

describe("a voice signature", () => {
  test.each<[what: string, fields: Partial<CallView>, why: string | null | undefined]>([
    ["with a text, and the customer there", script, null],
    ["without a text", {}, "signature.whyNot.script"],
    ["between colleagues", { ...script, direction: "internal" }, undefined],
    ["without the customer", { ...script, customer: null }, "signature.whyNot.customer"],
    ["while the customer is on hold", { ...script, heldSince: 5 }, "signature.whyNot.customer"],
    [
      "in a consultation",
      { ...script, consultation: { by: "sofia", own: true, since: 1, reached: true } },
      "signature.whyNot.consult",
    ],
    ["before the customer was asked: Start asks", { ...script, consent: null }, null],
    [
      "just after one that could not be written",
      { ...script, recordingFailed: { cause: "disk_full" as const, until: NOW + 1 } },
      "records.call.why.disk_full",
    ],
    [
      "half a minute after that",
      { ...script, recordingFailed: { cause: "disk_full" as const, until: NOW } },
      null,
    ],
    ["of a customer who does not agree", { ...script, consent: false }, "records.call.why.refused"],
    ["that goes on, whatever happened to the text", { recordings: [running] }, null],
    [
      "while a colleague's goes on",
      { ...script, recordings: [{ ...running, own: false, agentId: "ben" }] },
      null,
    ],
  ])("%s", (_what, fields, wanted) => expect(why(fields)).toBe(wanted));

  test("is none of who listens, and none after the call", () => {
    expect(why(script, "monitoring")).toBeUndefined();
    expect(why(script, "wrap_up")).toBeUndefined();
  });
});

const take = (fields: Partial<SignatureTake>): SignatureTake => ({
  recordingId: "i1.r1",
  state: "to_judge",
  take: 1,
  scriptVersion: 1,
  agentName: "Sofia Lindqvist",
  startedAt: 1_000,
  cause: "agent",
  judgedAt: null,
  judgedBy: null,
  playable: true,
  durationMs: 9_000,
  mayListen: true,
  mayJudge: true,
  mayTakeEvidence: false,
  ...fields,
});

test.each<[takes: readonly SignatureTake[], at: string]>([
  [[], "ready"],
  [[take({})], "judging"],
  [[take({ playable: false, mayJudge: false })], "saving"],
  [[take({ state: "recording", playable: false, mayJudge: false })], "saving"],
  [[take({ state: "incomplete", mayJudge: false })], "ready"],
  [[take({}), take({ take: 2, state: "accepted", mayJudge: false })], "ready"],
])("after %j comes %s", (takes, at) => {
  expect(stageOf(null, takes).at).toBe(at);
  expect(stageOf(running, takes), "what is being recorded comes first").toEqual({
    at: "recording",
    since: 1_000,
  });
});

describe("the form of a text", () => {
  const version = {
    scriptId: "script-1",
    version: 3,
    language: "en",
    text: "Do you agree?",
    approvedAt: 1,
    approvedBy: "Olga Admin",
  };
  const service = {
    serviceId: "claims",
    name: "Auto claims",
    script: version,
    versions: [version],
    retentionDays: 30,
  };
  test("comes back as it was", () => {
    expect(formOf(draftOf(service), "script-1")).toEqual({
      was: "script-1",
      script: { language: "en", text: "Do you agree?" },
      retentionDays: 30,
    });
    const none = { ...service, script: null, retentionDays: null };
    expect(draftOf(none).text, "the last text is there for when it is wanted again").toBe("Do you agree?");
    expect(formOf(draftOf(none), null)).toEqual({ was: null, script: null, retentionDays: null });
  });
  test.each([
    [30, 29, true],
    [null, 3_650, true],
    [30, 30, false],
    [30, null, false],
  ])("from %s to %s days deletes: %s", (was, now, deletes) => {
    expect(deletesSooner({ retentionDays: was }, { retentionDays: now })).toBe(deletes);
  });
  test("says what is wrong, where it counts", () => {
    const draft = draftOf(service);
    expect(problemsOfScript(draft)).toEqual({});
    expect(problemsOfScript({ ...draft, text: "  ", language: "English!", retentionDays: 0 })).toEqual({
      text: "signature.setup.problem.text",
      language: "signature.setup.problem.language",
      retentionDays: "signature.setup.problem.days",
    });
    expect(problemsOfScript({ ...draft, offered: false, text: "", deletes: false })).toEqual({});
  });
});
