import {
  type ContactFieldName,
  type ContactForm,
  type ContactView,
  contactFieldNames,
  isEmailAddress,
} from "@patchbay/protocol";
import type { KeptContact } from "../../../state/kept.js";

/** A contact's form as it is being filled in. */
export type ContactDraft = KeptContact;

/** A contact as its form shows it: numbers as people read them. */
export const formOf = ({ record, ...contact }: ContactView): ContactForm => ({
  firstName: contact.firstName,
  lastName: contact.lastName,
  phones: contact.phones.map(({ display }, at) => ({
    number: display,
    kind: record?.phoneKinds[at] ?? "other",
  })),
  emails: [...contact.emails],
  account: contact.account,
  language: record?.language ?? null,
  notes: record?.notes ?? "",
  fields: (record?.fields ?? []).map((field) => ({ ...field })),
});

export const versionOf = ({ record }: ContactView): number => record?.version ?? 0;

export const isSameField = (a: ContactForm, b: ContactForm, field: ContactFieldName): boolean =>
  field === "phones" ? samePhones(a.phones, b.phones) : JSON.stringify(a[field]) === JSON.stringify(b[field]);

/** As typed, "503 555 0142" is what comes back as "+1 503 555 0142". */
function samePhones(a: ContactForm["phones"], b: ContactForm["phones"]): boolean {
  const digits = (phone: string): string => phone.replace(/\D/g, "").replace(/^0+/, "");
  return (
    a.length === b.length &&
    a.every(({ number, kind }, at) => {
      const other = b[at];
      if (other === undefined || other.kind !== kind) return false;
      const [one, two] = [digits(number), digits(other.number)];
      return one === two || (one !== "" && two !== "" && (one.endsWith(two) || two.endsWith(one)));
    })
  );
}

/** What goes to the server: empty rows are none. */
export const sentForm = (form: ContactForm): ContactForm => ({
  ...form,
  firstName: form.firstName.trim(),
  lastName: form.lastName.trim(),
  phones: form.phones.filter(({ number }) => number.trim() !== ""),
  emails: form.emails.map((email) => email.trim()).filter((email) => email !== ""),
  account: form.account?.trim() || null,
  notes: form.notes.trim(),
  fields: form.fields
    .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }))
    .filter(({ name, value }) => name !== "" || value !== ""),
});

/** Whether something was typed that nobody has saved. */
export const isChanged = ({ form, base }: Pick<ContactDraft, "form" | "base">): boolean =>
  contactFieldNames.some((field) => !isSameField(sentForm(form), sentForm(base), field));

/**
 * Somebody else has changed the contact meanwhile. What was not typed here becomes theirs; what both have changed keeps
 * what is typed here, and theirs stands beside it until the agent has chosen.
 */
export function rebased(draft: ContactDraft, theirs: ContactForm, version: number): ContactDraft {
  const conflicts = new Set<ContactFieldName>();
  const take = <Field extends ContactFieldName>(field: Field): ContactForm[Field] => {
    if (isSameField(draft.form, draft.base, field)) return theirs[field];
    const isTheirs = !isSameField(theirs, draft.base, field) && !isSameField(theirs, draft.form, field);
    if (isTheirs || (draft.conflicts.includes(field) && !isSameField(theirs, draft.form, field)))
      conflicts.add(field);
    return draft.form[field];
  };
  return {
    ...draft,
    version,
    base: theirs,
    form: {
      firstName: take("firstName"),
      lastName: take("lastName"),
      phones: take("phones"),
      emails: take("emails"),
      account: take("account"),
      language: take("language"),
      notes: take("notes"),
      fields: take("fields"),
    },
    conflicts: [...conflicts],
  };
}

/** The agent has chosen: theirs, or what is typed here. */
export const settled = (
  draft: ContactDraft,
  field: ContactFieldName,
  whose: "theirs" | "mine",
): ContactDraft => ({
  ...draft,
  form: whose === "theirs" ? { ...draft.form, [field]: draft.base[field] } : draft.form,
  conflicts: draft.conflicts.filter((one) => one !== field),
});

/** What stands in the way of sending it, but for numbers, which the server knows. */
export function problemsOf(form: ContactForm): {
  readonly emails: readonly number[];
  readonly fieldsTwice: readonly number[];
  readonly fieldsNameless: readonly number[];
} {
  const names = form.fields.map(({ name }) => name.trim().toLowerCase());
  const indexes = (which: (at: number) => boolean, length: number): number[] =>
    Array.from({ length }, (_, at) => at).filter(which);
  return {
    emails: indexes((at) => {
      const email = form.emails[at]?.trim() ?? "";
      return email !== "" && !isEmailAddress(email);
    }, form.emails.length),
    fieldsTwice: indexes((at) => names[at] !== "" && names.indexOf(names[at] ?? "") < at, form.fields.length),
    fieldsNameless: indexes(
      (at) => names[at] === "" && form.fields[at]?.value.trim() !== "",
      form.fields.length,
    ),
  };
}

/** A field's value in one line, for comparing. */
export function valueText(form: ContactForm, field: ContactFieldName): string {
  switch (field) {
    case "phones":
      return form.phones.map(({ number }) => number).join(", ");
    case "emails":
      return form.emails.join(", ");
    case "fields":
      return form.fields.map(({ name, value }) => `${name}: ${value}`).join("; ");
    case "language":
      return form.language === null ? "" : languageName(form.language);
    default:
      return form[field] ?? "";
  }
}

/** Languages to choose from; one that is not among them stays where it was set. */
export const languages =
  "ar bg cs da de el en es et fi fr he hi hr hu id it ja ko lt lv nb nl pl pt ro ru sk sl sr sv th tr uk vi zh".split(
    " ",
  );

const names = new Intl.DisplayNames("en", { type: "language" });
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    // No language of any list: as it was set.
    return tag;
  }
}
