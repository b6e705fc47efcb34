import type { Event } from "@patchbay/core";
import type { Database } from "../tables-postgres/database.js";
import { readEvent, type StoredBody } from "./event-versions.js";

/** Enough to make the journey to the database cheap, little enough to leave the event loop free in between. */
const PAGE_EVENTS = 2_000;

/** Committed events after `afterSeq`, in order, in pages; the next page is fetched while the last one is used. */
export async function* readEvents(
  database: Database,
  centerId: string,
  afterSeq: number,
): AsyncGenerator<readonly Event[], void> {
  let next = fetchPage(database, centerId, afterSeq);
  for (;;) {
    const page = await next;
    const last = page.at(-1);
    if (last === undefined) return;
    if (page.length < PAGE_EVENTS) {
      yield page;
      return;
    }
    next = fetchPage(database, centerId, last.seq);
    // If the reader stops here, nobody awaits this page; its failure would then be nobody's.
    next.catch(() => undefined);
    yield page;
  }
}

async function fetchPage(database: Database, centerId: string, afterSeq: number): Promise<Event[]> {
  const rows = await database.withCenter(centerId, (tx) =>
    tx.rows<StoredEventRow>(
      `select seq, at, type, version, body from journal
        where center_id = $1 and seq > $2 order by seq limit ${PAGE_EVENTS}`,
      [centerId, afterSeq],
    ),
  );
  return rows.map(eventOf);
}

/** An alias and not an interface: only that fits a row's index signature. */
export type StoredEventRow = {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly version: number;
  readonly body: StoredBody;
};

export const eventOf = (row: StoredEventRow): Event => readEvent(row.seq, row.at, row.type, row.version, row.body);
