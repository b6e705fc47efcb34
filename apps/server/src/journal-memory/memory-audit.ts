import type { AuditKind } from "@patchbay/protocol";
import type { AuditQuery, AuditRecords, AuditRow, StoredAuditRow } from "../center/audit-records.js";
import type { MemoryStore } from "./memory-store.js";

/** Changes of Set-up, in memory. */
export class MemoryAudit implements AuditRecords {
  constructor(private readonly store: MemoryStore) {}

  async list({ kind, by, search, from, until, before, limit }: AuditQuery): Promise<StoredAuditRow[]> {
    return this.#newestFirst()
      .filter(
        (row) =>
          (kind === null || row.kind === kind) &&
          (by === null || row.by === by) &&
          row.subjectName.toLowerCase().includes(search.toLowerCase()) &&
          (from === null || row.at >= from) &&
          (until === null || row.at < until) &&
          (before === null || row.place < before),
      )
      .slice(0, limit);
  }

  async byId(auditId: string): Promise<StoredAuditRow | undefined> {
    return this.store.audit.get(auditId);
  }

  async newestOf(kind: AuditKind, subjectId: string): Promise<StoredAuditRow | undefined> {
    return this.#newestFirst().find((row) => row.kind === kind && row.subjectId === subjectId);
  }

  async undoing(auditIds: readonly string[]): Promise<StoredAuditRow[]> {
    return this.#newestFirst().filter(({ undoes }) => undoes !== null && auditIds.includes(undoes));
  }

  async people(): Promise<string[]> {
    return [...new Set([...this.store.audit.values()].map(({ by }) => by))];
  }

  async put(row: AuditRow): Promise<void> {
    this.store.putAudit(row);
  }

  async settle(auditId: string, isDone: boolean): Promise<void> {
    const row = this.store.audit.get(auditId);
    if (row === undefined) return;
    if (isDone) this.store.audit.set(auditId, { ...row, certain: true });
    else this.store.audit.delete(auditId);
  }

  #newestFirst(): StoredAuditRow[] {
    return [...this.store.audit.values()].sort((a, b) => b.place - a.place);
  }
}
