import { z } from "zod";
import { instant } from "../instant.js";
import { contactViewSchema, phoneKinds } from "./contact-view.js";
import { define, id } from "./define.js";

export const CONTACT_NAME_MAX = 200;
export const CONTACT_PHONES_MAX = 10;
export const CONTACT_EMAILS_MAX = 10;
export const CONTACT_NOTES_MAX = 4_000;
export const CONTACT_FIELDS_MAX = 20;
export const CONTACT_FIELD_NAME_MAX = 60;
export const CONTACT_FIELD_VALUE_MAX = 500;
/** Until then a merge can be undone. */
export const UNMERGE_MS = 24 * 3_600_000;

/** An address as mail takes it, in the usual form; what is typed is judged before it is sent and once more when it comes. */
export function isEmailAddress(text: string): boolean {
  if (text.length > 254) return false;
  const [local, domain, more] = text.split("@");
  if (local === undefined || domain === undefined || more !== undefined) return false;
  if (!/^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}$/u.test(local) || /^\.|\.\.|\.$/.test(local)) return false;
  const labels = domain.split(".");
  return (
    labels.length > 1 &&
    labels.every((label) => /^[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(label))
  );
}

/** BCP 47, as far as anybody writes it for a person: "en", "pt-BR", "zh-Hant". */
export const isLanguageTag = (text: string): boolean => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(text);

/** What an agent knows of a contact. */
export const contactFormSchema = z.object({
  firstName: z.string().trim().max(CONTACT_NAME_MAX),
  lastName: z.string().trim().max(CONTACT_NAME_MAX),
  phones: z
    .array(z.object({ number: z.string().trim().min(1).max(50), kind: z.enum(phoneKinds) }))
    .max(CONTACT_PHONES_MAX),
  emails: z.array(z.string().trim().min(1).max(254)).max(CONTACT_EMAILS_MAX),
  account: z.string().trim().min(1).max(CONTACT_NAME_MAX).nullable(),
  language: z.string().max(35).nullable(),
  notes: z.string().max(CONTACT_NOTES_MAX),
  fields: z
    .array(
      z.object({
        name: z.string().trim().min(1).max(CONTACT_FIELD_NAME_MAX),
        value: z.string().trim().max(CONTACT_FIELD_VALUE_MAX),
      }),
    )
    .max(CONTACT_FIELDS_MAX),
});
export type ContactForm = z.infer<typeof contactFormSchema>;
export const contactFieldNames = [
  "firstName",
  "lastName",
  "phones",
  "emails",
  "account",
  "language",
  "notes",
  "fields",
] as const satisfies readonly (keyof ContactForm)[];
export type ContactFieldName = (typeof contactFieldNames)[number];

const person = z.object({ agentId: z.string(), name: z.string() });

export const contactChangeKinds = ["edit", "merge", "unmerge"] as const;

/** One change of a contact: who, what, when. */
export const contactChangeViewSchema = z.object({
  changeId: z.string(),
  kind: z.enum(contactChangeKinds),
  at: instant,
  by: person,
  /** As people read them; empty texts: nothing. */
  values: z.array(z.object({ field: z.enum(contactFieldNames), from: z.string(), to: z.string() })),
  /** Of a merge and its undoing: the other one. */
  other: z.object({ contactId: z.string(), name: z.string() }).nullable(),
});
export type ContactChangeView = z.infer<typeof contactChangeViewSchema>;

export const contactLikenesses = ["phone", "email", "client"] as const;
export type ContactLikeness = (typeof contactLikenesses)[number];

/** Somebody who may be the same person, and by what. */
export const contactAlikeSchema = z.object({
  contact: contactViewSchema,
  why: z.array(z.enum(contactLikenesses)),
  interactions: z.number().int(),
  lastAt: instant.nullable(),
});
export type ContactAlike = z.infer<typeof contactAlikeSchema>;

/** A merge that can still be undone. */
export const contactMergeViewSchema = z.object({
  mergeId: z.string(),
  from: z.object({ contactId: z.string(), name: z.string() }),
  at: instant,
  by: person,
  undoUntil: instant,
});
export type ContactMergeView = z.infer<typeof contactMergeViewSchema>;

export const contactRecordSchema = z.object({
  /** Of the one that it was merged into, when it was. */
  contact: contactViewSchema,
  /** Whether the asker may change it. */
  mayEdit: z.boolean(),
  /** Newest first. */
  changes: z.array(contactChangeViewSchema),
  alike: z.array(contactAlikeSchema),
  merges: z.array(contactMergeViewSchema),
});
export type ContactRecordView = z.infer<typeof contactRecordSchema>;

const changed = z.object({ contact: contactViewSchema });
const version = z.number().int().min(0);

/**
 * Changed by agents who have or had an interaction with the contact, by supervisors and administrators; to all others
 * `contact_not_yours`. A change says from which version it was made: another one by now is `version_conflict` with
 * `facts.version`, and nothing is changed. What comes again because its answer was lost (the same `changeId` or `mergeId`)
 * gets the same answer.
 *
 * Codes: `contact_number_invalid` and `contact_email_invalid` (`facts.index`), `contact_language_unknown`,
 * `contact_field_twice` (`facts.name`), `contact_merged` (it was merged into another one, `facts.contactId`),
 * `contact_same` (merged with itself), `undo_too_late`.
 */
export const contactRequests = {
  contactRecord: define("desk.contact.record", z.object({ contactId: id }), contactRecordSchema),
  editContact: define(
    "desk.contact.edit",
    z.object({ contactId: id, changeId: id, version, form: contactFormSchema }),
    changed,
  ),
  /** Everything of `from` belongs to `into` from now on, which is as the form says. */
  mergeContacts: define(
    "desk.contact.merge",
    z.object({
      mergeId: id,
      from: z.object({ contactId: id, version }),
      into: z.object({ contactId: id, version }),
      form: contactFormSchema,
    }),
    changed,
  ),
  /** Until UNMERGE_MS after it. What was changed by hand since then stays. */
  unmergeContacts: define("desk.contact.unmerge", z.object({ mergeId: id }), changed),
} as const;
