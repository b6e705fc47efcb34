import type { Event } from "@patchbay/core";
import type { Favourite } from "@patchbay/protocol";
import { contactWords, searchParts } from "../center/contact-words.js";
import type { ContactRow, InteractionData } from "../center/content.js";
import {
  type DirectoryRecords,
  type RecentChange,
  type RecentQuestion,
  type RecentRow,
  recentEventTypes,
  type SavedFavourites,
} from "../center/directory-records.js";
import { eventOf, type StoredEventRow } from "../journal-postgres/read-events.js";
import type { Database, Tx } from "./database.js";
import {
  CONTACT_COLUMNS,
  type ContactColumns,
  contactOf,
  INTERACTION_COLUMNS,
  type InteractionColumns,
  interactionOf,
} from "./rows.js";

/** Greater than every character: what begins with a word lies between the word and the word with this after it. */
const LAST_CHARACTER = "\u{10ffff}";
/** So many contacts get their words at once. */
const WORDS_PAGE = 500;

/** Contacts by words, favourites and recent calls in the tables of one center. */
export class PostgresDirectory implements DirectoryRecords {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  async searchContacts(text: string, limit: number): Promise<ContactRow[]> {
    const parts = searchParts(text);
    if (parts.length === 0) return [];
    const ranges = parts.map(
      (_, at) =>
        `c.contact_id in (select w.contact_id from contact_word w
          where w.center_id = $1 and w.word >= $${at * 2 + 3} and w.word < $${at * 2 + 4})`,
    );
    const rows = await this.#rows<ContactColumns>(
      `select ${CONTACT_COLUMNS} from contact c where c.center_id = $1 and c.erased_at is null and c.merged_into is null
          and ${ranges.join(" and ")}
        order by lower(c.last_name), lower(c.first_name), c.contact_id limit $2`,
      [limit, ...parts.flatMap((part) => [part, part + LAST_CHARACTER])],
    );
    return rows.map(contactOf);
  }

  /** Gives words to contacts that were stored by a server which had none. Read through once at start. */
  async addMissingWords(): Promise<void> {
    for (let after = ""; ; ) {
      const rows = await this.#rows<ContactColumns>(
        `select ${CONTACT_COLUMNS} from contact c
          where c.center_id = $1 and c.contact_id > $2 and c.erased_at is null
            and not exists (select from contact_word w where w.center_id = $1 and w.contact_id = c.contact_id)
          order by c.contact_id limit ${WORDS_PAGE}`,
        [after],
      );
      const words = rows.flatMap((row) =>
        [...contactWords(contactOf(row))].map((word) => ({ word, contactId: row.contact_id })),
      );
      await this.database.withCenter(this.centerId, (tx) =>
        tx.run(
          `insert into contact_word (center_id, word, contact_id)
           select $1, w, c from unnest($2::text[], $3::text[]) as u(w, c) on conflict do nothing`,
          [this.centerId, words.map(({ word }) => word), words.map(({ contactId }) => contactId)],
        ),
      );
      const last = rows.at(-1);
      if (last === undefined || rows.length < WORDS_PAGE) return;
      after = last.contact_id;
    }
  }

  async ownNumber(agentId: string): Promise<string | null> {
    const [row] = await this.#rows<{ number: string }>(
      "select number from own_number where center_id = $1 and agent_id = $2",
      [agentId],
    );
    return row?.number ?? null;
  }

  async saveOwnNumber(agentId: string, number: string): Promise<void> {
    await this.#rows(
      `insert into own_number (center_id, agent_id, number) values ($1, $2, $3)
       on conflict (center_id, agent_id) do update set number = excluded.number`,
      [agentId, number],
    );
  }

  async forwardNumber(agentId: string): Promise<string | null> {
    const [row] = await this.#rows<{ number: string }>(
      "select number from forward_number where center_id = $1 and agent_id = $2",
      [agentId],
    );
    return row?.number ?? null;
  }

  async saveForwardNumber(agentId: string, number: string): Promise<void> {
    await this.#rows(
      `insert into forward_number (center_id, agent_id, number) values ($1, $2, $3)
       on conflict (center_id, agent_id) do update set number = excluded.number`,
      [agentId, number],
    );
  }

  async favourites(agentId: string): Promise<SavedFavourites> {
    const [row] = await this.#rows<{ version: number; list: Favourite[] }>(
      "select version, list from favourites where center_id = $1 and agent_id = $2",
      [agentId],
    );
    return row === undefined
      ? { version: 0, favourites: [] }
      : { version: row.version, favourites: row.list };
  }

  async saveFavourites(
    agentId: string,
    favourites: readonly Favourite[],
    version: number,
  ): Promise<number | undefined> {
    const [row] = await this.#rows<{ version: number }>(
      `insert into favourites as f (center_id, agent_id, version, list) select $1, $2, 1, $4::jsonb where $3 = 0
       on conflict (center_id, agent_id) do nothing returning version`,
      [agentId, version, JSON.stringify(favourites)],
    );
    if (row !== undefined) return row.version;
    const [changed] = await this.#rows<{ version: number }>(
      `update favourites set version = version + 1, list = $4::jsonb
        where center_id = $1 and agent_id = $2 and version = $3 returning version`,
      [agentId, version, JSON.stringify(favourites)],
    );
    return changed?.version;
  }

  async recent(agentId: string, { filter, before, limit }: RecentQuestion): Promise<RecentRow[]> {
    const only = { all: "", calls: "and r.kind <> 'chat'", missed: "and r.kind = 'missed'" }[filter];
    const rows = await this.#rows<RecentColumns>(
      `select r.seq, r.at, r.kind, r.cause, r.peer_agent_id, r.duration_ms, r.done_at, r.taken_by,
              ${INTERACTION_COLUMNS.split(",")
                .map((column) => `i.${column.trim()}`)
                .join(", ")},
              d.data,
              c.first_name, c.last_name, c.phones, c.emails, c.account, c.created_at
         from recent r
         join interaction i on i.center_id = r.center_id and i.interaction_id = r.interaction_id
         left join interaction_data d
           on d.center_id = r.center_id and d.interaction_id = r.interaction_id and d.erased_at is null
         left join contact c on c.center_id = r.center_id and c.contact_id = i.contact_id
        where r.center_id = $1 and r.agent_id = $2 and r.seq < $3 ${only}
        order by r.seq desc limit $4`,
      [agentId, before ?? Number.MAX_SAFE_INTEGER, limit],
    );
    return rows.map(recentOf);
  }

  async missedCount(agentId: string): Promise<number> {
    const [row] = await this.#rows<{ count: number }>(
      `select count(*)::int as count from recent
        where center_id = $1 and agent_id = $2 and kind = 'missed' and done_at is null`,
      [agentId],
    );
    return row?.count ?? 0;
  }

  async putMissedAside(agentId: string, interactionId: string, at: number): Promise<boolean> {
    const touched = await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `update recent set done_at = $4 where center_id = $1 and agent_id = $2 and interaction_id = $3
            and kind = 'missed' and done_at is null`,
        [this.centerId, agentId, interactionId, at],
      ),
    );
    return touched > 0;
  }

  async recentPosition(): Promise<number> {
    const [row] = await this.#rows<{ seq: number }>("select seq from recent_position where center_id = $1");
    return row?.seq ?? 0;
  }

  async recentEvents(afterSeq: number, limit: number): Promise<Event[]> {
    const rows = await this.#rows<StoredEventRow>(
      `select seq, at, type, version, body from journal
        where center_id = $1 and seq > $2 and type = any($3) order by seq limit $4`,
      [afterSeq, recentEventTypes, limit],
    );
    return rows.map(eventOf);
  }

  async applyRecent(changes: readonly RecentChange[], seq: number): Promise<void> {
    await this.database.withCenter(this.centerId, async (tx) => {
      const [position] = await tx.rows<{ seq: number }>(
        "select seq from recent_position where center_id = $1 for update",
        [this.centerId],
      );
      for (const change of changes) {
        if (change.seq <= (position?.seq ?? 0)) continue;
        await applyChange(tx, this.centerId, change);
      }
      await tx.run(
        `insert into recent_position as p (center_id, seq) values ($1, $2)
         on conflict (center_id) do update set seq = greatest(p.seq, excluded.seq)`,
        [this.centerId, seq],
      );
    });
  }

  /** Every statement's first value is the center. */
  #rows<Row extends Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.database.withCenter(this.centerId, (tx: Tx) =>
      tx.rows<Row>(text, [this.centerId, ...values]),
    );
  }
}

