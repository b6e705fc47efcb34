import type { AuditKind } from "@patchbay/protocol";
import type { AuditQuery, AuditRecords, AuditRow, StoredAuditRow } from "../center/audit-records.js";
import type { Database } from "./database.js";

type Row = { [Key in keyof StoredAuditRow]: StoredAuditRow[Key] };

const COLUMNS = `place, audit_id as "auditId", at, by_agent as by, kind, subject_id as "subjectId", subject_name as "subjectName",
  before, after, secret_set as "secretSet", certain, undoes`;
const NEWEST_FIRST = "order by place desc";

/** Changes of Set-up, in the tables of one center. */
export class PostgresAudit implements AuditRecords {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  list({ kind, by, search, from, until, before, limit }: AuditQuery): Promise<StoredAuditRow[]> {
    return this.#rows(
      `($2::text is null or kind = $2) and ($3::text is null or by_agent = $3)
         and ($4 = '' or position(lower($4) in lower(subject_name)) > 0)
         and ($5::bigint is null or at >= $5) and ($6::bigint is null or at < $6)
         and ($7::bigint is null or place < $7)
       ${NEWEST_FIRST} limit $8`,
      [kind, by, search, from, until, before, limit],
    );
  }

  async byId(auditId: string): Promise<StoredAuditRow | undefined> {
    return (await this.#rows("audit_id = $2", [auditId]))[0];
  }

  async newestOf(kind: AuditKind, subjectId: string): Promise<StoredAuditRow | undefined> {
    const rows = await this.#rows(`kind = $2 and subject_id = $3 ${NEWEST_FIRST} limit 1`, [kind, subjectId]);
    return rows[0];
  }

  undoing(auditIds: readonly string[]): Promise<StoredAuditRow[]> {
    return this.#rows(`undoes = any($2) ${NEWEST_FIRST}`, [auditIds]);
  }

  async people(): Promise<string[]> {
    const rows = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<{ by: string }>("select distinct by_agent as by from audit_entry where center_id = $1", [
        this.centerId,
      ]),
    );
    return rows.map(({ by }) => by);
  }

  async put(row: AuditRow): Promise<void> {
    await this.database.withCenter(this.centerId, (tx) =>
      tx.rows("select append_words($1, $2::jsonb)", [
        this.centerId,
        JSON.stringify([{ table: "audit_entry", row }]),
      ]),
    );
  }

  async settle(auditId: string, isDone: boolean): Promise<void> {
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        isDone
          ? "update audit_entry set certain = true where center_id = $1 and audit_id = $2"
          : "delete from audit_entry where center_id = $1 and audit_id = $2",
        [this.centerId, auditId],
      ),
    );
  }

  #rows(where: string, values: readonly unknown[]): Promise<StoredAuditRow[]> {
    return this.database.withCenter(this.centerId, (tx) =>
      tx.rows<Row>(`select ${COLUMNS} from audit_entry where center_id = $1 and ${where}`, [
        this.centerId,
        ...values,
      ]),
    );
  }
}
