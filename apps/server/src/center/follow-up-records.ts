import type { FollowUpKind } from "@patchbay/protocol";
import type { ContactRow } from "./content.js";
import type { InteractionRow } from "./records.js";

/** What somebody is to do at a time, because of an interaction. */
export interface FollowUpRow {
  readonly followUpId: string;
  /** 1 at first; grows by one with every change. */
  readonly version: number;
  readonly interactionId: string;
  readonly contactId: string;
  readonly caseNumber: number;
  readonly kind: FollowUpKind;
  /** Milliseconds since 1970, as every time here. */
  readonly dueAt: number;
  /** IANA: in which the time was meant. */
  readonly timeZone: string;
  readonly note: string;
  /** Whom to call; `null`: nobody knows, or nobody is to be called. */
  readonly number: string | null;
  readonly assigneeId: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly changedBy: string;
  readonly changedAt: number;
  readonly doneAt: number | null;
  readonly doneBy: string | null;
  /** It stays, so that it can be taken back. */
  readonly deletedAt: number | null;
  /** The time whose reminder was seen to; `null`: none yet. */
  readonly remindedFor: number | null;
}

/** With whom and what it is about. */
export interface FollowUpFound extends FollowUpRow {
  readonly contact: ContactRow | null;
  readonly channel: InteractionRow["channel"];
}

export interface FollowUpQuestion {
  /** To be done by one of these; `null`: by anybody. */
  readonly assigneeIds: readonly string[] | null;
  /** Made by this one for others; `null`: by anybody. */
  readonly madeForOthersBy: string | null;
  readonly state: "open" | "done";
  /** Only what comes after this one in the list's order; its `at` is `dueAt` of an open one, `doneAt` of a done one. */
  readonly after: { readonly at: number; readonly followUpId: string } | null;
  readonly limit: number;
}

/** Follow-ups of one center. They are no events: nothing in the center depends on them. */
export interface FollowUpRecords {
  /** Deleted ones too. */
  byId(followUpId: string): Promise<FollowUpFound | undefined>;
  /**
   * Stores a new one (version 1), or the next version of one.
   * @returns false: there is one of this id already, or it is not of the version before any more; nothing was changed
   */
  put(row: FollowUpRow): Promise<boolean>;
  /** Without deleted ones. Open ones by time, done ones newest first. */
  list(question: FollowUpQuestion): Promise<FollowUpFound[]>;
  /** Of all these interactions, by time, without deleted ones. */
  ofInteractions(interactionIds: readonly string[]): Promise<FollowUpFound[]>;
  /** The reminder of this time was seen to. Changes no version. @returns whether anything changed */
  reminderSeen(followUpId: string, dueAt: number): Promise<boolean>;
}
