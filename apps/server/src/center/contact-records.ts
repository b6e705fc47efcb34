import type {
  ContactFieldName,
  ContactForm,
  ContactLikeness,
  ContactView,
  contactChangeKinds,
} from "@patchbay/protocol";
import type { ContactRow } from "./content.js";

/** What is kept of a contact that somebody has changed by hand, merged or parted. */
export interface ContactRecord {
  /** 1 at first; grows by one with every change. */
  readonly version: number;
  /** As many as there are phones, in their order. */
  readonly phoneKinds: NonNullable<ContactView["record"]>["phoneKinds"];
  /** BCP 47. */
  readonly language: string | null;
  readonly notes: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Who it is now, when it was merged into another one. Never somebody who was merged as well. */
  readonly mergedInto: string | null;
}

/** Who changed what of a contact, and when. Kept for good. */
export interface ContactChange {
  readonly changeId: string;
  readonly kind: (typeof contactChangeKinds)[number];
  /** Milliseconds since 1970, as every time here. */
  readonly at: number;
  readonly by: string;
  /** As people read them; empty texts: nothing. */
  readonly values: readonly {
    readonly field: ContactFieldName;
    readonly from: string;
    readonly to: string;
  }[];
  /** Of a merge and its undoing: the other contact. */
  readonly otherId: string | null;
}

export interface ContactMergeWrite {
  readonly mergeId: string;
  readonly fromId: string;
  readonly intoId: string;
  readonly at: number;
  readonly by: string;
  /** The contact that remained, before and after it. */
  readonly before: ContactForm;
  readonly after: ContactForm;
  /** Of both rows as they come with it. */
  readonly fromVersion: number;
  readonly intoVersion: number;
}

export interface ContactUnmergeWrite {
  readonly mergeId: string;
  readonly at: number;
  readonly by: string;
  readonly fromId: string;
  readonly fromVersion: number;
}

export interface ContactMerge extends Omit<ContactMergeWrite, "fromVersion" | "intoVersion"> {
  /** Interactions that were moved. */
  readonly interactionIds: readonly string[];
  readonly undoneAt: number | null;
}

/** Somebody who may be the same person. */
export interface AlikeRow {
  readonly contact: ContactRow;
  readonly why: readonly ContactLikeness[];
  readonly interactions: number;
  readonly lastAt: number | null;
}

/** What was done with contacts of one center, and who may be whom. Written by appends (center/content.ts). */
export interface ContactRecords {
  change(changeId: string): Promise<ContactChange | undefined>;
  /** Newest first. */
  changes(contactId: string, limit: number): Promise<ContactChange[]>;
  /** With exactly this address, but for its case; without those that were merged into another one. Oldest first. */
  byEmail(email: string): Promise<ContactRow[]>;
  /** Those with the same number (E.164), the same address (without case) or the same app, most interactions first. */
  alike(contactId: string, limit: number): Promise<AlikeRow[]>;
  /** Whether this agent has or had an interaction with the contact. */
  tookPart(contactId: string, agentId: string): Promise<boolean>;
  merge(mergeId: string): Promise<ContactMerge | undefined>;
  /** Into this contact, after this moment and not undone; newest first. */
  mergesInto(contactId: string, after: number): Promise<ContactMerge[]>;
  /** Where interactions belong by now, of those that are asked about and that somebody has moved. */
  belonging(interactionIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
