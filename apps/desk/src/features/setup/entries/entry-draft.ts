import {
  appIdSchema,
  type ChatEntryForm,
  ENTRY_PRIORITY_MAX,
  originSchema,
  reservedFieldNames,
  usualWidget,
  type WidgetField,
  type WidgetLanguage,
  type WidgetSettings,
  widgetFaults,
  widgetLanguages,
  widgetSettingsSchema,
} from "@patchbay/protocol";
import { languageName } from "../../../parts/language-name.js";
import { word } from "../../../words/words.js";

export type Texts = Readonly<Partial<Record<WidgetLanguage, string>>>;

export interface ChoiceDraft {
  readonly key: number;
  /** As it reaches the agents; empty: as it is called in the first language. */
  readonly value: string;
  readonly label: Texts;
}

export interface FieldDraft extends Omit<WidgetField, "choices" | "label"> {
  readonly key: number;
  readonly label: Texts;
  readonly choices: readonly ChoiceDraft[];
}

/** What is being typed: texts may be empty, rows of lists have keys, and origins are lines. */
export interface EntryDraft {
  readonly entryId: string;
  readonly name: string;
  readonly kind: ChatEntryForm["kind"];
  readonly serviceId: string;
  readonly priority: number | null;
  readonly phoneNumberRequired: boolean;
  readonly parameters: readonly (ChatEntryForm["parameters"][number] & { readonly key: number })[];
  readonly colour: string;
  readonly textColour: string | null;
  readonly theme: WidgetSettings["theme"];
  readonly side: WidgetSettings["side"];
  readonly languages: readonly WidgetLanguage[];
  readonly title: Texts;
  readonly greeting: Texts;
  readonly closed: Texts;
  readonly fields: readonly FieldDraft[];
  readonly files: boolean;
  readonly privacyUrl: string;
  readonly origins: string;
}

/** What most pages begin with. */
export const newEntry: ChatEntryForm = {
  name: "",
  kind: "web",
  serviceId: "",
  priority: 50,
  phoneNumberRequired: false,
  parameters: [],
  widget: usualWidget,
};

let keys = 0;
export const nextKey = (): number => {
  keys += 1;
  return keys;
};

export function draftOf(entryId: string, { widget, parameters, ...form }: ChatEntryForm): EntryDraft {
  const [first = "en"] = widget.languages;
  return {
    entryId,
    ...form,
    parameters: parameters.map((one, at) => ({ ...one, key: -at - 1 })),
    colour: widget.colour,
    textColour: widget.textColour,
    theme: widget.theme,
    side: widget.side,
    languages: widget.languages,
    title: widget.title,
    greeting: widget.greeting,
    closed: widget.closed,
    fields: widget.fields.map(({ choices, ...field }, at) => ({
      ...field,
      key: -at - 1,
      choices: choices.map(({ value, label }, index) => ({
        key: -1_000 * (at + 1) - index,
        // It is called otherwise to agents as well when it gets another name.
        value: value === label[first] ? "" : value,
        label,
      })),
    })),
    files: widget.files,
    privacyUrl: widget.privacyUrl ?? "",
    origins: widget.allowedOrigins.join("\n"),
  };
}

const trimmed = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([language, text]) =>
      text.trim() === "" ? [] : [[language, text.trim()]],
    ),
  );

const originsOf = (typed: string): string[] =>
  typed
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** What the page would be drawn with. */
function widgetOf(draft: EntryDraft): WidgetSettings {
  const [first = "en"] = draft.languages;
  return {
    colour: draft.colour,
    textColour: draft.textColour,
    theme: draft.theme,
    side: draft.side,
    languages: [...draft.languages],
    title: trimmed(draft.title),
    greeting: trimmed(draft.greeting),
    closed: trimmed(draft.closed),
    fields: draft.fields.map(({ key: _, choices, label, ...field }) => ({
      ...field,
      label: trimmed(label),
      choices:
        field.kind !== "choice"
          ? []
          : choices.map(({ value, label: named }) => ({
              value: value || (named[first] ?? "").trim(),
              label: trimmed(named),
            })),
    })),
    files: draft.files,
    privacyUrl: draft.privacyUrl.trim() === "" ? null : draft.privacyUrl.trim(),
    allowedOrigins: originsOf(draft.origins),
  };
}

export const formOf = (draft: EntryDraft): ChatEntryForm => ({
  name: draft.name.trim(),
  kind: draft.kind,
  serviceId: draft.serviceId,
  priority: draft.priority ?? 0,
  phoneNumberRequired: draft.phoneNumberRequired,
  parameters: draft.parameters.map(({ name, type }) => ({ name: name.trim(), type })),
  widget: widgetOf(draft),
});

/** What can be drawn of it; `null`: there are mistakes in it. */
export function drawable(draft: EntryDraft): WidgetSettings | null {
  const { data } = widgetSettingsSchema.safeParse(widgetOf(draft));
  return data !== undefined && widgetFaults(data).length === 0 ? data : null;
}

