import {
  CONTACT_EMAILS_MAX,
  CONTACT_FIELDS_MAX,
  CONTACT_NOTES_MAX,
  CONTACT_PHONES_MAX,
  type ContactFieldName,
  type ContactForm,
  contactFieldNames,
} from "@patchbay/protocol";
import { isSameField } from "./contact-form.js";

/** Whose value a merged contact has: of the one it was begun at, of the other, or both together. */
export type Choice = "one" | "other" | "both";
export type Choices = Readonly<Record<ContactFieldName, Choice>>;

const digits = (phone: string): string => phone.replace(/\D/g, "");

/** Both together, each number, address and field once; `null`: they cannot be together. */
export function together<Field extends ContactFieldName>(
  one: ContactForm,
  other: ContactForm,
  field: Field,
): ContactForm[ContactFieldName] | null {
  switch (field) {
    case "phones": {
      const more = other.phones.filter(
        ({ number }) => !one.phones.some((known) => digits(known.number) === digits(number)),
      );
      const phones = [...one.phones, ...more];
      return phones.length > CONTACT_PHONES_MAX ? null : phones;
    }
    case "emails": {
      const more = other.emails.filter(
        (email) => !one.emails.some((known) => known.toLowerCase() === email.toLowerCase()),
      );
      const emails = [...one.emails, ...more];
      return emails.length > CONTACT_EMAILS_MAX ? null : emails;
    }
    case "fields": {
      const more = other.fields.filter(
        ({ name }) => !one.fields.some((known) => known.name.toLowerCase() === name.toLowerCase()),
      );
      const fields = [...one.fields, ...more];
      return fields.length > CONTACT_FIELDS_MAX ? null : fields;
    }
    case "notes": {
      const notes = [one.notes, other.notes].filter((text) => text !== "").join("\n\n");
      return notes.length > CONTACT_NOTES_MAX ? null : notes;
    }
    default:
      return null;
  }
}

const isEmpty = (form: ContactForm, field: ContactFieldName): boolean => {
  const value = form[field];
  return value === null || value.length === 0;
};

/** The fields about which there is something to choose. */
export const differing = (one: ContactForm, other: ContactForm): readonly ContactFieldName[] =>
  contactFieldNames.filter((field) => !isSameField(one, other, field));

/** Whether both together are more than each of them. */
export function bothHelp(one: ContactForm, other: ContactForm, field: ContactFieldName): boolean {
  const both = together(one, other, field);
  return (
    both !== null && both.length > (one[field]?.length ?? 0) && both.length > (other[field]?.length ?? 0)
  );
}

/** What is usually wanted: nothing is lost, and a name is not made of two. */
export function firstChoices(one: ContactForm, other: ContactForm): Choices {
  const choice = (field: ContactFieldName): Choice => {
    if (isEmpty(other, field)) return "one";
    if (isEmpty(one, field)) return "other";
    if (bothHelp(one, other, field)) return "both";
    // One of them has all that the other has.
    const hasMore = (other[field]?.length ?? 0) > (one[field]?.length ?? 0);
    return hasMore && together(one, other, field) !== null ? "other" : "one";
  };
  // A first name alone goes with its own last name.
  const names = one.firstName + one.lastName === "" ? "other" : "one";
  return {
    firstName: names,
    lastName: names,
    phones: choice("phones"),
    emails: choice("emails"),
    account: choice("account"),
    language: choice("language"),
    notes: choice("notes"),
    fields: choice("fields"),
  };
}

export function mergedForm(one: ContactForm, other: ContactForm, choices: Choices): ContactForm {
  const value = <Field extends ContactFieldName>(field: Field): ContactForm[Field] => {
    if (choices[field] === "one") return one[field];
    if (choices[field] === "other") return other[field];
    return (together(one, other, field) ?? one[field]) as ContactForm[Field];
  };
  return {
    firstName: value("firstName"),
    lastName: value("lastName"),
    phones: value("phones"),
    emails: value("emails"),
    account: value("account"),
    language: value("language"),
    notes: value("notes"),
    fields: value("fields"),
  };
}
