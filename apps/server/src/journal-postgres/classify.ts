import pg from "pg";
import { JournalError, type JournalErrorCode } from "../center/journal.js";

/**
 * What an error during an append says about the batch. PostgreSQL's own report of an error means that the
 * statement was undone; silence, a cut connection or a server that goes down mean that nobody knows.
 * Codes: PostgreSQL manual, appendix A; PB... are raised by append_entries.
 */
export function classifyAppendError(cause: unknown): JournalError {
  const code = codeOf(cause);
  const message = cause instanceof Error ? cause.message : String(cause);
  return new JournalError(code, message, { cause });
}

function codeOf(cause: unknown): JournalErrorCode {
  if (!(cause instanceof pg.DatabaseError) || cause.code === undefined) return "outcome_unknown";
  if (cause.code === "PB001") return "fenced";
  if (cause.code === "PB002") return "refused";
  switch (cause.code.slice(0, 2)) {
    // 08 connection, 57 operator intervention (shutdown, crash of a neighbour).
    case "08":
      return "outcome_unknown";
    case "57":
      return cause.code === "57014" ? "unavailable" : "outcome_unknown";
    // Data, constraints, limits of a row: this batch can never go in.
    case "21":
    case "22":
    case "23":
    case "54":
      return "refused";
    // Out of disk or memory, deadlock, lock timeout, read-only, an error inside the server.
    default:
      return "unavailable";
  }
}