/** "Web shop (Köln)" as an id: "web-shop-koln". @param between what stands for everything that is no letter or digit */
function plain(text: string, between: "-" | "_"): string {
  const letters = text
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .replaceAll("ß", "ss")
    .toLowerCase();
  const cut = letters
    .replace(/[^a-z0-9]+/g, between)
    .replace(/^[-_]+/, "")
    .slice(0, 36);
  return cut.replace(/[-_]+$/, "");
}

/** From the name, and unlike those that are taken. */
export function proposedId(name: string, taken: readonly string[]): string {
  const base = plain(name, "-");
  if (base === "") return "";
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? base : `${base}-${count}`;
    if (!taken.includes(id)) return id;
  }
}

/** From the label. */
export const proposedFieldName = (label: string): string => plain(label, "_").replace(/^[0-9_]+/, "");

const FIELD_NAME = /^[a-z][a-z0-9_]{0,39}$/;

function problemsOfFields({ fields, languages }: EntryDraft): Record<string, string> {
  const [first = "en"] = languages;
  const needed = word("entrySetup.problem.needed", { language: languageName(first) });
  const problems: Record<string, string> = {};
  for (const [at, { key, name, label, kind, choices }] of fields.entries()) {
    if ((label[first] ?? "").trim() === "") problems[`field.${key}.label`] = needed;
    if (!FIELD_NAME.test(name)) problems[`field.${key}.name`] = word("entrySetup.problem.fieldName");
    else if (reservedFieldNames.includes(name))
      problems[`field.${key}.name`] = word("entrySetup.problem.reserved");
    else if (fields.findIndex((one) => one.name === name) !== at)
      problems[`field.${key}.name`] = word("entrySetup.problem.fieldTwice");
    if (kind !== "choice") continue;
    if (choices.length === 0) problems[`field.${key}.choices`] = word("entrySetup.problem.noChoices");
    const agentsRead = (choice: ChoiceDraft): string => choice.value || (choice.label[first] ?? "").trim();
    for (const [index, choice] of choices.entries()) {
      if ((choice.label[first] ?? "").trim() === "") problems[`choice.${choice.key}`] = needed;
      else if (choices.findIndex((one) => agentsRead(one) === agentsRead(choice)) !== index)
        problems[`choice.${choice.key}`] = word("entrySetup.problem.choiceTwice");
    }
  }
  return problems;
}

/** @param others of the other entries; @param isNew its id is still to be chosen */
export function problemsOf(
  draft: EntryDraft,
  others: { readonly names: readonly string[]; readonly taken: readonly string[] },
  isNew: boolean,
): Record<string, string> {
  const problems = problemsOfFields(draft);
  const name = draft.name.trim().toLowerCase();
  if (name === "") problems["name"] = word("entrySetup.problem.name");
  else if (others.names.some((one) => one.trim().toLowerCase() === name))
    problems["name"] = word("errors.name_taken");
  if (isNew && !appIdSchema.safeParse(draft.entryId).success)
    problems["entryId"] = word("entrySetup.problem.appId");
  else if (isNew && others.taken.includes(draft.entryId))
    problems["entryId"] = word("entrySetup.problem.appIdTaken");
  if (draft.serviceId === "") problems["serviceId"] = word("entrySetup.problem.service");
  if (draft.priority === null || draft.priority < 0 || draft.priority > ENTRY_PRIORITY_MAX)
    problems["priority"] = word("entrySetup.problem.priority");
  const [first = "en"] = draft.languages;
  for (const field of ["title", "greeting", "closed"] as const)
    if ((draft[field][first] ?? "").trim() === "")
      problems[field] = word("entrySetup.problem.needed", { language: languageName(first) });
  const asksPhone = draft.fields.some(({ kind, required }) => kind === "phone" && required);
  if (draft.kind === "web" && draft.phoneNumberRequired && !asksPhone)
    problems["phoneNumberRequired"] = word("entrySetup.problem.phone");
  const { privacyUrl } = widgetSettingsSchema.shape;
  if (draft.privacyUrl.trim() !== "" && !privacyUrl.safeParse(draft.privacyUrl.trim()).success)
    problems["privacyUrl"] = word("entrySetup.problem.privacy");
  const line = originsOf(draft.origins).find((one) => !originSchema.safeParse(one).success);
  if (line !== undefined) problems["origins"] = word("entrySetup.problem.origin", { line });
  const names = draft.parameters.map((one) => one.name.trim());
  for (const [at, { key }] of draft.parameters.entries())
    if (names[at] === "" || names.indexOf(names[at] ?? "") !== at)
      problems[`parameter.${key}`] = word("entrySetup.problem.parameter");
  return problems;
}

/** In the order of the widget's own list, with the one that stands in for the others first. */
export const withLanguages = (chosen: ReadonlySet<WidgetLanguage>, first: WidgetLanguage): WidgetLanguage[] =>
  [first, ...widgetLanguages.filter((one) => one !== first)].filter((one) => chosen.has(one));
