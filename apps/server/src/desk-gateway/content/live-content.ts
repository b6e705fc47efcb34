import { isOlder } from "../../center/append-plan.js";
import type { ContactRow, ContentWrite } from "../../center/content.js";
import type { JournalEntry } from "../../center/journal.js";
import type { Records } from "../../center/records.js";
import {
  foldContent,
  foldEvent,
  interactionOfContent,
  isOfInteraction,
  type LiveInteraction,
  newLiveInteraction,
  readInteraction,
} from "./live-interaction.js";

/** The tables did not answer. Asking again later can help. */
export class ContentUnreadableError extends Error {
  override readonly name = "ContentUnreadableError";
}

type Slot =
  | { readonly status: "ready"; readonly live: LiveInteraction }
  /** Being read from the tables; what is committed meanwhile waits in `late`. */
  | { readonly status: "reading"; readonly late: JournalEntry[]; readonly done: Promise<void> };

/**
 * The content of live interactions, in memory, so that a view is made within the turn of its commit.
 *
 * An interaction that starts while we listen is kept from its first event. One that was there before (after a
 * recovery), or whose contact we have not met, is read from the tables when somebody first needs it: what is not
 * kept need not be followed, because a later reading sees it.
 */
export class LiveContent {
  private readonly slots = new Map<string, Slot>();
  private readonly contacts = new Map<string, { row: ContactRow; readonly usedBy: Set<string> }>();
  /** Grows with each `clear`, so that a reading from before a recovery is not mistaken for a new one. */
  private generation = 0;

  constructor(private readonly records: Records) {}

  /** @returns `undefined` while it is not in memory: ask `need` for it. */
  interaction(interactionId: string): LiveInteraction | undefined {
    const slot = this.slots.get(interactionId);
    return slot?.status === "ready" ? slot.live : undefined;
  }

  /** @returns `null` when the contact was erased or never stored. */
  contact(contactId: string): ContactRow | null {
    return this.contacts.get(contactId)?.row ?? null;
  }

  /** Which live interactions in memory are this contact's. */
  interactionsOfContact(contactId: string): Iterable<string> {
    return this.contacts.get(contactId)?.usedBy ?? [];
  }

  /**
   * Brings interactions into memory. Rejects when the tables cannot be read; asking again tries again.
   * One that does not exist is skipped.
   */
  async need(interactionIds: readonly string[]): Promise<void> {
    await Promise.all(interactionIds.map((interactionId) => this.needOne(interactionId)));
  }

  /** Folds one committed entry in. Returns which interactions have content that changed without an event. */
  apply(entry: JournalEntry): Set<string> {
    const touched = new Set<string>();
    const at = entry.events[0]?.at ?? 0;
    const freshContacts = new Map<string, ContactRow>();
    for (const write of entry.content) {
      if (write.table !== "contact") continue;
      freshContacts.set(write.row.contactId, write.row);
      const known = this.contacts.get(write.row.contactId);
      if (known === undefined || isOlder(write.row, known.row)) continue;
      // The day on which a contact became known does not change with what is known of it.
      known.row = { ...write.row, createdAt: known.row.createdAt };
      for (const interactionId of known.usedBy) touched.add(interactionId);
    }
    for (const event of entry.events) {
      if (event.type === "InteractionStarted" && !this.slots.has(event.interactionId)) {
        const contact = freshContacts.get(event.contactId) ?? this.contact(event.contactId);
        if (contact === null) continue;
        this.keep(newLiveInteraction(event.interactionId, event.contactId), contact);
      }
    }
    this.fold(entry, at, freshContacts);
    for (const write of entry.content) {
      const interactionId = interactionOfContent(write);
      if (interactionId !== undefined) touched.add(interactionId);
    }
    return touched;
  }

  /** The core has forgotten it; so do we. */
  forget(interactionId: string): void {
    const slot = this.slots.get(interactionId);
    this.slots.delete(interactionId);
    if (slot?.status === "ready") this.releaseContact(slot.live.contactId, interactionId);
  }

  /** Everything may be different now: a recovery. */
  clear(): void {
    this.generation += 1;
    this.slots.clear();
    this.contacts.clear();
  }

  private fold(entry: JournalEntry, at: number, freshContacts: ReadonlyMap<string, ContactRow>): void {
    const concerned = new Set<string>();
    for (const event of entry.events) if (isOfInteraction(event)) concerned.add(event.interactionId);
    for (const write of entry.content) {
      const interactionId = interactionOfContent(write);
      if (interactionId !== undefined) concerned.add(interactionId);
    }
    for (const interactionId of concerned) {
      const slot = this.slots.get(interactionId);
      if (slot === undefined) continue;
      if (slot.status === "reading") slot.late.push(entry);
      else this.foldInto(slot.live, entry, at, freshContacts);
    }
  }

