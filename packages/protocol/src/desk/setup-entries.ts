import { z } from "zod";
import { instant } from "../instant.js";
import { widgetSettingsSchema } from "../messaging/widget.js";
import { define, id, nothing } from "./define.js";

/**
 * Messaging entries, in the room Set-up: the doors through which chats of apps and web pages come in. Each request is refused
 * with `not_enough_privileges` to whoever is no administrator.
 */

/** What a parameter that an app sends is known as, so that contacts are found and made of it. */
export const entryParameterTypes = [
  "TEXT",
  "FIRST_NAME",
  "LAST_NAME",
  "EMAIL",
  "PHONE",
  "ACCOUNT",
  "COMPANY",
] as const;
export const ENTRY_PRIORITY_MAX = 100;

/** Of a new entry: it stands in the tags of web pages and in apps, and never changes. */
export const appIdSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])$/);

/** Names that the chat on a page gives what it sends by itself: no field is called so. */
export const reservedFieldNames: readonly string[] = ["message", "language", "page", "page_title"];

/** What would not work although each part of it is sound: where, and what is wrong. */
export interface WidgetFault {
  readonly path: readonly (string | number)[];
  readonly problem:
    | "title"
    | "greeting"
    | "closed"
    | "label"
    | "name_twice"
    | "reserved"
    | "no_choices"
    | "choice_twice";
}

type Texts = Readonly<Partial<Record<string, string>>>;

/** Faults of settings that are well-formed. Text is needed in the first language: it stands in for the others. */
export function widgetFaults({
  languages,
  title,
  greeting,
  closed,
  fields,
}: z.infer<typeof widgetSettingsSchema>): WidgetFault[] {
  const [first = "en"] = languages;
  const lacks = (texts: Texts): boolean => (texts[first] ?? "").trim() === "";
  const faults: WidgetFault[] = [];
  for (const [problem, texts] of Object.entries({ title, greeting, closed } as const))
    if (lacks(texts)) faults.push({ path: [problem], problem: problem as "title" });
  for (const [at, { name, kind, label, choices }] of fields.entries()) {
    const fault = (problem: WidgetFault["problem"], ...rest: (string | number)[]): void =>
      void faults.push({ path: ["fields", at, ...rest], problem });
    if (lacks(label)) fault("label", "label");
    if (reservedFieldNames.includes(name)) fault("reserved", "name");
    if (fields.findIndex((one) => one.name === name) !== at) fault("name_twice", "name");
    if (kind !== "choice") continue;
    if (choices.length === 0) fault("no_choices", "choices");
    for (const [index, choice] of choices.entries()) {
      if (lacks(choice.label)) fault("label", "choices", index);
      else if (choices.findIndex(({ value }) => value === choice.value) !== index)
        fault("choice_twice", "choices", index);
    }
  }
  return faults;
}

export const chatEntryFormSchema = z.object({
  name: z.string().trim().min(1).max(80),
  kind: z.enum(["web", "mobile"]),
  serviceId: id,
  /** Higher goes first. */
  priority: z.number().int().min(0).max(ENTRY_PRIORITY_MAX),
  /** A chat without the customer's number is refused. */
  phoneNumberRequired: z.boolean(),
  /** What an app may send with a chat, and what it is known as. */
  parameters: z
    .array(z.object({ name: z.string().trim().min(1).max(40), type: z.enum(entryParameterTypes) }))
    .max(30),
  widget: widgetSettingsSchema.superRefine((settings, context) => {
    for (const { path, problem } of widgetFaults(settings))
      context.addIssue({ code: "custom", path: [...path], message: problem });
  }),
});
export type ChatEntryForm = z.infer<typeof chatEntryFormSchema>;

export const chatEntryRowSchema = z.object({
  /** Also its `appId`. */
  entryId: z.string(),
  form: chatEntryFormSchema.extend({ widget: widgetSettingsSchema }),
  /** Whether its service takes chats now. */
  open: z.boolean(),
  /** Chats that are not over. */
  alive: z.number().int(),
  /** Whether something is hidden in its messages. */
  masked: z.boolean(),
  changedAt: instant.nullable(),
  changedBy: z.string().nullable(),
});
export type ChatEntryRow = z.infer<typeof chatEntryRowSchema>;

export const entrySetupRequests = {
  setupChatEntries: define(
    "desk.setup.chat_entries",
    nothing,
    z.object({
      chatEntries: z.array(chatEntryRowSchema),
      /** Every id that is taken, also those of access numbers. */
      taken: z.array(z.string()),
    }),
  ),
  /**
   * A new one (`was` null) under an id of the administrator's choice, or a changed one. `name_taken` with `path`: the id or the
   * name; `object_not_found`: no such service; `version_conflict` with `changedBy` and `changedAt`: it is not as in `was`.
   */
  saveChatEntry: define(
    "desk.setup.save_chat_entry",
    z.object({
      entryId: id,
      was: chatEntryFormSchema.extend({ widget: widgetSettingsSchema }).nullable(),
      form: chatEntryFormSchema,
    }),
    z.object({ entryId: z.string() }),
  ),
  /** `not_suitable_state` while a chat of it is not over. */
  removeChatEntry: define("desk.setup.remove_chat_entry", z.object({ entryId: id }), nothing),
} as const;
