import type { ContactView } from "@patchbay/protocol";
import type { ContactRow } from "../../center/content.js";
import { knownNumber } from "../../center/phone-number.js";
import type { CenterWords } from "../../center/records.js";
import { agentName } from "./message-view.js";

/** A number as people read it, in international form; as it came when it is none that we understand. */
export function phoneView(
  raw: string,
  { phoneCountry }: Pick<CenterWords, "phoneCountry">,
): ContactView["phones"][number] {
  const known = knownNumber(raw, phoneCountry);
  return { raw, display: known?.display ?? raw, e164: known?.e164 ?? null };
}

/**
 * @param row `null` when the contact is not to be had.
 * @param visitorNumber what tells nameless visitors apart: the interaction's case number.
 */
export function contactView(
  contactId: string,
  row: ContactRow | null,
  visitorNumber: number,
  words: Pick<CenterWords, "phoneCountry">,
): ContactView {
  const phones = (row?.phones ?? []).map((raw) => phoneView(raw, words));
  const emails = [...(row?.emails ?? [])];
  const fullName = `${row?.firstName ?? ""} ${row?.lastName ?? ""}`.trim();
  const name = [fullName, phones[0]?.display, emails[0]].find((part) => part !== undefined && part !== "");
  return {
    contactId,
    name: name ?? `Visitor ${visitorNumber}`,
    firstName: row?.firstName ?? "",
    lastName: row?.lastName ?? "",
    phones,
    emails,
    account: row?.account ?? null,
    since: row?.createdAt ?? 0,
    record: {
      version: row?.record?.version ?? 0,
      phoneKinds: phones.map((_, at) => row?.record?.phoneKinds[at] ?? "other"),
      language: row?.record?.language ?? null,
      notes: row?.record?.notes ?? "",
      fields: (row?.record?.fields ?? []).map((field) => ({ ...field })),
    },
  };
}

/** A colleague in the place of a customer, for a call in which there is none. */
export function colleagueView(contactId: string, agentId: string, words: CenterWords): ContactView {
  const user = words.users.get(agentId);
  const extension = user?.extension ?? null;
  return {
    contactId,
    name: agentName(words, agentId),
    firstName: user?.firstName ?? "",
    lastName: user?.lastName ?? "",
    phones: extension === null ? [] : [{ raw: extension, display: extension, e164: null }],
    emails: [],
    account: null,
    since: 0,
  };
}
