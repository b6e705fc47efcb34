import type { CenterState, Command, CoreCenter, Event, Rejection } from "@patchbay/core";
import type { ContentWrite } from "./content.js";
import type { JournalEntry } from "./journal.js";

/** What an edge asks: the command for the core, and the content to store if it is accepted. */
export interface Submission {
  /** `null`: content alone (a draft). It takes its place in the same order and the same transaction. */
  readonly command: Command | null;
  readonly content?: readonly ContentWrite[];
  /** Safe to repeat: the same key gets the first answer, for 24 h and across restarts. */
  readonly key?: string;
  /** Stored with the key and given back on a repeat. */
  readonly result?: unknown;
}

export type SubmitResult =
  /** Committed. `repeated`: it had been done before under this key; `result` is what was stored then. */
  | {
      readonly ok: true;
      readonly events: readonly Event[];
      readonly repeated: boolean;
      readonly result: unknown;
    }
  | { readonly ok: false; readonly rejection: Rejection }
  /** Not stored, or nobody knows: ask again with the same key. Comes within 2 s, never hangs. */
  | {
      readonly ok: false;
      readonly rejection: { readonly code: "not_accepted_try_again" };
      /** There while it is still on its way to a slow disk: tells what became of it in the end. */
      readonly late?: Promise<SubmitResult>;
    }
  /** The store refused this one for good; the others went through. */
  | {
      readonly ok: false;
      readonly rejection: { readonly code: "unknown_error"; readonly correlationId: string };
    };

/** One committed batch, as the edges learn of it: events in order, with what was stored beside them. */
export interface Committed {
  readonly entries: readonly JournalEntry[];
  readonly lastSeq: number;
}

/** What the core can be asked about a state: queue places, waits, who qualifies. */
export type CenterQuestions = Pick<CoreCenter, "ahead" | "waiting" | "estimatedWaitSeconds" | "qualified">;

/**
 * The center as edges see it: decide, make durable, then tell. `state` is always the last committed one; the
 * one that runs ahead of the disk never leaves the runtime.
 */
export interface Center {
  readonly id: string;
  readonly status: "recovering" | "running" | "suspended" | "stopped";
  /** The core's state at `state.seq`, the last committed sequence. Read only; do not keep across an await. */
  readonly state: CenterState;
  /** About that same committed state. */
  readonly questions: CenterQuestions;
  submit(submission: Submission): Promise<SubmitResult>;
  /** Called after each commit, in order, on the same turn in which `state` moved. Returns how to stop. */
  onCommitted(listener: (committed: Committed) => void): () => void;
  /** Called when the center has recovered (again): whoever keeps derived things builds them anew. */
  onRecovered(listener: () => void): () => void;
  /** Recent committed entries after `seq`, or `undefined` when it is too long ago. */
  since(seq: number): readonly JournalEntry[] | undefined;
}