  private foldInto(
    live: LiveInteraction,
    entry: JournalEntry,
    at: number,
    freshContacts: ReadonlyMap<string, ContactRow>,
  ): void {
    const contactBefore = live.contactId;
    foldEntry(live, entry, at);
    if (live.contactId === contactBefore) return;
    this.releaseContact(contactBefore, live.interactionId);
    const contact = freshContacts.get(live.contactId) ?? this.contact(live.contactId);
    // A contact we have not met: forget the interaction, so that the next need reads both.
    if (contact === null) this.slots.delete(live.interactionId);
    else this.useContact(contact, live.interactionId);
  }

  private needOne(interactionId: string): Promise<void> | undefined {
    const slot = this.slots.get(interactionId);
    if (slot?.status === "ready") return undefined;
    if (slot?.status === "reading") return slot.done;
    const late: JournalEntry[] = [];
    const done = this.read(interactionId, late);
    this.slots.set(interactionId, { status: "reading", late, done });
    return done;
  }

  private async read(interactionId: string, late: JournalEntry[]): Promise<void> {
    const generation = this.generation;
    try {
      const live = await readInteraction(this.records, interactionId);
      if (live === undefined) {
        this.abandon(interactionId, late);
        return;
      }
      const contactIdRead = live.contactId;
      let contact = await this.records.contact(contactIdRead);
      if (generation !== this.generation) return;
      for (const entry of late) {
        foldEntry(live, entry, entry.events[0]?.at ?? 0);
        for (const write of entry.content) {
          if (write.table !== "contact" || write.row.contactId !== live.contactId) continue;
          if (contact?.contactId !== live.contactId || !isOlder(write.row, contact)) contact = write.row;
        }
      }
      // The contact changed while we read: once more, from the start.
      if (live.contactId !== contactIdRead && contact?.contactId !== live.contactId) {
        this.abandon(interactionId, late);
        return this.needOne(interactionId);
      }
      if (this.abandon(interactionId, late)) this.keep(live, contact ?? erasedContact(live.contactId));
    } catch (cause) {
      this.abandon(interactionId, late);
      throw new ContentUnreadableError(`the content of interaction ${interactionId} cannot be read now`, {
        cause,
      });
    }
  }

  /** Takes our own reading slot away. False when it is not there any more: forgotten meanwhile. */
  private abandon(interactionId: string, late: JournalEntry[]): boolean {
    const slot = this.slots.get(interactionId);
    if (slot?.status !== "reading" || slot.late !== late) return false;
    return this.slots.delete(interactionId);
  }

  private keep(live: LiveInteraction, contact: ContactRow): void {
    this.slots.set(live.interactionId, { status: "ready", live });
    this.useContact(contact, live.interactionId);
  }

  private useContact(row: ContactRow, interactionId: string): void {
    const known = this.contacts.get(row.contactId);
    if (known === undefined) {
      this.contacts.set(row.contactId, { row, usedBy: new Set([interactionId]) });
      return;
    }
    if (!isOlder(row, known.row)) known.row = { ...row, createdAt: known.row.createdAt };
    known.usedBy.add(interactionId);
  }

  private releaseContact(contactId: string, interactionId: string): void {
    const known = this.contacts.get(contactId);
    known?.usedBy.delete(interactionId);
    if (known?.usedBy.size === 0) this.contacts.delete(contactId);
  }
}

function foldEntry(live: LiveInteraction, entry: JournalEntry, at: number): void {
  const rowOf = (messageId: string) => {
    const write = entry.content.find(
      (one): one is ContentWrite & { table: "message" } =>
        one.table === "message" && one.row.messageId === messageId,
    );
    return write?.row;
  };
  // Who was called is told together with the leg's own line.
  for (const write of entry.content) {
    if (write.table === "called_party" && write.interactionId === live.interactionId)
      foldContent(live, write, at);
  }
  for (const event of entry.events) {
    if (isOfInteraction(event) && event.interactionId === live.interactionId) foldEvent(live, event, rowOf);
  }
  for (const write of entry.content) {
    if (interactionOfContent(write) === live.interactionId) foldContent(live, write, at);
  }
}

/** What stands in for a contact whose row is gone. */
function erasedContact(contactId: string): ContactRow {
  return { contactId, firstName: "", lastName: "", phones: [], emails: [], account: null, createdAt: 0 };
}
