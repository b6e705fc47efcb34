import type { HappeningView } from "@patchbay/protocol";

/** Something that happened in the call while it was recorded. */
export interface Mark {
  readonly key: string;
  readonly atMs: number;
  /** Path in `records.player.mark`. */
  readonly words: string;
  /** Whom it was about, where that matters. */
  readonly agentId: string | null;
}

/** From one moment of the recording to another. */
export interface MsSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What stands over the waveform: moments, and the times on hold. */
export interface Marks {
  readonly marks: readonly Mark[];
  readonly holds: readonly MsSpan[];
}

interface Of {
  readonly startedAt: number;
  readonly durationMs: number;
  /** Whose recording it is: another agent's hold is not in it. */
  readonly agentId: string | null;
}

/** Events of the call that a listener would like to find again. */
export function marksOf(happenings: readonly HappeningView[], of: Of): Marks {
  const marks: Mark[] = [];
  const holds: MsSpan[] = [];
  let heldSince: number | null = null;
  for (const { what, facts, at, seq } of happenings) {
    const atMs = at - of.startedAt;
    const own = facts.agentId === of.agentId;
    if (what === "CallHeld" && own) {
      if (facts.held === true) heldSince ??= atMs;
      else if (heldSince !== null) {
        holds.push({ fromMs: Math.max(0, heldSince), toMs: Math.min(atMs, of.durationMs) });
        heldSince = null;
      }
    }
    const words = wordsOf(what, facts, own);
    if (words === null || atMs < 0 || atMs > of.durationMs) continue;
    const agentId = typeof facts.agentId === "string" ? facts.agentId : null;
    marks.push({ key: `${seq} ${what}`, atMs, words, agentId });
  }
  if (heldSince !== null) holds.push({ fromMs: Math.max(0, heldSince), toMs: of.durationMs });
  return { marks, holds: holds.filter(({ fromMs, toMs }) => toMs > fromMs) };
}

function wordsOf(what: string, facts: Readonly<Record<string, unknown>>, own: boolean): string | null {
  switch (what) {
    case "CallHeld":
      return own ? (facts.held === true ? "held" : "retrieved") : null;
    case "ConsultationStarted":
      return own ? "consult" : null;
    case "ConsultationEnded":
      return own ? (facts.cause === "transferred" ? "transferred" : "consultEnd") : null;
    case "AgentJoined":
      return own ? null : "joined";
    case "AgentLeft":
      return own ? (facts.cause === "transferred" ? "transferred" : null) : "left";
    case "CallMonitored":
      // Who listened in silence is told to nobody by a mark.
      return facts.mode === "listen" ? null : "monitored";
    case "RecordingPaused":
      return own ? "paused" : null;
    case "RecordingResumed":
      return own ? "resumed" : null;
    default:
      return null;
  }
}
