/** One canned response: words that are written often. */
export interface CannedRow {
  readonly responseId: string;
  /** 1 at first; grows by one with every change. */
  readonly version: number;
  /** `null`: it is shared by the whole center. */
  readonly ownerId: string | null;
  readonly title: string;
  readonly keyword: string;
  /** Names with slashes in between; empty: in no folder. */
  readonly folder: string;
  readonly text: string;
  /** BCP 47; `null`: every language. */
  readonly language: string | null;
  /** Empty: every service. */
  readonly serviceIds: readonly string[];
  /** Where customers write from; empty: anywhere. */
  readonly marks: readonly ("mobile" | "web")[];
  readonly changedBy: string;
  /** Milliseconds since 1970, as every time here. */
  readonly changedAt: number;
  /** It stays, so that it can be taken back. */
  readonly deletedAt: number | null;
}

/** How often it was used, by all and by one agent. */
export interface CannedFound extends CannedRow {
  readonly uses: number;
  readonly lastUsedAt: number | null;
  readonly ownUses: number;
  readonly ownLastUsedAt: number | null;
}

/** Canned responses of one center. They are no events: nothing in the center depends on them. */
export interface CannedRecords {
  /** Deleted ones too. @param agentId whose uses count as the own ones */
  byId(responseId: string, agentId: string): Promise<CannedFound | undefined>;
  /**
   * Stores a new one (version 1), or the next version of one.
   * @returns false: there is one of this id already, or it is not of the version before any more; nothing was changed
   */
  put(row: CannedRow): Promise<boolean>;
  /** The shared ones and this agent's own, without deleted ones, in the order of their titles' letters. */
  listFor(agentId: string): Promise<CannedFound[]>;
  /** Counts one use; that changes no version. */
  used(responseId: string, agentId: string, at: number): Promise<void>;
}
