import { CONTACT_SEARCH_MIN, CONTACTS_FOUND_MAX, deskRequests, type RecentView } from "@patchbay/protocol";
import type { RecentRow } from "../../center/directory-records.js";
import { describeNumber } from "../numbers/describe-number.js";
import { contactView, phoneView } from "../views/contact-view.js";
import { type RequestRoom, type Responder, responder } from "./respond.js";

/** Contacts are everybody's of the center; favourites and recent calls are read and changed by their own agent alone. */
export const directoryResponders: readonly Responder[] = [
  responder(deskRequests.describeNumber, ({ number, entryId }, { agentId }, room) => ({
    query: () => describeNumber(room, { typed: number, entryId, agentId }),
  })),
  responder(deskRequests.searchContacts, ({ text }, _asker, { handle }) => ({
    query: async () => {
      if (text.trim().length < CONTACT_SEARCH_MIN) return { contacts: [], more: false };
      const found = await handle.records.directory.searchContacts(text, CONTACTS_FOUND_MAX + 1);
      return {
        contacts: found
          .slice(0, CONTACTS_FOUND_MAX)
          .map((row) => contactView(row.contactId, row, 0, handle.words())),
        more: found.length > CONTACTS_FOUND_MAX,
      };
    },
  })),
  responder(deskRequests.favourites, (_input, { agentId }, { handle }) => ({
    query: async () => {
      const { version, favourites } = await handle.records.directory.favourites(agentId);
      return { version, favourites: [...favourites] };
    },
  })),
  responder(deskRequests.saveFavourites, ({ version, favourites }, { agentId }, { handle }) => ({
    ask: async () => {
      const { directory } = handle.records;
      const saved = await directory.saveFavourites(agentId, favourites, version);
      if (saved !== undefined) return { output: { version: saved } };
      const now = await directory.favourites(agentId);
      return { fault: { code: "not_suitable_state", facts: { version: now.version } } };
    },
  })),
  responder(deskRequests.recent, ({ filter, before, limit }, { agentId }, room) => ({
    query: async () => {
      await room.recent.caughtUp();
      const { directory } = room.handle.records;
      const [rows, missed] = await Promise.all([
        directory.recent(agentId, { filter, before, limit: limit + 1 }),
        directory.missedCount(agentId),
      ]);
      return {
        entries: rows.slice(0, limit).map((row) => recentView(row, room)),
        more: rows.length > limit,
        missed,
      };
    },
  })),
  responder(deskRequests.putMissedAside, ({ interactionId }, { agentId }, { handle }) => ({
    ask: async () => {
      const { directory } = handle.records;
      const isDone = await directory.putMissedAside(agentId, interactionId, handle.clock.now());
      return isDone ? { output: {} } : { fault: { code: "object_not_found" } };
    },
  })),
];

function recentView(row: RecentRow, { handle }: RequestRoom): RecentView {
  const { interaction, data, contact, peerAgentId } = row;
  const words = handle.words();
  const raw = peerAgentId === null ? (data?.phoneNumber ?? null) : null;
  const view = contactView(interaction.contactId, contact, interaction.caseNumber, words);
  return {
    interactionId: interaction.interactionId,
    seq: row.seq,
    at: row.at,
    kind: row.kind,
    cause: row.cause,
    contact: peerAgentId === null ? { contactId: view.contactId, name: view.name } : null,
    agentId: peerAgentId,
    number: raw === null ? null : { raw, display: phoneView(raw, words).display },
    serviceName:
      peerAgentId === null
        ? (words.services.get(interaction.serviceId)?.name ?? interaction.serviceId)
        : null,
    mark: data?.channelMark ?? words.entries.get(interaction.entryId)?.mark ?? "web",
    durationMs: row.durationMs,
    live: row.kind !== "missed" && row.durationMs === null && interaction.status === "open",
    open: row.kind === "missed" && row.doneAt === null,
    takenBy: row.takenBy,
  };
}
