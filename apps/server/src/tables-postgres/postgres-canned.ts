import type { CannedFound, CannedRecords, CannedRow } from "../center/canned-records.js";
import type { Database } from "./database.js";

/** Every column but the center's, in the order of `valuesOf`. */
const COLUMNS = `response_id, version, owner_id, title, keyword, folder, body, language, service_ids, marks, changed_by,
  changed_at, deleted_at`;

/** With how often it was used: by all, and by the agent $2. */
const FOUND = `select ${COLUMNS.split(",")
  .map((column) => `r.${column.trim()}`)
  .join(", ")},
    u.uses, u.last_used_at, u.own_uses, u.own_last_used_at
  from canned_response r
  cross join lateral (
    select coalesce(sum(uses), 0)::bigint as uses, max(last_used_at) as last_used_at,
      coalesce(sum(uses) filter (where agent_id = $2), 0)::bigint as own_uses,
      max(last_used_at) filter (where agent_id = $2) as own_last_used_at
    from canned_use where center_id = r.center_id and response_id = r.response_id
  ) u`;

/** Canned responses in the tables of one center. */
export class PostgresCanned implements CannedRecords {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  async byId(responseId: string, agentId: string): Promise<CannedFound | undefined> {
    const [row] = await this.#rows("where r.center_id = $1 and r.response_id = $3", [agentId, responseId]);
    return row;
  }

  async put(row: CannedRow): Promise<boolean> {
    const values = valuesOf(row);
    const places = values.map((_, at) => `$${at + 2}`).join(", ");
    const touched = await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        row.version === 1
          ? `insert into canned_response (center_id, ${COLUMNS}) values ($1, ${places}) on conflict do nothing`
          : `update canned_response set (${COLUMNS}) = row(${places})
              where center_id = $1 and response_id = $2 and version = $3::integer - 1`,
        [this.centerId, ...values],
      ),
    );
    return touched > 0;
  }

  listFor(agentId: string): Promise<CannedFound[]> {
    return this.#rows(
      `where r.center_id = $1 and r.deleted_at is null and (r.owner_id is null or r.owner_id = $2)
        order by r.title collate "C", r.response_id`,
      [agentId],
    );
  }

  async used(responseId: string, agentId: string, at: number): Promise<void> {
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `insert into canned_use (center_id, response_id, agent_id, uses, last_used_at) values ($1, $2, $3, 1, $4)
          on conflict (center_id, response_id, agent_id) do update
            set uses = canned_use.uses + 1, last_used_at = greatest(canned_use.last_used_at, excluded.last_used_at)`,
        [this.centerId, responseId, agentId, at],
      ),
    );
  }

  /** The first value is the center. */
  async #rows(which: string, values: readonly unknown[]): Promise<CannedFound[]> {
    const rows = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<Columns>(`${FOUND} ${which}`, [this.centerId, ...values]),
    );
    return rows.map(foundOf);
  }
}

interface Columns {
  readonly response_id: string;
  readonly version: number;
  readonly owner_id: string | null;
  readonly title: string;
  readonly keyword: string;
  readonly folder: string;
  readonly body: string;
  readonly language: string | null;
  readonly service_ids: readonly string[];
  readonly marks: CannedRow["marks"];
  readonly changed_by: string;
  readonly changed_at: number;
  readonly deleted_at: number | null;
  readonly uses: number;
  readonly last_used_at: number | null;
  readonly own_uses: number;
  readonly own_last_used_at: number | null;
}

const valuesOf = (row: CannedRow): readonly unknown[] => [
  row.responseId,
  row.version,
  row.ownerId,
  row.title,
  row.keyword,
  row.folder,
  row.text,
  row.language,
  row.serviceIds,
  row.marks,
  row.changedBy,
  row.changedAt,
  row.deletedAt,
];

const foundOf = (row: Columns): CannedFound => ({
  responseId: row.response_id,
  version: row.version,
  ownerId: row.owner_id,
  title: row.title,
  keyword: row.keyword,
  folder: row.folder,
  text: row.body,
  language: row.language,
  serviceIds: row.service_ids,
  marks: row.marks,
  changedBy: row.changed_by,
  changedAt: row.changed_at,
  deletedAt: row.deleted_at,
  uses: row.uses,
  lastUsedAt: row.last_used_at,
  ownUses: row.own_uses,
  ownLastUsedAt: row.own_last_used_at,
});
