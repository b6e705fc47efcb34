import type { JournalErrorCode } from "../center/journal.js";

/** What goes wrong with one append, planted by a test or the simulated day. */
export type AppendFault =
  /** Nothing is stored; the writer hears of a failure. */
  | {
      readonly kind: "before_commit";
      readonly code?: Extract<JournalErrorCode, "outcome_unknown" | "unavailable">;
    }
  /** It is stored, and the connection breaks before the answer. */
  | { readonly kind: "after_commit" }
  /** No answer until the deadline; whether it is stored is for the test to say. */
  | { readonly kind: "never_answers"; readonly stored: boolean }
  /** The answer takes this long; beyond the deadline its outcome counts as unknown, though it is stored. */
  | { readonly kind: "slow"; readonly ms: number };

/**
 * Asked before each append, counted from 1 over the life of the store.
 * @returns `null`: nothing goes wrong.
 */
export type AppendFaults = (attempt: number) => AppendFault | null;
