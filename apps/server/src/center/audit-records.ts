import type { AuditKind } from "@patchbay/protocol";

/** One change of what administrators set, as it is kept. */
export interface AuditRow {
  readonly auditId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The user's id. */
  readonly by: string;
  readonly kind: AuditKind;
  readonly subjectId: string;
  /** What it was called at that moment. */
  readonly subjectName: string;
  /** The form before and after; `null`: it was not there. Never both. */
  readonly before: unknown;
  readonly after: unknown;
  readonly secretSet: boolean;
  /** `false` until what it tells of is known to be done. */
  readonly certain: boolean;
  readonly undoes: string | null;
}

/** As stored: places grow in the order in which they were written. */
export interface StoredAuditRow extends AuditRow {
  readonly place: number;
}

export interface AuditQuery {
  readonly kind: AuditKind | null;
  readonly by: string | null;
  /** In the name, whatever the case; empty: all. */
  readonly search: string;
  readonly from: number | null;
  readonly until: number | null;
  /** The place of the last one of the page before. */
  readonly before: number | null;
  readonly limit: number;
}

/**
 * Who changed what. A change that the center decides is written with it, in its transaction (`ContentWrite`); one that
 * tables alone know is put before it is made, and settled after.
 */
export interface AuditRecords {
  /** Newest first, at most `limit`. */
  list(query: AuditQuery): Promise<StoredAuditRow[]>;
  byId(auditId: string): Promise<StoredAuditRow | undefined>;
  /** The newest of one thing. */
  newestOf(kind: AuditKind, subjectId: string): Promise<StoredAuditRow | undefined>;
  /** Those that took back one of these. */
  undoing(auditIds: readonly string[]): Promise<StoredAuditRow[]>;
  /** Ids of whoever has changed something. */
  people(): Promise<string[]>;
  put(row: AuditRow): Promise<void>;
  /** It came to something: it is certain from now on. Or to nothing: it is gone. */
  settle(auditId: string, isDone: boolean): Promise<void>;
}
