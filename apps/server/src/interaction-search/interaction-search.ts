import {
  RECORDS_COUNT_MAX,
  type RecordsCount,
  type RecordsQuery,
  type SignatureState,
} from "@patchbay/protocol";
import type { ContactRow } from "../center/content.js";
import type { InteractionRow } from "../center/records.js";
import type { Database, Tx } from "../tables-postgres/index.js";
import {
  CONTACT_COLUMNS,
  type ContactColumns,
  contactOf,
  INTERACTION_COLUMNS,
  type InteractionColumns,
  interactionOf,
} from "../tables-postgres/rows.js";
import { type Conditions, conditionsOf, DIRECTION, KEPT_RECORDINGS, SIGNATURE, STARS } from "./conditions.js";
import { type Cursor, candidatesOf, countOf, isDecidedByRows, spanOf, tsqueryOf } from "./indexed.js";
import type { Scope } from "./scope.js";
import type { SearchIndex } from "./search-index.js";

/** Nobody waits longer for a search, and no search keeps the database from its work for longer. */
const STATEMENT_MS_MAX = 5_000;
/** Candidates of the index that are looked at for one page, when most of them are none: so often, so many. */
const ROUNDS_MAX = 6;
const LATER_CANDIDATES = 500;
/** PostgreSQL's code for a statement that took too long. */
const QUERY_CANCELED = "57014";

/** The span and the filters leave too much to look through. */
export class SearchTooWideError extends Error {
  override readonly name = "SearchTooWideError";
}

/** `after` of a query is not one of ours. */
export class UnknownPageError extends Error {
  override readonly name = "UnknownPageError";
}

/** An interaction as a search finds it. */
export interface FoundInteraction {
  readonly interaction: InteractionRow;
  readonly contact: ContactRow | null;
  readonly direction: "inbound" | "outbound" | "internal";
  /** As it came with the interaction; `null`: withheld, or none. */
  readonly phoneNumber: string | null;
  /** Recordings with a sound that are there. */
  readonly recordings: number;
  /** `null`: it has none. */
  readonly signature: SignatureState | null;
  readonly hasNote: boolean;
  /** The customer's answer to the survey; `null`: none. */
  readonly stars: number | null;
}

interface Page {
  readonly found: readonly FoundInteraction[];
  readonly next: string | null;
}

type FoundColumns = InteractionColumns & {
  readonly contact: ContactColumns | null;
  readonly direction: FoundInteraction["direction"];
  readonly phone_number: string | null;
  readonly recordings: number;
  readonly signature: SignatureState | null;
  readonly has_note: boolean;
  readonly stars: number | null;
  readonly place: number;
};

const SORTS = {
  newest: { by: "i.started_at", direction: "desc", beyond: "<" },
  oldest: { by: "i.started_at", direction: "asc", beyond: ">" },
  longest: { by: "coalesce(i.ended_at - i.started_at, 0)", direction: "desc", beyond: "<" },
} as const;

const qualified = (columns: string): string => columns.replace(/[a-z_]+/g, (column) => `i.${column}`);

