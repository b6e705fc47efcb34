import { type AgentId, asId, type ContactId, type Event, type InteractionId, mayDo } from "@patchbay/core";
import { type ContactForm, UNMERGE_MS } from "@patchbay/protocol";
import type { AlikeRow, ContactChange, ContactMerge } from "../center/contact-records.js";
import type { ContactRow, ContentWrite } from "../center/content.js";
import type { CenterHandle } from "../center/edge.js";
import { formOfContact, judged, partedForm, rowOfForm, valuesBetween, versionOf } from "./contact-form.js";

export interface ContactsRefusal {
  readonly code:
    | "object_not_found"
    | "not_accepted_try_again"
    | "contact_not_yours"
    | "version_conflict"
    | "contact_number_invalid"
    | "contact_email_invalid"
    | "contact_language_unknown"
    | "contact_field_twice"
    | "contact_merged"
    | "contact_same"
    | "undo_too_late"
    | "id_taken";
  readonly facts?: Readonly<Record<string, unknown>>;
}

type Outcome = { readonly row: ContactRow } | { readonly fault: ContactsRefusal };

const CHANGES_MAX = 50;
const ALIKE_MAX = 10;

export interface FoundContact {
  readonly row: ContactRow;
  readonly mayEdit: boolean;
  readonly changes: readonly ContactChange[];
  readonly alike: readonly AlikeRow[];
  readonly merges: readonly ContactMerge[];
}

/**
 * Changes, merges and parts contacts. A change is content with a version: it takes its place among the appends of the
 * center, and one that was made from an older version is left out there, whoever else writes meanwhile.
 */
export class Contacts {
  private readonly listeners = new Set<(contactIds: readonly string[]) => void>();
  /** Merged since this server started: whoever was on the way then may come with the old one. */
  private readonly merged = new Set<string>();
  private settling: Promise<void> = Promise.resolve();

  constructor(private readonly handle: CenterHandle) {}

