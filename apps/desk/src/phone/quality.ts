import type { QualityFrame } from "../state/voice-frames.js";

export type Grade = "good" | "fair" | "poor";

/** ITU-T G.107 with G.711: above 4.0 users are satisfied, below 3.6 many are not. */
export const gradeOf = (mos: number): Grade => (mos >= 4 ? "good" : mos >= 3.6 ? "fair" : "poor");

/** How a leg sounded over a while: on the whole, and whether a part of it was worse than that. */
export const heardAs = (mos: number, mosMin: number): { readonly grade: Grade; readonly mostly: boolean } => {
  const grade = gradeOf(mos);
  return { grade, mostly: gradeOf(mosMin) !== grade };
};

/** Of four bars. */
export const barsOf = (grade: Grade): number => ({ good: 4, fair: 2, poor: 1 })[grade];

/** Older than this says nothing about now. */
export const QUALITY_STALE_MS = 5_000;

export interface Quality {
  readonly interactionId: string;
  readonly grade: Grade;
  readonly loss: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
  /** Loudness heard from the leg, 0 to 1. */
  readonly level: number;
  readonly at: number;
}

export const qualityOf = (frame: QualityFrame, now: number): Quality => ({
  interactionId: frame.interactionId,
  grade: gradeOf(frame.mos),
  loss: frame.loss,
  jitterMs: frame.jitterMs,
  roundTripMs: frame.roundTripMs,
  level: frame.level,
  at: now,
});
