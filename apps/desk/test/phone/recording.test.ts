import type { CallView, RecordingView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { recordedMs, recordingChoices } from "../../src/features/call/recording.js";
import { interaction } from "../state/views.js";
import { call } from "./views.js";

const running: RecordingView = {
  recordingId: "i1.r1",
  agentId: "sofia",
  own: true,
  kind: "call",
  automatic: false,
  startedAt: 1_000,
  pausedSince: null,
  resumeAt: null,
};
const NOW = 50_000;
const rule = (change: Partial<CallView["recordingRule"]>) => ({
  recordingRule: { mode: "on_demand" as const, mayStop: true, consent: "not_required" as const, ...change },
});

/** The main button with its reason, then whether it may be stopped, then whether somebody has to ask. */
function choices(fields: Partial<CallView>, phase: "connected" | "wrap_up" = "connected"): string {
  const { main, mayStop, asksConsent } = recordingChoices(
    interaction("i1", { channel: "voice", phase, call: call(fields) }),
    NOW,
  );
  const parts = [
    main === null ? "nothing" : `${main.do}${main.asks ? "?" : ""}`,
    main?.why ?? "",
    mayStop ? "stop" : "",
    asksConsent ? "ask" : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

describe("what can be done about a recording", () => {
  it.each<[what: string, fields: Partial<CallView>, choices: string]>([
    ["nothing runs", {}, "start"],
    ["the service never records", rule({ mode: "never" }), "nothing"],
    [
      "the own audio is not there",
      { own: { ...call().own, state: "lost" } as CallView["own"] },
      "start call.why.ownAudio",
    ],
    ["it runs", { recordings: [running] }, "pause stop"],
    ["it is paused", { recordings: [{ ...running, pausedSince: 5 }] }, "resume stop"],
    [
      "it began by itself, and may be stopped",
      { recordings: [{ ...running, automatic: true }] },
      "pause stop",
    ],
    [
      "it began by itself, and may not",
      { recordings: [{ ...running, automatic: true }], ...rule({ mode: "always", mayStop: false }) },
      "pause",
    ],
    ["somebody else's runs", { recordings: [{ ...running, own: false }] }, "start"],
    ["a signature is no recording of the call", { recordings: [{ ...running, kind: "signature" }] }, "start"],
    ["consent is needed and not asked", rule({ consent: "asked" as const }), "start? ask"],
    [
      "consent is refused",
      { ...rule({ consent: "asked" as const }), consent: false },
      "start records.call.why.refused",
    ],
    [
      "it is announced, and the customer says no",
      { ...rule({ consent: "announcement" as const }), consent: false },
      "start records.call.why.refused",
    ],
    ["it is announced", rule({ consent: "announcement" as const }), "start"],
    [
      "one could not be written a moment ago",
      { recordingFailed: { cause: "failed", until: NOW + 1 } },
      "start records.call.why.failed",
    ],
    ["consent is given", { ...rule({ consent: "asked" as const }), consent: true }, "start"],
    ["this agent is not in it any more", { own: null }, "nothing"],
  ])("%s", (_what, fields, expected) => {
    expect(choices(fields)).toBe(expected);
  });

  it("is nothing in wrap-up", () => {
    expect(choices({ recordings: [running], own: null }, "wrap_up")).toBe("nothing");
  });

  it("counts as the file does: pauses are in it", () => {
    expect(recordedMs({ ...running, pausedSince: 3_000 }, 9_000)).toBe(8_000);
    expect(recordedMs(running, 0)).toBe(0);
  });
});