  /** The listener must not throw. @returns ends it */
  onChanged(listener: (contactIds: readonly string[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** With whom it was merged into, when it was. `undefined`: there is no such contact. */
  async find(asker: AgentId, contactId: string): Promise<FoundContact | undefined> {
    const row = await this.present(contactId);
    if (row === undefined) return undefined;
    const { contacts } = this.handle.records;
    const [mayEdit, changes, alike, merges] = await Promise.all([
      this.mayEdit(asker, row.contactId),
      contacts.changes(row.contactId, CHANGES_MAX),
      contacts.alike(row.contactId, ALIKE_MAX),
      contacts.mergesInto(row.contactId, this.handle.clock.now() - UNMERGE_MS),
    ]);
    return { row, mayEdit, changes, alike, merges };
  }

  async edit(
    asker: AgentId,
    contactId: string,
    change: { readonly changeId: string; readonly version: number; readonly form: ContactForm },
  ): Promise<Outcome> {
    const { records, clock } = this.handle;
    const before = await records.contact(contactId);
    if (before === undefined) return { fault: { code: "object_not_found" } };
    const into = before.record?.mergedInto ?? null;
    if (into !== null) return { fault: { code: "contact_merged", facts: { contactId: into } } };
    if (!(await this.mayEdit(asker, contactId))) return { fault: { code: "contact_not_yours" } };
    const done = await records.contacts.change(change.changeId);
    if (done !== undefined) return done.by === asker ? { row: before } : { fault: { code: "id_taken" } };
    if (change.version !== versionOf(before)) return conflict(before);
    const well = judged(change.form, before.phones, this.handle.words().phoneCountry);
    if ("fault" in well) return well;
    const values = valuesBetween(formOfContact(before), well.form);
    if (values.length === 0) return { row: before };
    const row = rowOfForm(before, well.form);
    const made: ContactChange = {
      changeId: change.changeId,
      kind: "edit",
      at: clock.now(),
      by: asker,
      values,
      otherId: null,
    };
    if (!(await this.write([{ table: "contact", row, change: made }]))) return tryAgain;
    return this.outcome(row.contactId, change.changeId, [row.contactId]);
  }

  async merge(
    asker: AgentId,
    wanted: {
      readonly mergeId: string;
      readonly from: { readonly contactId: string; readonly version: number };
      readonly into: { readonly contactId: string; readonly version: number };
      readonly form: ContactForm;
    },
  ): Promise<Outcome> {
    const { records, clock } = this.handle;
    const { mergeId } = wanted;
    if (wanted.from.contactId === wanted.into.contactId) return { fault: { code: "contact_same" } };
    const [from, into, done] = await Promise.all([
      records.contact(wanted.from.contactId),
      records.contact(wanted.into.contactId),
      records.contacts.merge(mergeId),
    ]);
    if (from === undefined || into === undefined) return { fault: { code: "object_not_found" } };
    const may = (await this.mayEdit(asker, from.contactId)) || (await this.mayEdit(asker, into.contactId));
    if (!may) return { fault: { code: "contact_not_yours" } };
    if (done !== undefined)
      return done.by === asker && done.fromId === from.contactId
        ? { row: into }
        : { fault: { code: "id_taken" } };
    for (const [row, { version }] of [
      [from, wanted.from],
      [into, wanted.into],
    ] as const) {
      const other = row.record?.mergedInto ?? null;
      if (other !== null) return { fault: { code: "contact_merged", facts: { contactId: other } } };
      if (versionOf(row) !== version) return conflict(row);
    }
    const well = judged(wanted.form, [...from.phones, ...into.phones], this.handle.words().phoneCountry);
    if ("fault" in well) return well;
    const before = formOfContact(into);
    const at = clock.now();
    const intoRow = rowOfForm(into, well.form);
    const fromRow = rowOfForm(from, formOfContact(from), into.contactId);
    const made = { changeId: mergeId, kind: "merge", at, by: asker } as const;
    const isSent = await this.write([
      {
        table: "contact",
        row: fromRow,
        change: { ...made, values: [], otherId: into.contactId },
      },
      {
        table: "contact",
        row: intoRow,
        change: { ...made, values: valuesBetween(before, well.form), otherId: from.contactId },
      },
      {
        table: "contact_merge",
        mergeId,
        fromId: from.contactId,
        intoId: into.contactId,
        at,
        by: asker,
        before,
        after: well.form,
        fromVersion: fromRow.record.version,
        intoVersion: intoRow.record.version,
      },
    ]);
    if (!isSent) return tryAgain;
    this.merged.add(from.contactId);
    await this.settle();
    return this.outcome(into.contactId, mergeId, [from.contactId, into.contactId]);
  }

  async unmerge(asker: AgentId, mergeId: string): Promise<Outcome> {
    const { records, clock } = this.handle;
    const merge = await records.contacts.merge(mergeId);
    if (merge === undefined) return { fault: { code: "object_not_found" } };
    const [from, into] = await Promise.all([records.contact(merge.fromId), records.contact(merge.intoId)]);
    if (from === undefined || into === undefined) return { fault: { code: "object_not_found" } };
    if (!(await this.mayEdit(asker, into.contactId))) return { fault: { code: "contact_not_yours" } };
    if (merge.undoneAt !== null) return { row: into };
    const at = clock.now();
    // What has been merged further is parted from there first.
    if (at > merge.at + UNMERGE_MS || from.record?.mergedInto !== into.contactId)
      return { fault: { code: "undo_too_late" } };
    const now = formOfContact(into);
    const form = partedForm(merge.before, merge.after, now);
    const made = { changeId: `${mergeId}.undo`, kind: "unmerge", at, by: asker } as const;
    const fromRow = rowOfForm(from, formOfContact(from), null);
    const isSent = await this.write([
      { table: "contact", row: fromRow, change: { ...made, values: [], otherId: into.contactId } },
      {
        table: "contact",
        row: rowOfForm(into, form),
        change: { ...made, values: valuesBetween(now, form), otherId: from.contactId },
      },
      {
        table: "contact_unmerge",
        mergeId,
        at,
        by: asker,
        fromId: from.contactId,
        fromVersion: fromRow.record.version,
      },
    ]);
    if (!isSent) return tryAgain;
    this.merged.delete(from.contactId);
    await this.settle();
    return this.outcome(into.contactId, made.changeId, [from.contactId, into.contactId]);
  }

  /**
   * Live interactions follow the tables: after a merge or its undoing, after a start (the server may have been killed
   * between the two), and when one began with a contact that was merged while its customer was at the door.
   */
  settle(which?: readonly string[]): Promise<void> {
    this.settling = this.settling.then(() => this.settleNow(which)).catch(() => undefined);
    return this.settling;
  }

  /** The customer was at the door with a contact that is another one by now. */
  follow(event: Event): void {
    if (event.type === "InteractionStarted" && this.merged.has(event.contactId))
      void this.settle([event.interactionId]);
  }

  private async settleNow(which: readonly string[] | undefined): Promise<void> {
    const { center, records } = this.handle;
    const live = which ?? [...center.state.interactions.keys()];
    if (live.length === 0) return;
    const belonging = await records.contacts.belonging(live);
    const moves = [...belonging].filter(([interactionId, contactId]) => {
      const interaction = center.state.interactions.get(asId<InteractionId>(interactionId));
      return interaction !== undefined && interaction.contactId !== contactId;
    });
    await Promise.all(
      moves.map(([interactionId, contactId]) =>
        center.submit({
          command: {
            type: "ChangeContact",
            interactionId: asId<InteractionId>(interactionId),
            contactId: asId<ContactId>(contactId),
          },
        }),
      ),
    );
  }

  private async mayEdit(asker: AgentId, contactId: string): Promise<boolean> {
    const user = this.handle.center.state.configuration.users.get(asker);
    if (user === undefined) return false;
    if (mayDo(user, "edit_any_contact")) return true;
    return this.handle.records.contacts.tookPart(contactId, asker);
  }

  /** The contact, or the one that it was merged into. */
  private async present(contactId: string): Promise<ContactRow | undefined> {
    const row = await this.handle.records.contact(contactId);
    const into = row?.record?.mergedInto ?? null;
    return into === null ? row : this.handle.records.contact(into);
  }

  private async write(content: readonly ContentWrite[]): Promise<boolean> {
    return (await this.handle.center.submit({ command: null, content })).ok;
  }

  /** What is stored by now: the change, or what came before it. */
  private async outcome(contactId: string, changeId: string, touched: readonly string[]): Promise<Outcome> {
    const [row, change] = await Promise.all([
      this.handle.records.contact(contactId),
      this.handle.records.contacts.change(changeId),
    ]);
    if (row === undefined) return { fault: { code: "object_not_found" } };
    if (change === undefined) return conflict(row);
    for (const listener of this.listeners) listener(touched);
    return { row };
  }
}

const conflict = (row: ContactRow): { readonly fault: ContactsRefusal } => ({
  fault: { code: "version_conflict", facts: { contactId: row.contactId, version: versionOf(row) } },
});

/** Nobody knows whether it is stored: the same request again will tell. */
const tryAgain: { readonly fault: ContactsRefusal } = { fault: { code: "not_accepted_try_again" } };
