import { type ContactChangeView, deskRequests, UNMERGE_MS } from "@patchbay/protocol";
import type { ContactChange } from "../../center/contact-records.js";
import type { ContactRow } from "../../center/content.js";
import type { Contacts, FoundContact } from "../../contacts/index.js";
import { contactView } from "../views/contact-view.js";
import { agentName } from "../views/message-view.js";
import { readable } from "./numbers-out.js";
import { type Fault, type RequestRoom, type Responder, responder } from "./respond.js";

/** Contacts are read by everybody of the center; who changes them: contacts/contacts.ts. */
export const contactResponders: readonly Responder[] = [
  responder(deskRequests.contactRecord, ({ contactId }, { agentId }, room) => ({
    ask: async () => {
      const found = await readable(room.contacts.find(agentId, contactId));
      if (found === undefined) return { fault: { code: "object_not_found" } };
      return { output: await recordView(found, room) };
    },
  })),
  responder(deskRequests.editContact, ({ contactId, ...change }, { agentId }, room) =>
    doing(room, (contacts) => contacts.edit(agentId, contactId, change)),
  ),
  responder(deskRequests.mergeContacts, (wanted, { agentId }, room) =>
    doing(room, (contacts) => contacts.merge(agentId, wanted)),
  ),
  responder(deskRequests.unmergeContacts, ({ mergeId }, { agentId }, room) =>
    doing(room, (contacts) => contacts.unmerge(agentId, mergeId)),
  ),
];

function doing(
  room: RequestRoom,
  run: (contacts: Contacts) => Promise<{ readonly row: ContactRow } | { readonly fault: Fault }>,
) {
  return {
    ask: async () => {
      const came = await readable(run(room.contacts));
      return "fault" in came ? came : { output: { contact: viewOf(came.row, room) } };
    },
  };
}

const viewOf = (row: ContactRow, { handle }: RequestRoom) =>
  contactView(row.contactId, row, 0, handle.words());

async function recordView({ row, mayEdit, changes, alike, merges }: FoundContact, room: RequestRoom) {
  const { records } = room.handle;
  const words = room.handle.words();
  const others = new Set([
    ...changes.flatMap(({ otherId }) => (otherId === null ? [] : [otherId])),
    ...merges.map(({ fromId }) => fromId),
  ]);
  const names = new Map(
    await Promise.all(
      [...others].map(async (contactId): Promise<[string, string]> => {
        const other = await records.contact(contactId);
        return [contactId, other === undefined ? "" : viewOf(other, room).name];
      }),
    ),
  );
  const person = (agentId: string) => ({ agentId, name: agentName(words, agentId) });
  const changeView = ({ otherId, by, values, ...change }: ContactChange): ContactChangeView => ({
    ...change,
    by: person(by),
    values: [...values],
    other: otherId === null ? null : { contactId: otherId, name: names.get(otherId) ?? "" },
  });
  return {
    contact: viewOf(row, room),
    mayEdit,
    changes: changes.map(changeView),
    alike: alike.map(({ contact, why, interactions, lastAt }) => ({
      contact: viewOf(contact, room),
      why: [...why],
      interactions,
      lastAt,
    })),
    merges: merges.map(({ mergeId, fromId, at, by }) => ({
      mergeId,
      from: { contactId: fromId, name: names.get(fromId) ?? "" },
      at,
      by: person(by),
      undoUntil: at + UNMERGE_MS,
    })),
  };
}
