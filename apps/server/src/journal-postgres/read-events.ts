import type { Event } from "@patchbay/core";
import type { Database, Tx } from "../tables-postgres/database.js";
import { readEvent, type StoredBody } from "./event-versions.js";

/** Enough to make the journey to the database cheap, little enough to leave the event loop free in between. */
export const PAGE_EVENTS = 2_000;

/** An entry is missing from the middle of the journal: only a damaged or edited database has that. */
export class JournalGapError extends Error {
  override readonly name = "JournalGapError";
  constructor(
    readonly centerId: string,
    readonly missingSeq: number,
  ) {
    super(`the journal of ${centerId} has no entry ${missingSeq}, but later ones`);
  }
}

/**
 * Committed events after `afterSeq`, in order, in pages; the next page is fetched while the last one is used.
 * @throws {JournalGapError} {UnknownEventError}
 */
export async function* readEvents(
  database: Database,
  centerId: string,
  afterSeq: number,
): AsyncGenerator<readonly Event[], void> {
  let next = fetchPage(database, centerId, afterSeq);
  for (let seq = afterSeq; ; seq += PAGE_EVENTS) {
    const page = await next;
    if (page.length === PAGE_EVENTS) {
      next = fetchPage(database, centerId, seq + PAGE_EVENTS);
      // If the reader stops here, nobody awaits this page; its failure would then be nobody's.
      next.catch(() => undefined);
    }
    if (page.length > 0) yield page;
    if (page.length < PAGE_EVENTS) return;
  }
}

function fetchPage(database: Database, centerId: string, afterSeq: number): Promise<Event[]> {
  return database.withCenter(centerId, (tx) => readPage(tx, centerId, afterSeq));
}

/**
 * One page by its bounds, as one text of JSON: parsing it in one go is about five times as fast as rows, and
 * bounds on the key keep the planner from any other idea than the key's index, whatever it knows of the table.
 */
export async function readPage(tx: Tx, centerId: string, afterSeq: number): Promise<Event[]> {
  const [page] = await tx.rows<{ entries: string | null }>(
    `select string_agg(concat('[', seq, ',', at, ',"', type, '",', version, ',', body::text, ']'), ',' order by seq)
              as entries
       from journal where center_id = $1 and seq > $2 and seq <= $3`,
    [centerId, afterSeq, afterSeq + PAGE_EVENTS],
  );
  const entries = JSON.parse(`[${page?.entries ?? ""}]`) as StoredEntry[];
  if (entries.length < PAGE_EVENTS) await refuseGap(tx, centerId, afterSeq, entries);
  return entries.map(([seq, at, type, version, body]) => readEvent(seq, at, type, version, body));
}

type StoredEntry = readonly [seq: number, at: number, type: string, version: number, body: StoredBody];

/** A short page is the journal's end, or a hole. */
async function refuseGap(
  tx: Tx,
  centerId: string,
  afterSeq: number,
  page: readonly StoredEntry[],
): Promise<void> {
  const hole = page.findIndex(([seq], index) => seq !== afterSeq + 1 + index);
  if (hole >= 0) throw new JournalGapError(centerId, afterSeq + 1 + hole);
  const end = afterSeq + page.length;
  // Within this page's bounds something new may have been committed since; beyond them it would be a hole.
  const [beyond] = await tx.rows<{ holed: boolean }>(
    `select exists (select from journal where center_id = $1 and seq > $2)
        and not exists (select from journal where center_id = $1 and seq = $3) as holed`,
    [centerId, afterSeq + PAGE_EVENTS, end + 1],
  );
  if (beyond?.holed) throw new JournalGapError(centerId, end + 1);
}

/** An alias and not an interface: only that fits a row's index signature. */
export type StoredEventRow = {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly version: number;
  readonly body: StoredBody;
};

export const eventOf = (row: StoredEventRow): Event =>
  readEvent(row.seq, row.at, row.type, row.version, row.body);