/** Looks up interactions of one center by what its tables hold. Pages follow each other without a gap or a repetition. */
export class InteractionSearch {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
    /** Left out: every row is looked at. */
    private readonly index?: Pick<SearchIndex, "isCurrent">,
  ) {}

  /** @throws {SearchTooWideError, UnknownPageError} */
  async find(query: RecordsQuery, scope: Scope): Promise<Page> {
    const after = query.after === null ? null : readCursor(query.after);
    return (await this.index?.isCurrent()) === true
      ? this.findByIndex(query, scope, after)
      : this.findByRows(query, scope, after);
  }

  /** How many there are, up to a bound; `null`: only by looking at each. @throws {SearchTooWideError} */
  async count(query: RecordsQuery, scope: Scope): Promise<RecordsCount> {
    if ((await this.index?.isCurrent()) !== true || isDecidedByRows(query))
      return { count: null, more: false };
    const count = await this.ask((tx) =>
      countOf(tx, tsqueryOf(query, scope), spanOf(query), RECORDS_COUNT_MAX + 1),
    );
    return { count: Math.min(count, RECORDS_COUNT_MAX), more: count > RECORDS_COUNT_MAX };
  }

  /** Candidates by the index, and of them those whose rows say the same: nobody sees more for an index that is behind. */
  private async findByIndex(query: RecordsQuery, scope: Scope, after: Cursor | null): Promise<Page> {
    const by = SORTS[query.sort].by;
    const words = tsqueryOf(query, scope);
    const found: FoundColumns[] = [];
    let place = after;
    let isLast = false;
    for (let round = 0; round < ROUNDS_MAX && found.length <= query.limit && !isLast; round++) {
      const most = round === 0 ? query.limit + 1 : LATER_CANDIDATES;
      const candidates = await this.ask((tx) =>
        candidatesOf(tx, words, spanOf(query), query.sort, place, most),
      );
      isLast = candidates.length < most;
      place = candidates.at(-1) ?? place;
      if (candidates.length === 0) break;
      const conditions = conditionsOf(this.centerId, query, scope, { withText: false });
      conditions.add(`i.interaction_id = any(${conditions.value(candidates.map(({ id }) => id))})`);
      const rows = new Map((await this.select(conditions, by, "")).map((row) => [row.interaction_id, row]));
      for (const { id } of candidates) {
        const row = rows.get(id);
        if (row) found.push(row);
      }
    }
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    if (found.length > query.limit && last)
      return { found: page.map(foundOf), next: writeCursor(last.place, last.interaction_id) };
    // So many candidates in a row were none: the next page goes on where this one stopped to look.
    return {
      found: page.map(foundOf),
      next: isLast || place === null ? null : writeCursor(place.place, place.id),
    };
  }

  /** By looking at each row in the order of the sort: without an index, and while that is made for the first time. */
  private async findByRows(query: RecordsQuery, scope: Scope, after: Cursor | null): Promise<Page> {
    const sort = SORTS[query.sort];
    const conditions = conditionsOf(this.centerId, query, scope);
    if (after !== null) {
      conditions.add(
        `(${sort.by}, i.interaction_id) ${sort.beyond} (${conditions.value(after.place)}::bigint, ${conditions.value(after.id)})`,
      );
    }
    // One more than asked for: whether there is another page.
    const rows = await this.select(
      conditions,
      sort.by,
      `order by ${sort.by} ${sort.direction}, i.interaction_id ${sort.direction} limit ${query.limit + 1}`,
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const next = rows.length > query.limit && last ? writeCursor(last.place, last.interaction_id) : null;
    return { found: page.map(foundOf), next };
  }

  /** One interaction; `undefined`: there is none, or not for this scope. */
  async one(interactionId: string, query: RecordsQuery, scope: Scope): Promise<FoundInteraction | undefined> {
    const conditions = conditionsOf(this.centerId, query, scope);
    conditions.add(`i.interaction_id = ${conditions.value(interactionId)}`);
    const [row] = await this.select(conditions, "i.started_at", "");
    return row && foundOf(row);
  }

  private async select(conditions: Conditions, place: string, rest: string): Promise<FoundColumns[]> {
    const statement = `
select ${qualified(INTERACTION_COLUMNS)}, ${place} as place, ${DIRECTION} as direction,
       (select to_jsonb(k) from (select ${CONTACT_COLUMNS} where c.contact_id is not null) k) as contact,
       d.data->>'phoneNumber' as phone_number, ${KEPT_RECORDINGS} as recordings, ${SIGNATURE} as signature,
       exists (select from note n where n.center_id = i.center_id and n.interaction_id = i.interaction_id
                 and n.erased_at is null and n.text <> '') as has_note,
       ${STARS} as stars
  from interaction i
  left join contact c on c.center_id = i.center_id and c.contact_id = i.contact_id
  left join interaction_data d on d.center_id = i.center_id and d.interaction_id = i.interaction_id
                              and d.erased_at is null
 where ${conditions.text}
 ${rest}`;
    return this.ask((tx) => tx.rows<FoundColumns>(statement, conditions.values));
  }

  private async ask<Result>(run: (tx: Tx) => Promise<Result>): Promise<Result> {
    try {
      return await this.database.withCenter(this.centerId, async (tx) => {
        await tx.run(`set local statement_timeout = ${STATEMENT_MS_MAX}; set local jit = off`);
        return run(tx);
      });
    } catch (cause) {
      if ((cause as { code?: string }).code === QUERY_CANCELED)
        throw new SearchTooWideError("the search took too long", { cause });
      throw cause;
    }
  }
}

const foundOf = (row: FoundColumns): FoundInteraction => ({
  interaction: interactionOf(row),
  contact: row.contact === null ? null : contactOf(row.contact),
  direction: row.direction,
  phoneNumber: row.phone_number,
  recordings: row.recordings,
  signature: row.signature,
  hasNote: row.has_note,
  stars: row.stars,
});

function writeCursor(place: number, id: string): string {
  return Buffer.from(JSON.stringify([place, id])).toString("base64url");
}

function readCursor(cursor: string): Cursor {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw new UnknownPageError("no such page");
  }
  const [place, id] = Array.isArray(read) ? (read as unknown[]) : [];
  if (!Number.isSafeInteger(place) || typeof id !== "string" || !/^[\x21-\x7e]{1,100}$/.test(id))
    throw new UnknownPageError("no such page");
  return { place: place as number, id };
}
