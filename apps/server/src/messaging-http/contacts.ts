import { asId, type ClientKey, type ContactId } from "@patchbay/core";
import type { ContactRow, ContentWrite } from "../center/content.js";
import type { CenterHandle } from "../center/edge.js";
import { e164Of } from "../center/phone-number.js";
import { cutText } from "../center/plain-text.js";
import type { EntryWords } from "../center/records.js";
import { contactForArrival } from "../contacts/index.js";
import { canonical } from "./duplicates.js";
import { stored } from "./feeds.js";

/** What an app says of its user, by the kind of parameter the entry asks for. */
export interface SaidOfCustomer {
  readonly firstName: string;
  readonly lastName: string;
  readonly account: string | null;
  readonly email: string | null;
  /** As sent. */
  readonly phone: string | null;
}

/** The entry names its parameters freely and gives each a type, as do its questions; the usual names count without one. */
export function saidOfCustomer(
  phoneNumber: string | null,
  parameters: Readonly<Record<string, string>>,
  entry: EntryWords | undefined,
): SaidOfCustomer {
  const ofType = (type: string, ...names: readonly string[]): string | null => {
    const typed =
      entry?.parameters.filter((parameter) => parameter.type === type).map(({ name }) => name) ?? [];
    // What a page asks before a chat says itself what it is.
    const asked = entry?.widget?.fields.filter(({ kind }) => kind.toUpperCase() === type) ?? [];
    for (const name of [...typed, ...asked.map((field) => field.name), ...names]) {
      const value = Object.hasOwn(parameters, name) ? parameters[name]?.trim() : undefined;
      if (value !== undefined && value !== "") return cutText(value, 200);
    }
    return null;
  };
  return {
    firstName: ofType("FIRST_NAME", "first_name") ?? "",
    lastName: ofType("LAST_NAME", "last_name") ?? "",
    account: ofType("ACCOUNT", "account", "policy"),
    email: ofType("EMAIL", "email"),
    phone: phoneNumber ?? ofType("PHONE", "phone", "phone_number"),
  };
}

/**
 * Whose chat this is: the contact that this app belongs to, else the only one with exactly this phone number or address,
 * else a new one. A known contact's blanks are filled with what the app says; what is known is never overwritten.
 */
export async function resolveContact(
  handle: CenterHandle,
  clientKey: ClientKey,
  said: SaidOfCustomer,
): Promise<{ readonly contactId: ContactId; readonly content: readonly ContentWrite[] }> {
  const phone = said.phone === null ? undefined : e164Of(said.phone, handle.words().phoneCountry);
  const arriving = await stored(contactForArrival(handle, { clientKey, phone, email: said.email }));
  const known = "contact" in arriving ? arriving.contact : undefined;
  const numbers = phone ?? (said.phone === null ? undefined : cutText(said.phone, 50));
  if (known === undefined) {
    const row: ContactRow = {
      contactId: handle.ids.next(),
      firstName: said.firstName,
      lastName: said.lastName,
      phones: numbers === undefined ? [] : [numbers],
      emails: said.email === null ? [] : [said.email],
      account: said.account,
      createdAt: handle.clock.now(),
    };
    return {
      contactId: asId(row.contactId),
      content: [
        { table: "contact", row },
        { table: "contact_client", clientKey, contactId: row.contactId },
      ],
    };
  }
  const filled: ContactRow = {
    ...known,
    firstName: known.firstName || said.firstName,
    lastName: known.lastName || said.lastName,
    phones: known.phones.length > 0 || numbers === undefined ? known.phones : [numbers],
    emails: known.emails.length > 0 || said.email === null ? known.emails : [said.email],
    account: known.account ?? said.account,
  };
  const content: ContentWrite[] = [];
  if (canonical(filled) !== canonical(known)) content.push({ table: "contact", row: nextVersion(filled) });
  if (arriving.by !== "client")
    content.push({ table: "contact_client", clientKey, contactId: known.contactId });
  return { contactId: asId(known.contactId), content };
}

/** One that somebody has changed by hand has versions; what is said meanwhile does not go over such a change. */
const nextVersion = (row: ContactRow): ContactRow =>
  row.record === undefined ? row : { ...row, record: { ...row.record, version: row.record.version + 1 } };
