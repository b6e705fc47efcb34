import type { Event } from "@patchbay/core";
import type { ContentWrite } from "./content.js";

/** What one accepted submission adds: its events, its content, and the answer to give if it is asked again. */
export interface JournalEntry {
  readonly events: readonly Event[];
  readonly content: readonly ContentWrite[];
  /** Kept 24 h. `result` is what the first asker was told. */
  readonly idempotency: { readonly key: string; readonly result: unknown } | null;
}

/** What the center starts from. */
export interface JournalHead {
  readonly epoch: number;
  readonly lastSeq: number;
  /** When the previous owner was last known to be at work; `null` for a new center. */
  readonly lastSeenAt: number | null;
  /** The newest whole snapshot; `state` as `serializeState` of the core made it. */
  readonly snapshot: StoredSnapshot | null;
}

export interface StoredSnapshot {
  readonly seq: number;
  /** What `readState` of the core is to be asked about: it may come from a release that it does not know. */
  readonly state: unknown;
}

/**
 * The record of one center. One writer: `open` takes the epoch, and from then on every append of an earlier
 * owner fails. Every promise settles: an append that the store does not answer within its deadline fails with
 * `outcome_unknown`.
 *
 * Contract suite: journal-contract.ts, run against every adapter.
 */
export interface Journal {
  /** @throws {JournalError} `owned_by_another` when a live server holds the session lock. */
  open(): Promise<JournalHead>;
  /** The newest whole snapshot before `seq`: when the core cannot read the one it was given. `null`: replay all. */
  snapshotBefore(seq: number): Promise<StoredSnapshot | null>;
  /** Events after `afterSeq`, in order, in pages. */
  read(afterSeq: number): AsyncIterable<readonly Event[]>;
  /**
   * All entries or none. States the expected last sequence; content and the interaction's rows go into the
   * same transaction.
   * @throws {JournalError}
   */
  append(expectedLastSeq: number, entries: readonly JournalEntry[]): Promise<void>;
  /** The answer once given under this key, or `undefined`. */
  answered(key: string): Promise<{ readonly result: unknown } | undefined>;
  /** "Still here", about once a second: from this the next owner knows the length of an outage. */
  seen(at: number): Promise<void>;
  close(): Promise<void>;
}

export type JournalErrorCode =
  /** The database refused this batch and nothing of it is stored: bad content, a broken constraint. */
  | "refused"
  /** Nobody knows whether it is stored: connection lost, deadline passed. */
  | "outcome_unknown"
  /** Another writer owns the center now. */
  | "fenced"
  | "owned_by_another"
  | "unavailable";

export class JournalError extends Error {
  override readonly name = "JournalError";
  constructor(
    readonly code: JournalErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}
