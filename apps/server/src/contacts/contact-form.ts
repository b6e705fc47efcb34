import {
  type ContactForm,
  contactFieldNames,
  isEmailAddress,
  isLanguageTag,
  type PhoneKind,
} from "@patchbay/protocol";
import { parsePhoneNumberFromString } from "libphonenumber-js";
import type { ContactChange, ContactRecord } from "../center/contact-records.js";
import type { ContactRow } from "../center/content.js";
import { e164Of, type PhoneCountry } from "../center/phone-number.js";
import { cleanText } from "../center/plain-text.js";
import type { ContactsRefusal } from "./contacts.js";

/** A contact as the form shows it. */
export const formOfContact = ({ record, ...row }: ContactRow): ContactForm => ({
  firstName: row.firstName,
  lastName: row.lastName,
  phones: row.phones.map((number, at) => ({ number, kind: record?.phoneKinds[at] ?? "other" })),
  emails: [...row.emails],
  account: row.account,
  language: record?.language ?? null,
  notes: record?.notes ?? "",
  fields: (record?.fields ?? []).map((field) => ({ ...field })),
});

/** The contact as the form says, one version later. */
export const rowOfForm = (
  before: ContactRow,
  form: ContactForm,
  mergedInto: string | null = before.record?.mergedInto ?? null,
): ContactRow & { readonly record: ContactRecord } => ({
  contactId: before.contactId,
  firstName: form.firstName,
  lastName: form.lastName,
  phones: form.phones.map(({ number }) => number),
  emails: form.emails,
  account: form.account,
  createdAt: before.createdAt,
  record: {
    version: versionOf(before) + 1,
    phoneKinds: form.phones.map(({ kind }) => kind),
    language: form.language,
    notes: form.notes,
    fields: form.fields,
    mergedInto,
  },
});

export const versionOf = (row: ContactRow): number => row.record?.version ?? 0;

/**
 * What was typed, as it is kept: numbers in E.164, each number and address once. What was there before and is no number
 * of any plan (an extension, a short number) may stay.
 */
export function judged(
  form: ContactForm,
  known: readonly string[],
  country: PhoneCountry,
): { readonly form: ContactForm } | { readonly fault: ContactsRefusal } {
  const phones = new Map<string, PhoneKind>();
  for (const [index, { number, kind }] of form.phones.entries()) {
    const typed = cleanText(number).trim();
    const e164 = e164Of(typed, country);
    if (e164 === undefined && !known.includes(typed))
      return { fault: { code: "contact_number_invalid", facts: { index } } };
    const kept = known.find((one) => one === typed || e164Of(one, country) === e164) ?? e164 ?? typed;
    if (!phones.has(kept)) phones.set(kept, kind);
  }
  const emails: string[] = [];
  for (const [index, email] of form.emails.entries()) {
    const typed = cleanText(email).trim();
    if (!isEmailAddress(typed)) return { fault: { code: "contact_email_invalid", facts: { index } } };
    if (!emails.some((one) => one.toLowerCase() === typed.toLowerCase())) emails.push(typed);
  }
  if (form.language !== null && !isLanguageTag(form.language))
    return { fault: { code: "contact_language_unknown" } };
  const names = new Set<string>();
  for (const { name } of form.fields) {
    const folded = name.toLowerCase();
    if (names.has(folded)) return { fault: { code: "contact_field_twice", facts: { name } } };
    names.add(folded);
  }
  return {
    form: {
      firstName: oneLine(form.firstName),
      lastName: oneLine(form.lastName),
      phones: [...phones].map(([number, kind]) => ({ number, kind })),
      emails,
      account: form.account === null ? null : oneLine(form.account) || null,
      language: form.language,
      notes: cleanText(form.notes).trim(),
      fields: form.fields.map(({ name, value }) => ({ name: oneLine(name), value: oneLine(value) })),
    },
  };
}

const oneLine = (text: string): string => cleanText(text).replace(/\s+/g, " ").trim();

/** What is otherwise, as people read it. */
export const valuesBetween = (from: ContactForm, to: ContactForm): ContactChange["values"] =>
  contactFieldNames
    .map((field) => ({ field, from: textOf(from, field), to: textOf(to, field) }))
    .filter((value) => value.from !== value.to);

function textOf(form: ContactForm, field: (typeof contactFieldNames)[number]): string {
  switch (field) {
    case "phones":
      return form.phones.map(({ number, kind }) => `${displayOf(number)} (${kind})`).join(", ");
    case "emails":
      return form.emails.join(", ");
    case "fields":
      return form.fields.map(({ name, value }) => `${name}: ${value}`).join("; ");
    default:
      return form[field] ?? "";
  }
}

const displayOf = (number: string): string =>
  parsePhoneNumberFromString(number)?.formatInternational() ?? number;

/** What a merge has put there goes back, except where somebody has changed it since. */
export function partedForm(before: ContactForm, after: ContactForm, now: ContactForm): ContactForm {
  const same = (field: (typeof contactFieldNames)[number]): boolean =>
    JSON.stringify(after[field]) === JSON.stringify(now[field]);
  return {
    firstName: same("firstName") ? before.firstName : now.firstName,
    lastName: same("lastName") ? before.lastName : now.lastName,
    phones: same("phones") ? before.phones : now.phones,
    emails: same("emails") ? before.emails : now.emails,
    account: same("account") ? before.account : now.account,
    language: same("language") ? before.language : now.language,
    notes: same("notes") ? before.notes : now.notes,
    fields: same("fields") ? before.fields : now.fields,
  };
}