/** Who has placed this call to the agent, when it is one among colleagues. */
const PEER = `(select m.agent_id from recent m
  where m.center_id = $1 and m.interaction_id = $3 and m.kind = 'made' and m.peer_agent_id = $2)`;

async function applyChange(tx: Tx, centerId: string, change: RecentChange): Promise<void> {
  const { interactionId, at } = change;
  switch (change.do) {
    case "placed":
      await tx.run(
        `insert into recent (center_id, agent_id, interaction_id, seq, at, kind, peer_agent_id)
         values ($1, $2, $3, $4, $5, 'made', $6) on conflict do nothing`,
        [centerId, change.agentId, interactionId, change.seq, at, change.to],
      );
      await tx.run(
        // Whoever calls back has returned every missed call of that customer, or of that colleague.
        `update recent r set done_at = $4 from interaction i, interaction placed
          where r.center_id = $1 and r.agent_id = $2 and r.kind = 'missed' and r.done_at is null
            and i.center_id = $1 and i.interaction_id = r.interaction_id
            and placed.center_id = $1 and placed.interaction_id = $3
            and (i.contact_id = placed.contact_id or r.peer_agent_id = $5)`,
        [centerId, change.agentId, interactionId, at, change.to],
      );
      return;
    case "joined":
      await tx.run(
        `insert into recent as r (center_id, agent_id, interaction_id, seq, at, kind, peer_agent_id)
         select $1, $2, $3, $4, $5, case when i.channel = 'voice' then 'received' else 'chat' end, ${PEER}
           from interaction i where i.center_id = $1 and i.interaction_id = $3
         on conflict (center_id, agent_id, interaction_id) do update
            set kind = excluded.kind, seq = excluded.seq, at = excluded.at, cause = null, done_at = null,
                taken_by = null
          where r.kind = 'missed'`,
        [centerId, change.agentId, interactionId, change.seq, at],
      );
      await tx.run(
        `update recent set done_at = $4, taken_by = $2
          where center_id = $1 and interaction_id = $3 and agent_id <> $2 and kind = 'missed' and done_at is null`,
        [centerId, change.agentId, interactionId, at],
      );
      return;
    case "missed":
      await tx.run(
        `insert into recent as r (center_id, agent_id, interaction_id, seq, at, kind, peer_agent_id, cause, done_at)
         select $1, $2, $3, $4, $5, 'missed', ${PEER}, $6, case when $6 = 'rejected' then $5::bigint end
           from interaction i where i.center_id = $1 and i.interaction_id = $3 and i.channel = 'voice'
         on conflict (center_id, agent_id, interaction_id) do update
            set seq = excluded.seq, at = excluded.at, cause = excluded.cause, done_at = excluded.done_at
          where r.kind = 'missed'`,
        [centerId, change.agentId, interactionId, change.seq, at, change.cause],
      );
      return;
    case "over":
      await tx.run(
        `update recent set duration_ms =
            case when kind = 'chat' then greatest(0, $3 - at) else ($4::jsonb->>agent_id)::bigint end
          where center_id = $1 and interaction_id = $2 and kind <> 'missed'
            and ($5::text is null or agent_id = $5) and (kind <> 'chat' or duration_ms is null)`,
        [centerId, interactionId, at, JSON.stringify(change.talkMs), change.agentId],
      );
  }
}

type RecentColumns = InteractionColumns & {
  readonly seq: number;
  readonly at: number;
  readonly kind: RecentRow["kind"];
  readonly cause: RecentRow["cause"];
  readonly peer_agent_id: string | null;
  readonly duration_ms: number | null;
  readonly done_at: number | null;
  readonly taken_by: string | null;
  readonly data: InteractionData | null;
  readonly first_name: string | null;
} & Omit<ContactColumns, "first_name">;

function recentOf(row: RecentColumns): RecentRow {
  return {
    interaction: interactionOf(row),
    data: row.data,
    contact: row.first_name === null ? null : contactOf({ ...row, first_name: row.first_name }),
    seq: row.seq,
    at: row.at,
    kind: row.kind,
    cause: row.cause,
    peerAgentId: row.peer_agent_id,
    durationMs: row.duration_ms,
    doneAt: row.done_at,
    takenBy: row.taken_by,
  };
}
