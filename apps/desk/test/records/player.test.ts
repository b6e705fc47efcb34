import type { HappeningView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { marksOf } from "../../src/features/records/player/marks.js";
import { peaksOf, shapeOf } from "../../src/features/records/player/peaks.js";

const base64 = (...bytes: number[]): string => btoa(String.fromCharCode(...bytes));

describe("the picture of a recording", () => {
  it("draws both channels by one scale, and makes a faint recording no louder than it is", () => {
    expect(peaksOf([base64(0, 200, 100), base64(50, 0, 0)])).toEqual([
      [0, 1, 0.5],
      [0.25, 0, 0],
    ]);
    const [faint] = peaksOf([base64(0, 6), base64(0, 0)]);
    expect(faint).toEqual([0, 0.125]);
  });

  it("shows the loudest of what one column stands for, and a line where nobody speaks", () => {
    expect(shapeOf([0, 1, 0, 0.5], 2)).toBe("M0 0.000L1 0.250L1 0.750L0 1.000Z");
    expect(shapeOf([0, 0], 2)).toBe("M0 0.490L1 0.490L1 0.510L0 0.510Z");
    expect(shapeOf([], 5)).toBe("");
  });
});

describe("what happened while it was recorded", () => {
  let seq = 0;
  const happening = (at: number, what: string, facts: Record<string, unknown> = {}): HappeningView => {
    seq += 1;
    return { interactionId: "i1", seq, at, what, facts: { agentId: "sofia", ...facts } };
  };
  const of = { startedAt: 10_000, durationMs: 60_000, agentId: "sofia" };
  const said = (...happenings: HappeningView[]) =>
    marksOf(happenings, of).marks.map(({ atMs, words }) => `${atMs / 1_000} ${words}`);

  it("is told at its place in the recording: holds, pauses, who came and went", () => {
    expect(
      said(
        happening(5_000, "AgentJoined", { agentId: "ben" }),
        happening(20_000, "CallHeld", { held: true }),
        happening(25_000, "CallHeld", { held: false }),
        happening(30_000, "RecordingPaused"),
        happening(33_000, "RecordingResumed"),
        happening(40_000, "ConsultationStarted"),
        happening(45_000, "AgentJoined", { agentId: "ben" }),
        happening(50_000, "ConsultationEnded", { cause: "transferred" }),
        happening(80_000, "CallHeld", { held: true }),
      ),
    ).toEqual([
      "10 held",
      "15 retrieved",
      "20 paused",
      "23 resumed",
      "30 consult",
      "35 joined",
      "40 transferred",
    ]);
  });

  it("leaves out what belongs to another agent's recording, and who listened in silence", () => {
    expect(
      said(
        happening(20_000, "CallHeld", { held: true, agentId: "ben" }),
        happening(21_000, "RecordingPaused", { agentId: "ben" }),
        happening(22_000, "CallMonitored", { mode: "listen" }),
        happening(23_000, "CallMonitored", { mode: "barge" }),
        happening(24_000, "LegChanged"),
      ),
    ).toEqual(["13 monitored"]);
  });

  it("knows the times on hold, also those that began before it or never ended", () => {
    const holds = (...happenings: HappeningView[]) => marksOf(happenings, of).holds;
    expect(
      holds(
        happening(8_000, "CallHeld", { held: true }),
        happening(12_000, "CallHeld", { held: false }),
        happening(60_000, "CallHeld", { held: true }),
      ),
    ).toEqual([
      { fromMs: 0, toMs: 2_000 },
      { fromMs: 50_000, toMs: 60_000 },
    ]);
    expect(
      holds(happening(1_000, "CallHeld", { held: true }), happening(2_000, "CallHeld", { held: false })),
    ).toEqual([]);
  });
});
