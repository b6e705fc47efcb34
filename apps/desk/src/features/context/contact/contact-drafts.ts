import type { ContactForm, ContactView } from "@patchbay/protocol";
import { create } from "zustand";
import { ask, toast } from "../../../state/actions.js";
import { type Keeper, keeperFor } from "../../../state/kept.js";
import { seat, useDesk } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import {
  type ContactDraft,
  formOf,
  isChanged,
  rebased,
  sentForm,
  settled,
  versionOf,
} from "./contact-form.js";
import { readRecord } from "./contact-records.js";

/**
 * Contacts' forms that are open, by contact. What is typed stays where it is when the agent looks at another chat, and
 * survives the page until it is saved or discarded.
 */
const useDrafts = create<{ readonly drafts: ReadonlyMap<string, ContactDraft> }>(() => ({
  drafts: new Map(),
}));
let owner: string | null = null;
let keeper: Keeper | null = null;
/** What the server says of these meanwhile is what was just sent to it. */
const underWay = new Set<string>();

export const useContactDraft = (contactId: string): ContactDraft | undefined =>
  useDrafts((state) => state.drafts.get(contactId));

export function openContactDraft(contact: ContactView): void {
  const form = formOf(contact);
  put(contact.contactId, {
    contactId: contact.contactId,
    customer: contact.name,
    version: versionOf(contact),
    base: form,
    form,
    conflicts: [],
    changeId: crypto.randomUUID(),
  });
}

export function typeContact(contactId: string, change: Partial<ContactForm>): void {
  const draft = useDrafts.getState().drafts.get(contactId);
  if (draft === undefined) return;
  // Sent again unchanged it is the same change; what is typed now is another one.
  put(contactId, { ...draft, form: { ...draft.form, ...change }, changeId: crypto.randomUUID() });
}

export function settleConflict(
  contactId: string,
  field: ContactDraft["conflicts"][number],
  whose: "theirs" | "mine",
): void {
  const draft = useDrafts.getState().drafts.get(contactId);
  if (draft !== undefined) put(contactId, { ...settled(draft, field, whose), changeId: crypto.randomUUID() });
}

/** What was typed comes back with one click. */
export function discardContact(contactId: string): void {
  const draft = useDrafts.getState().drafts.get(contactId);
  put(contactId, undefined);
  if (draft !== undefined && isChanged(draft))
    toast(word("contact.edit.discarded", { name: draft.customer }), { undo: () => put(contactId, draft) });
}

/** The contact is shown in this form by now: what others have changed comes into the form that is open. */
export function followContact(contact: ContactView): void {
  const draft = useDrafts.getState().drafts.get(contact.contactId);
  if (draft === undefined || versionOf(contact) <= draft.version || underWay.has(contact.contactId)) return;
  const next = rebased(draft, formOf(contact), versionOf(contact));
  // All that was typed is there by now: it was saved, and the answer was lost with the page.
  if (isChanged(draft) && !isChanged(next)) put(contact.contactId, undefined);
  else put(contact.contactId, { ...next, changeId: crypto.randomUUID() });
}

/** @returns the code of a refusal, with what it is about; `null`: it is saved, or its conflict is shown */
export async function saveContact(
  contactId: string,
): Promise<{ readonly code: string; readonly index: number | null } | null> {
  const draft = useDrafts.getState().drafts.get(contactId);
  if (draft === undefined) return null;
  if (!isChanged(draft)) {
    put(contactId, undefined);
    return null;
  }
  underWay.add(contactId);
  const answer = await ask("editContact", {
    contactId,
    changeId: draft.changeId,
    version: draft.version,
    form: sentForm(draft.form),
  });
  underWay.delete(contactId);
  if (answer.ok) {
    // What was typed while it was on its way is not saved yet.
    const now = useDrafts.getState().drafts.get(contactId);
    if (now?.changeId === draft.changeId) put(contactId, undefined);
    else if (now !== undefined) followContact(answer.output.contact);
    toast(word("contact.edit.saved", { name: answer.output.contact.name }), {
      undo: () => void undo(contactId, answer.output.contact, draft.base),
    });
    void readRecord(contactId);
    return null;
  }
  if (answer.error.code === "version_conflict") {
    const record = await readRecord(contactId);
    if (record !== null) followContact(record.contact);
    return null;
  }
  const index = answer.error.facts?.["index"];
  return { code: answer.error.code, index: typeof index === "number" ? index : null };
}

/** As it was before; when a colleague has changed it since then, that stays and is told. */
async function undo(contactId: string, saved: ContactView, before: ContactForm): Promise<void> {
  const answer = await ask("editContact", {
    contactId,
    changeId: crypto.randomUUID(),
    version: versionOf(saved),
    form: sentForm(before),
  });
  if (!answer.ok)
    toast(
      word(
        answer.error.code === "version_conflict" ? "contact.edit.undoTooLate" : `errors.${answer.error.code}`,
      ),
      {
        tone: "error",
      },
    );
  void readRecord(contactId);
}

function put(contactId: string, draft: ContactDraft | undefined): void {
  const drafts = new Map(useDrafts.getState().drafts);
  if (draft === undefined) drafts.delete(contactId);
  else drafts.set(contactId, draft);
  useDrafts.setState({ drafts });
  keeper?.contacts.keep(drafts);
}

useDesk.subscribe(({ session, data }) => {
  if (session.phase !== "signed_in" || data === null || owner === session.agentId) return;
  owner = session.agentId;
  keeper = keeperFor(seat, session.agentId);
  useDrafts.setState({ drafts: keeper.contacts.read() });
});
