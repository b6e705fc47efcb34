import type { Submission, SubmitResult } from "./center.js";
import { correlationNow } from "./correlation.js";
import type { JournalEntry } from "./journal.js";

export const tryAgain: Extract<SubmitResult, { ok: false }> = {
  ok: false,
  rejection: { code: "not_accepted_try_again" },
};

/** A submission on its way to the disk. */
export interface Pending {
  readonly submission: Submission;
  entry: JournalEntry;
  readonly askedAt: number;
  /** Of the request that asks for it; `undefined`: nobody does. */
  readonly correlationId: string | undefined;
  readonly resolve: (result: SubmitResult) => void;
  /** What came of it is known, and whoever still waits for that has been told. */
  settled: boolean;
  /** The asker was told to ask again while this was still under way. */
  gaveUp: boolean;
  /** Whoever asked again under the same key hears here what came of it. */
  tellLate?: (result: SubmitResult) => void;
}

export const NOTHING_TO_STORE: JournalEntry = { events: [], content: [], idempotency: null };

export function pendingOf(
  submission: Submission,
  askedAt: number,
  resolve: (result: SubmitResult) => void,
): Pending {
  return {
    submission,
    entry: NOTHING_TO_STORE,
    askedAt,
    correlationId: correlationNow(),
    resolve,
    settled: false,
    gaveUp: false,
  };
}

export function settle(pending: Pending, result: SubmitResult): void {
  if (pending.settled) return;
  pending.settled = true;
  pending.resolve(result);
  pending.tellLate?.(result);
}

/** The entries of these that the journal has to hold. */
export const worthStoring = (batch: readonly Pending[]): JournalEntry[] =>
  batch
    .map(({ entry }) => entry)
    .filter(
      ({ events, content, idempotency }) => events.length > 0 || content.length > 0 || idempotency !== null,
    );

const LOGGED_IDS_MAX = 20;
/** Whose requests these are, for the log. */
export const idsIn = (batch: readonly Pending[]): string[] =>
  batch
    .flatMap(({ correlationId }) => (correlationId === undefined ? [] : [correlationId]))
    .slice(0, LOGGED_IDS_MAX);
