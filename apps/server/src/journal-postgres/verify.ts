import { type CoreCenter, createCenter, type Event, hashState, readState } from "@patchbay/core";
import { changesOf, type InteractionProjection, withChange } from "../center/interaction-row.js";
import type { StoredSnapshot } from "../center/journal.js";
import type { Database, Tx } from "../tables-postgres/database.js";
import { INTERACTION_COLUMNS, type InteractionColumns, interactionOf } from "../tables-postgres/rows.js";
import { UnknownEventError } from "./event-versions.js";
import { JournalGapError, PAGE_EVENTS, readPage } from "./read-events.js";
import { snapshotBelow } from "./snapshots.js";
import { checkMessages } from "./verify-messages.js";

export type ProblemCode =
  | "journal_gap"
  | "journal_end"
  | "event_unknown"
  | "replay_failed"
  | "snapshot_differs"
  | "message_missing"
  | "message_extra"
  | "message_differs"
  | "receipt_differs"
  | "interaction_missing"
  | "interaction_extra"
  | "interaction_differs";

export interface Problem {
  readonly code: ProblemCode;
  /** The id or sequence number that it is about. */
  readonly subject: string;
  readonly detail: string;
}

export interface VerifyReport {
  readonly centerId: string;
  readonly ok: boolean;
  readonly events: number;
  readonly messages: number;
  readonly interactions: number;
  /** The newest snapshot, replayed from the very beginning and found equal; `null`: there is none. */
  readonly snapshotSeq: number | null;
  /** How many were found; `problems` holds the first of them. */
  readonly problemCount: number;
  readonly problems: readonly Problem[];
}

/** More are counted, not listed. */
const PROBLEMS_LISTED_MAX = 200;

export interface VerifyOptions {
  readonly onProgress?: (events: number, total: number) => void;
}

/**
 * Rebuilds what is derived from journal and content and compares it with the tables, all as of one moment; a
 * server may be at work meanwhile. Give it a Database with `queryTimeoutMs: 0`: big centers take their time.
 *
 * A command's exit code: 0 when `ok`, 1 when not; 2 when it could not be done at all (this throws).
 */
export function verifyCenter(
  database: Database,
  centerId: string,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  return database.withCenter(centerId, (tx) => verifyInside(tx, centerId, options), { oneMoment: true });
}

async function verifyInside(tx: Tx, centerId: string, options: VerifyOptions): Promise<VerifyReport> {
  const problems: Problem[] = [];
  let problemCount = 0;
  const report = (code: ProblemCode, subject: string | number, detail: string): void => {
    problemCount++;
    if (problems.length < PROBLEMS_LISTED_MAX) problems.push({ code, subject: String(subject), detail });
  };

  const [writer] = await tx.rows<{ last_seq: number }>(
    "select last_seq from center_writer where center_id = $1",
    [centerId],
  );
  const lastSeq = writer?.last_seq ?? 0;
  const { snapshot } = await snapshotBelow(tx, centerId, Number.MAX_SAFE_INTEGER);
  if (snapshot) checkSnapshot(snapshot, report);
  const replay = new Replay(snapshot, report);
  let seq = 0;
  try {
    for (;;) {
      const page = await readPage(tx, centerId, seq);
      replay.take(page);
      seq += page.length;
      options.onProgress?.(seq, lastSeq);
      if (page.length < PAGE_EVENTS) break;
    }
    if (seq !== lastSeq)
      report("journal_end", lastSeq, `the writer stored up to ${lastSeq}, the journal ends at ${seq}`);
    if (snapshot && snapshot.seq > seq)
      report("snapshot_differs", snapshot.seq, `it is beyond the journal's end, ${seq}`);
    await compareInteractions(tx, centerId, replay.interactions, report);
  } catch (cause) {
    // What is derived from a journal that cannot be read to its end says nothing about the rows.
    if (cause instanceof JournalGapError) report("journal_gap", cause.missingSeq, cause.message);
    else if (cause instanceof UnknownEventError) report("event_unknown", cause.seq, cause.message);
    else throw cause;
  }
  const messages = await checkMessages(tx, centerId, report);
  return {
    centerId,
    ok: problemCount === 0,
    events: seq,
    messages,
    interactions: replay.interactions.size,
    snapshotSeq: snapshot?.seq ?? null,
    problemCount,
    problems,
  };
}

