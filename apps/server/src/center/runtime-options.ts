import type { CenterState } from "@patchbay/core";
import type { Submission, SubmitResult } from "./center.js";
import type { Clock, Ids } from "./clock.js";
import type { Journal } from "./journal.js";

/** What the runtime tells the log; never bodies or names. */
export interface RuntimeLog {
  info(facts: Record<string, unknown>, sentence: string): void;
  warn(facts: Record<string, unknown>, sentence: string): void;
  error(facts: Record<string, unknown>, sentence: string): void;
}

export interface RuntimeMeter {
  settled(result: SubmitResult): void;
  /** So many entries took so long to be committed. */
  stored(ms: number, entries: number): void;
}

export interface RuntimeOptions {
  readonly id: string;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: RuntimeLog;
  /**
   * What time it really is, in milliseconds, also where `clock` can be set. The process notices by it that it stood
   * still; left out, it does not notice.
   */
  readonly realNow?: () => number;
  /** Each second: whether the database took our sign of life. */
  readonly onPulse?: (stored: boolean) => void;
  /** How long a desk may take to come back after our own absence. */
  readonly deskGraceMs?: number;
  /**
   * Hides in what is submitted what may not be kept, before anything else looks at it. `state` is the newest that was
   * decided, also where it is not committed yet.
   */
  readonly mask?: (submission: Submission, state: CenterState) => Submission;
  /** Counts, on the way of every command: it has to take next to no time. */
  readonly meter?: RuntimeMeter;
  /** Called with the committed state about every `hashEvery` events: the standing determinism check. */
  readonly onHashDue?: (state: CenterState) => void;
  readonly hashEvery?: number;
  /** Progress of a long replay: events read so far and to read. */
  readonly onReplay?: (read: number, total: number) => void;
}

export function describeCause(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
