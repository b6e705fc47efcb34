import type { ContactLikeness } from "@patchbay/protocol";
import { type AppendPlan, isOlder, type PlannedContact } from "../center/append-plan.js";
import type { AlikeRow, ContactChange, ContactMerge, ContactRecords } from "../center/contact-records.js";
import type { ContactRow } from "../center/content.js";
import { contactOf } from "./memory-records.js";
import type { MemoryStore } from "./memory-store.js";

export interface StoredMerge extends ContactMerge {
  readonly followUpIds: readonly string[];
  readonly clientKeys: readonly string[];
  readonly mergedIds: readonly string[];
}

/** As append_rare_content does it with contacts. */
export function writeContacts(store: MemoryStore, plan: AppendPlan): void {
  const stale = new Set(
    plan.contacts
      .filter((contact) => isOlder(contact, store.contacts.get(contact.contactId)))
      .map(({ contactId }) => contactId),
  );
  for (const { fromId, intoId } of plan.contactMerges) {
    if (stale.has(fromId) || stale.has(intoId)) stale.add(fromId).add(intoId);
  }
  for (const contact of plan.contacts) {
    if (stale.has(contact.contactId)) continue;
    const { change, ...row } = structuredClone(contact);
    // The day on which a contact became known does not change with what is known of it.
    const createdAt = store.contacts.get(contact.contactId)?.createdAt ?? contact.createdAt;
    store.contacts.set(contact.contactId, { ...row, createdAt });
    const isNew = store.contactChanges.every(
      (one) => one.contactId !== contact.contactId || one.change.changeId !== change?.changeId,
    );
    if (change !== undefined && isNew) store.contactChanges.push({ contactId: contact.contactId, change });
  }
  for (const { clientKey, contactId } of plan.contactClients) store.contactOfClient.set(clientKey, contactId);
  for (const merge of plan.contactMerges) {
    if (stale.has(merge.fromId) || store.contactMerges.has(merge.mergeId)) continue;
    store.contactMerges.set(merge.mergeId, {
      ...structuredClone(merge),
      ...move(store, merge.fromId, merge.intoId, () => true),
      undoneAt: null,
    });
  }
  for (const { mergeId, at, fromId } of plan.contactUnmerges) {
    const merge = store.contactMerges.get(mergeId);
    if (merge === undefined || merge.undoneAt !== null || stale.has(fromId)) continue;
    store.contactMerges.set(mergeId, { ...merge, undoneAt: at });
    const { interactionIds, followUpIds, clientKeys, mergedIds } = merge;
    const moved = new Set([...interactionIds, ...followUpIds, ...clientKeys, ...mergedIds]);
    move(store, merge.intoId, merge.fromId, (id) => moved.has(id));
  }
}

function move(store: MemoryStore, from: string, to: string, which: (id: string) => boolean) {
  const interactionIds: string[] = [];
  const followUpIds: string[] = [];
  const clientKeys: string[] = [];
  const mergedIds: string[] = [];
  for (const [id, known] of store.interactions) {
    if (known.row.contactId !== from || !which(id)) continue;
    store.interactions.set(id, { ...known, row: { ...known.row, contactId: to } });
    interactionIds.push(id);
  }
  for (const [id, row] of store.followUps) {
    if (row.contactId !== from || !which(id)) continue;
    store.followUps.set(id, { ...row, contactId: to });
    followUpIds.push(id);
  }
  for (const [key, contactId] of store.contactOfClient) {
    if (contactId !== from || !which(key)) continue;
    store.contactOfClient.set(key, to);
    clientKeys.push(key);
  }
  for (const [id, row] of store.contacts) {
    if (row.record?.mergedInto !== from || !which(id)) continue;
    store.contacts.set(id, { ...row, record: { ...row.record, mergedInto: to } });
    mergedIds.push(id);
  }
  return { interactionIds, followUpIds, clientKeys, mergedIds };
}

/** What was done with contacts, in memory. */
export class MemoryContacts implements ContactRecords {
  constructor(private readonly store: MemoryStore) {}

  async change(changeId: string): Promise<ContactChange | undefined> {
    return this.store.contactChanges.find(({ change }) => change.changeId === changeId)?.change;
  }

  async changes(contactId: string, limit: number): Promise<ContactChange[]> {
    return this.store.contactChanges
      .filter((one) => one.contactId === contactId)
      .map(({ change }) => change)
      .reverse()
      .slice(0, limit);
  }

  async byEmail(email: string): Promise<ContactRow[]> {
    return [...this.store.contacts.values()]
      .filter(
        (one) =>
          (one.record?.mergedInto ?? null) === null &&
          one.emails.some((known) => known.toLowerCase() === email.toLowerCase()),
      )
      .sort((a, b) => a.createdAt - b.createdAt || (a.contactId < b.contactId ? -1 : 1))
      .map(contactOf);
  }

  async alike(contactId: string, limit: number): Promise<AlikeRow[]> {
    const own = this.store.contacts.get(contactId);
    if (own === undefined) return [];
    return [...this.store.contacts.values()]
      .filter((one) => one.contactId !== contactId && (one.record?.mergedInto ?? null) === null)
      .map((one) => this.#alike(own, one))
      .filter(({ why }) => why.length > 0)
      .sort(
        (a, b) =>
          b.interactions - a.interactions ||
          a.contact.createdAt - b.contact.createdAt ||
          (a.contact.contactId < b.contact.contactId ? -1 : 1),
      )
      .slice(0, limit);
  }

  async tookPart(contactId: string, agentId: string): Promise<boolean> {
    return this.#interactionsOf(contactId).some((row) => row.agentIds.includes(agentId));
  }

  async merge(mergeId: string): Promise<ContactMerge | undefined> {
    return this.store.contactMerges.get(mergeId);
  }

  async mergesInto(contactId: string, after: number): Promise<ContactMerge[]> {
    return [...this.store.contactMerges.values()]
      .filter((merge) => merge.intoId === contactId && merge.at > after && merge.undoneAt === null)
      .sort((a, b) => b.at - a.at || (a.mergeId < b.mergeId ? -1 : 1));
  }

  async belonging(interactionIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map(
      interactionIds.flatMap((id): [string, string][] => {
        const contactId = this.store.interactions.get(id)?.row.contactId;
        if (contactId === undefined) return [];
        return [[id, this.store.contacts.get(contactId)?.record?.mergedInto ?? contactId]];
      }),
    );
  }

  #interactionsOf(contactId: string) {
    return [...this.store.interactions.values()]
      .map(({ row }) => row)
      .filter((row) => row.contactId === contactId);
  }

  #alike(own: PlannedContact, other: PlannedContact): AlikeRow {
    const lower = (emails: readonly string[]): string[] => emails.map((email) => email.toLowerCase());
    const clientOf = (row: { readonly clientKey: string }) => this.store.contactOfClient.get(row.clientKey);
    const rows = this.#interactionsOf(other.contactId);
    const why: ContactLikeness[] = [];
    if (other.e164.some((number) => own.e164.includes(number))) why.push("phone");
    if (lower(other.emails).some((email) => lower(own.emails).includes(email))) why.push("email");
    if (
      rows.some((row) => clientOf(row) === own.contactId) ||
      this.#interactionsOf(own.contactId).some((row) => clientOf(row) === other.contactId)
    )
      why.push("client");
    return {
      contact: contactOf(other),
      why,
      interactions: rows.length,
      lastAt: rows.length === 0 ? null : Math.max(...rows.map(({ startedAt }) => startedAt)),
    };
  }
}
