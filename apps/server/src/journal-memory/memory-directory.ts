import type { Event } from "@patchbay/core";
import type { Favourite } from "@patchbay/protocol";
import { searchParts } from "../center/contact-words.js";
import type { ContactRow } from "../center/content.js";
import {
  type DirectoryRecords,
  type RecentChange,
  type RecentQuestion,
  type RecentRow,
  recentEventTypes,
  type SavedFavourites,
} from "../center/directory-records.js";
import { rowOf } from "../center/interaction-row.js";
import { contactOf } from "./memory-records.js";
import type { MemoryStore } from "./memory-store.js";

/** A line of a list without what it is about. */
export type StoredRecent = {
  -readonly [Key in keyof Omit<RecentRow, "interaction" | "data" | "contact">]: RecentRow[Key];
};

const types: ReadonlySet<string> = new Set(recentEventTypes);

/** Contacts by words, favourites and recent calls, in memory. */
export class MemoryDirectory implements DirectoryRecords {
  constructor(private readonly store: MemoryStore) {}

  async searchContacts(text: string, limit: number): Promise<ContactRow[]> {
    const parts = searchParts(text);
    if (parts.length === 0) return [];
    const name = (contact: ContactRow): string =>
      `${contact.lastName.toLowerCase()}\n${contact.firstName.toLowerCase()}\n${contact.contactId}`;
    return [...this.store.contacts.values()]
      .filter(({ record }) => (record?.mergedInto ?? null) === null)
      .filter(({ words }) => parts.every((part) => words.some((word) => word.startsWith(part))))
      .map(contactOf)
      .sort((a, b) => (name(a) < name(b) ? -1 : 1))
      .slice(0, limit);
  }

  async ownNumber(agentId: string): Promise<string | null> {
    return this.store.ownNumbers.get(agentId) ?? null;
  }

  async saveOwnNumber(agentId: string, number: string): Promise<void> {
    this.store.ownNumbers.set(agentId, number);
  }

  async forwardNumber(agentId: string): Promise<string | null> {
    return this.store.forwardNumbers.get(agentId) ?? null;
  }

  async saveForwardNumber(agentId: string, number: string): Promise<void> {
    this.store.forwardNumbers.set(agentId, number);
  }

  async favourites(agentId: string): Promise<SavedFavourites> {
    return this.store.favourites.get(agentId) ?? { version: 0, favourites: [] };
  }

  async saveFavourites(
    agentId: string,
    favourites: readonly Favourite[],
    version: number,
  ): Promise<number | undefined> {
    if ((await this.favourites(agentId)).version !== version) return undefined;
    this.store.favourites.set(agentId, { version: version + 1, favourites });
    return version + 1;
  }

  async recent(agentId: string, { filter, before, limit }: RecentQuestion): Promise<RecentRow[]> {
    const rows: RecentRow[] = [];
    for (const [interactionId, stored] of this.listOf(agentId)) {
      const interaction = this.store.interactions.get(interactionId);
      const isWanted =
        filter === "all" || (filter === "calls" ? stored.kind !== "chat" : stored.kind === "missed");
      if (interaction === undefined || !isWanted || stored.seq >= (before ?? Number.MAX_SAFE_INTEGER))
        continue;
      const contact = this.store.contacts.get(interaction.row.contactId);
      rows.push({
        ...stored,
        interaction: rowOf(interaction.row),
        data: this.store.interactionData.get(interactionId) ?? null,
        contact: contact === undefined ? null : contactOf(contact),
      });
    }
    return rows.sort((a, b) => b.seq - a.seq).slice(0, limit);
  }

  async missedCount(agentId: string): Promise<number> {
    return [...this.listOf(agentId).values()].filter(isOpen).length;
  }

  async putMissedAside(agentId: string, interactionId: string, at: number): Promise<boolean> {
    const row = this.listOf(agentId).get(interactionId);
    if (row === undefined || !isOpen(row)) return false;
    row.doneAt = at;
    return true;
  }

  async recentPosition(): Promise<number> {
    return this.store.recentPosition;
  }

  async recentEvents(afterSeq: number, limit: number): Promise<Event[]> {
    return this.store.journal
      .slice(afterSeq)
      .map(({ text }) => JSON.parse(text) as Event)
      .filter(({ type }) => types.has(type))
      .slice(0, limit);
  }

  async applyRecent(changes: readonly RecentChange[], seq: number): Promise<void> {
    for (const change of changes) if (change.seq > this.store.recentPosition) this.apply(change);
    this.store.recentPosition = Math.max(this.store.recentPosition, seq);
  }

  private apply(change: RecentChange): void {
    const { interactionId, seq, at } = change;
    const interaction = this.store.interactions.get(interactionId)?.row;
    if (interaction === undefined) return;
    const isCall = interaction.channel === "voice";
    const fresh = { seq, at, cause: null, peerAgentId: null, durationMs: null, doneAt: null, takenBy: null };
    switch (change.do) {
      case "placed": {
        const list = this.listOf(change.agentId);
        if (!list.has(interactionId))
          list.set(interactionId, { ...fresh, kind: "made", peerAgentId: change.to });
        for (const [otherId, row] of list) {
          const other = this.store.interactions.get(otherId)?.row;
          const isSame =
            other?.contactId === interaction.contactId ||
            (change.to !== null && row.peerAgentId === change.to);
          if (isOpen(row) && isSame) row.doneAt = at;
        }
        return;
      }
      case "joined": {
        const list = this.listOf(change.agentId);
        const row = list.get(interactionId);
        const kind = isCall ? "received" : "chat";
        const peerAgentId = this.peerOf(change.agentId, interactionId);
        if (row === undefined) list.set(interactionId, { ...fresh, kind, peerAgentId });
        else if (row.kind === "missed") Object.assign(row, { ...fresh, kind, peerAgentId: row.peerAgentId });
        for (const [agentId, others] of this.store.recent) {
          const other = others.get(interactionId);
          if (agentId === change.agentId || other === undefined || !isOpen(other)) continue;
          other.doneAt = at;
          other.takenBy = change.agentId;
        }
        return;
      }
      case "missed": {
        if (!isCall) return;
        const list = this.listOf(change.agentId);
        const row = list.get(interactionId);
        const { cause } = change;
        const doneAt = cause === "rejected" ? at : null;
        if (row === undefined)
          list.set(interactionId, {
            ...fresh,
            kind: "missed",
            cause,
            doneAt,
            peerAgentId: this.peerOf(change.agentId, interactionId),
          });
        else if (row.kind === "missed") Object.assign(row, { seq, at, cause, doneAt });
        return;
      }
      case "over":
        for (const [agentId, list] of this.store.recent) {
          const row = list.get(interactionId);
          if (row === undefined || row.kind === "missed") continue;
          if (change.agentId !== null && change.agentId !== agentId) continue;
          if (row.kind !== "chat") row.durationMs = change.talkMs[agentId] ?? null;
          else row.durationMs ??= Math.max(0, at - row.at);
        }
    }
  }

  private peerOf(agentId: string, interactionId: string): string | null {
    for (const [caller, list] of this.store.recent) {
      const row = list.get(interactionId);
      if (row?.kind === "made" && row.peerAgentId === agentId) return caller;
    }
    return null;
  }

  private listOf(agentId: string): Map<string, StoredRecent> {
    const list = this.store.recent.get(agentId) ?? new Map<string, StoredRecent>();
    this.store.recent.set(agentId, list);
    return list;
  }
}

const isOpen = ({ kind, doneAt }: StoredRecent): boolean => kind === "missed" && doneAt === null;