export type Report = (code: ProblemCode, subject: string | number, detail: string) => void;

/** The server would start from these bytes: they must be the state whose hash stands beside them. */
function checkSnapshot(snapshot: StoredSnapshot & { readonly hash: string }, report: Report): void {
  let hash: string;
  try {
    hash = hashState(readState(snapshot.state));
  } catch {
    // Of another release. The server passes it over too, and starts from an older one or the whole journal.
    return;
  }
  if (hash !== snapshot.hash) {
    report("snapshot_differs", snapshot.seq, `its state has the hash ${hash}, the row says ${snapshot.hash}`);
  }
}

/** The journal once more from its first entry: the core's state, and the interactions' rows. */
class Replay {
  readonly interactions = new Map<
    string,
    { readonly row: InteractionProjection; readonly startedSeq: number }
  >();
  #core: CoreCenter | null = createCenter();

  constructor(
    private readonly snapshot: { readonly seq: number; readonly hash: string } | null,
    private readonly report: Report,
  ) {}

  take(page: readonly Event[]): void {
    for (const event of page) this.#evolve(event);
    for (const change of changesOf(page)) {
      const known = this.interactions.get(change.interactionId);
      if (change.started) {
        this.interactions.set(change.interactionId, { row: change.started, startedSeq: change.startedSeq });
      } else if (known) {
        this.interactions.set(change.interactionId, { ...known, row: withChange(known.row, change) });
      }
    }
  }

  #evolve(event: Event): void {
    if (this.#core === null) return;
    try {
      this.#core.evolve(event);
    } catch (cause) {
      this.report("replay_failed", event.seq, `${event.type}: ${String(cause)}`);
      this.#core = null;
      return;
    }
    if (event.seq !== this.snapshot?.seq) return;
    const hash = hashState(this.#core.state);
    if (hash !== this.snapshot.hash) {
      this.report(
        "snapshot_differs",
        event.seq,
        `the snapshot's hash is ${this.snapshot.hash}, a replay gives ${hash}`,
      );
    }
  }
}

async function compareInteractions(
  tx: Tx,
  centerId: string,
  expected: ReadonlyMap<string, { readonly row: InteractionProjection; readonly startedSeq: number }>,
  report: Report,
): Promise<void> {
  const missing = new Set(expected.keys());
  let after = "";
  for (;;) {
    const rows = await tx.rows<InteractionColumns & { started_seq: number }>(
      `select ${INTERACTION_COLUMNS}, started_seq from interaction
        where center_id = $1 and interaction_id > $2 order by interaction_id limit ${PAGE_EVENTS}`,
      [centerId, after],
    );
    for (const row of rows) {
      after = row.interaction_id;
      missing.delete(row.interaction_id);
      const wanted = expected.get(row.interaction_id);
      if (wanted === undefined) {
        report(
          "interaction_extra",
          row.interaction_id,
          "there is a row, but no such interaction in the journal",
        );
        continue;
      }
      const found: Record<string, unknown> = {
        ...interactionOf(row),
        requestedServiceId: row.requested_service_id,
        startedSeq: row.started_seq,
      };
      for (const [field, value] of Object.entries({ ...wanted.row, startedSeq: wanted.startedSeq })) {
        const [is, should] = [JSON.stringify(found[field]), JSON.stringify(value)];
        if (is !== should)
          report("interaction_differs", row.interaction_id, `${field} is ${is}, by the journal ${should}`);
      }
    }
    if (rows.length < PAGE_EVENTS) break;
  }
  for (const interactionId of missing) {
    report(
      "interaction_missing",
      interactionId,
      "the journal has this interaction, the table has no row of it",
    );
  }
}
