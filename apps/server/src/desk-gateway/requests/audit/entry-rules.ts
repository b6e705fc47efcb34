import { type ChatEntryForm, deskRequests } from "@patchbay/protocol";
import { type AuditRule, type ReadList, request, rule, type Subject } from "./audit-rule.js";

async function readEntry(id: string, list: ReadList): Promise<Subject | null> {
  const { chatEntries } = await list(deskRequests.setupChatEntries, {});
  const row = chatEntries.find(({ entryId }) => entryId === id);
  return row === undefined ? null : { name: row.form.name, form: row.form };
}

/** It comes back under its id: the pages and apps that name it work again. */
const restoreEntry: AuditRule["restore"] = (entryId, wanted, now) =>
  wanted === null
    ? request(deskRequests.removeChatEntry, { entryId })
    : request(deskRequests.saveChatEntry, {
        entryId,
        was: now as ChatEntryForm | null,
        form: wanted as ChatEntryForm,
      });

export const entryRules: readonly AuditRule[] = [
  rule(deskRequests.saveChatEntry, {
    kind: "chatEntry",
    wants: ({ entryId, form }) => [{ id: entryId, after: form }],
    read: readEntry,
    restore: restoreEntry,
  }),
  rule(deskRequests.removeChatEntry, {
    kind: "chatEntry",
    wants: ({ entryId }) => [{ id: entryId, after: null }],
    read: readEntry,
    restore: restoreEntry,
  }),
];
