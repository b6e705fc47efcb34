import type {
  FollowUpFound,
  FollowUpQuestion,
  FollowUpRecords,
  FollowUpRow,
} from "../center/follow-up-records.js";
import type { InteractionRow } from "../center/records.js";
import type { Database, Tx } from "./database.js";
import { type ContactColumns, contactOf } from "./rows.js";

/** Every column but the center's, in the order of `valuesOf`. */
const COLUMNS = `follow_up_id, version, interaction_id, contact_id, case_number, kind, due_at, time_zone, note, number,
  assignee_id, created_by, created_at, changed_by, changed_at, done_at, done_by, deleted_at, reminded_for`;

/** With the interaction and the customer it is about; times of both are kept apart. */
const FOUND = `select ${COLUMNS.split(",")
  .map((column) => `f.${column.trim()}`)
  .join(", ")},
    i.channel, c.first_name, c.last_name, c.phones, c.emails, c.account, c.created_at as contact_since
  from follow_up f
  join interaction i on i.center_id = f.center_id and i.interaction_id = f.interaction_id
  left join contact c on c.center_id = f.center_id and c.contact_id = f.contact_id and c.erased_at is null`;

/** Follow-ups in the tables of one center. */
export class PostgresFollowUps implements FollowUpRecords {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  async byId(followUpId: string): Promise<FollowUpFound | undefined> {
    const [row] = await this.#rows("where f.center_id = $1 and f.follow_up_id = $2", [followUpId]);
    return row;
  }

  async put(row: FollowUpRow): Promise<boolean> {
    const places = valuesOf(row).map((_, at) => `$${at + 2}`);
    const touched = await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        row.version === 1
          ? `insert into follow_up (center_id, ${COLUMNS}) values ($1, ${places.join(", ")}) on conflict do nothing`
          : `update follow_up set (${COLUMNS}) = row(${places.join(", ")})
              where center_id = $1 and follow_up_id = $2 and version = $3::integer - 1`,
        [this.centerId, ...valuesOf(row)],
      ),
    );
    return touched > 0;
  }

  list({ assigneeIds, madeForOthersBy, state, after, limit }: FollowUpQuestion): Promise<FollowUpFound[]> {
    const isOpen = state === "open";
    const place = isOpen ? "(f.due_at, f.follow_up_id)" : "(-f.done_at, f.follow_up_id)";
    return this.#rows(
      `where f.center_id = $1 and f.deleted_at is null and f.done_at is ${isOpen ? "" : "not"} null
          and ($2::text[] is null or f.assignee_id = any($2))
          and ($3::text is null or f.created_by = $3 and f.assignee_id <> f.created_by)
          and ($4::bigint is null or ${place} > ($4::bigint, $5::text collate "C"))
        order by ${isOpen ? "f.due_at" : "-f.done_at"}, f.follow_up_id limit $6`,
      [
        assigneeIds,
        madeForOthersBy,
        after === null ? null : isOpen ? after.at : -after.at,
        after?.followUpId ?? null,
        limit,
      ],
    );
  }

  async ofInteractions(interactionIds: readonly string[]): Promise<FollowUpFound[]> {
    return this.#rows(
      `where f.center_id = $1 and f.interaction_id = any($2) and f.deleted_at is null
        order by f.due_at, f.follow_up_id`,
      [interactionIds],
    );
  }

  async reminderSeen(followUpId: string, dueAt: number): Promise<boolean> {
    const touched = await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `update follow_up set reminded_for = $3
          where center_id = $1 and follow_up_id = $2 and due_at = $3 and reminded_for is distinct from $3`,
        [this.centerId, followUpId, dueAt],
      ),
    );
    return touched > 0;
  }

  /** The first value is the center. */
  async #rows(which: string, values: readonly unknown[]): Promise<FollowUpFound[]> {
    const rows = await this.database.withCenter(this.centerId, (tx: Tx) =>
      tx.rows<Columns>(`${FOUND} ${which}`, [this.centerId, ...values]),
    );
    return rows.map(followUpOf);
  }
}

type Columns = {
  readonly follow_up_id: string;
  readonly version: number;
  readonly interaction_id: string;
  readonly contact_id: string;
  readonly case_number: number;
  readonly kind: FollowUpRow["kind"];
  readonly due_at: number;
  readonly time_zone: string;
  readonly note: string;
  readonly number: string | null;
  readonly assignee_id: string;
  readonly created_by: string;
  readonly created_at: number;
  readonly changed_by: string;
  readonly changed_at: number;
  readonly done_at: number | null;
  readonly done_by: string | null;
  readonly deleted_at: number | null;
  readonly reminded_for: number | null;
  readonly channel: InteractionRow["channel"];
  readonly first_name: string | null;
  readonly contact_since: number;
} & Omit<ContactColumns, "first_name" | "created_at">;

const valuesOf = (row: FollowUpRow): readonly unknown[] => [
  row.followUpId,
  row.version,
  row.interactionId,
  row.contactId,
  row.caseNumber,
  row.kind,
  row.dueAt,
  row.timeZone,
  row.note,
  row.number,
  row.assigneeId,
  row.createdBy,
  row.createdAt,
  row.changedBy,
  row.changedAt,
  row.doneAt,
  row.doneBy,
  row.deletedAt,
  row.remindedFor,
];

const followUpOf = (row: Columns): FollowUpFound => ({
  followUpId: row.follow_up_id,
  version: row.version,
  interactionId: row.interaction_id,
  contactId: row.contact_id,
  caseNumber: row.case_number,
  kind: row.kind,
  dueAt: row.due_at,
  timeZone: row.time_zone,
  note: row.note,
  number: row.number,
  assigneeId: row.assignee_id,
  createdBy: row.created_by,
  createdAt: row.created_at,
  changedBy: row.changed_by,
  changedAt: row.changed_at,
  doneAt: row.done_at,
  doneBy: row.done_by,
  deletedAt: row.deleted_at,
  remindedFor: row.reminded_for,
  channel: row.channel,
  contact:
    row.first_name === null
      ? null
      : contactOf({ ...row, first_name: row.first_name, created_at: row.contact_since }),
});
