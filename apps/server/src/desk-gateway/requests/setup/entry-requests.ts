import { asId, type Entry, type EntryId, isServiceOpenNow, type ServiceId } from "@patchbay/core";
import {
  appIdSchema,
  type ChatEntryForm,
  deskRequests,
  entryParameterTypes,
  usualWidget,
  type WidgetSettings,
} from "@patchbay/protocol";
import type { CenterHandle } from "../../../center/edge.js";
import { cleanText } from "../../../center/plain-text.js";
import type { EntryWords } from "../../../center/records.js";
import { type Fault, type Responder, responder } from "../respond.js";
import { lastChanges } from "./changes.js";
import { isOtherForm } from "./same-form.js";
import { sameName } from "./service-requests.js";

const isChat = (entry: Entry | undefined): entry is Entry => entry?.channel === "chat";

const typeOf = (type: string): ChatEntryForm["parameters"][number]["type"] =>
  entryParameterTypes.find((known) => known === type) ?? "TEXT";

/** What the core keeps of a messaging entry and what its words say, as one form. */
function formOf(handle: CenterHandle, { id, serviceId, priority }: Entry): ChatEntryForm {
  const words = handle.words().entries.get(id);
  return {
    name: words?.name ?? id,
    kind: words?.mark ?? "web",
    serviceId,
    priority,
    phoneNumberRequired: words?.phoneNumberRequired ?? false,
    parameters: (words?.parameters ?? []).map(({ name, type }) => ({ name, type: typeOf(type) })),
    widget: words?.widget ?? usualWidget,
  };
}

const cleanedTexts = <Texts extends object>(texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, cleanText(text)])) as Texts;

const cleanedWidget = (widget: WidgetSettings): WidgetSettings => ({
  ...widget,
  title: cleanedTexts(widget.title),
  greeting: cleanedTexts(widget.greeting),
  closed: cleanedTexts(widget.closed),
  fields: widget.fields.map(({ label, choices, ...field }) => ({
    ...field,
    label: cleanedTexts(label),
    // Only a field to choose in has choices, whatever it was before.
    choices:
      field.kind === "choice"
        ? choices.map((choice) => ({ value: cleanText(choice.value), label: cleanedTexts(choice.label) }))
        : [],
  })),
});

const cleaned = ({ parameters, ...form }: ChatEntryForm): ChatEntryForm => ({
  ...form,
  name: cleanText(form.name),
  parameters: parameters.map(({ name, type }) => ({ name: cleanText(name), type })),
  widget: cleanedWidget(form.widget),
});

function problemOf(handle: CenterHandle, entryId: string, form: ChatEntryForm): Fault | null {
  const { entries, services } = handle.center.state.configuration;
  const nameOf = (id: EntryId): string => handle.words().entries.get(id)?.name ?? id;
  for (const other of entries.values())
    if (other.id !== entryId && isChat(other) && sameName(nameOf(other.id), form.name))
      return { code: "name_taken", facts: { path: "form.name" } };
  if (!services.has(asId<ServiceId>(form.serviceId)))
    return { code: "object_not_found", facts: { serviceId: form.serviceId } };
  const names = form.parameters.map(({ name }) => name);
  if (new Set(names).size < names.length)
    return { code: "invalid_args", facts: { path: "form.parameters", problem: "a name twice" } };
  // A visitor could not begin a chat: nothing would ask for the number that it is refused without.
  const asks = form.widget.fields.some(({ kind, required }) => kind === "phone" && required);
  if (form.kind === "web" && form.phoneNumberRequired && !asks)
    return { code: "invalid_args", facts: { path: "form.phoneNumberRequired", problem: "not asked for" } };
  return null;
}

function isOpen({ center: { state } }: CenterHandle, serviceId: ServiceId): boolean {
  const service = state.configuration.services.get(serviceId);
  return service !== undefined && isServiceOpenNow(state, service);
}

export const entryRequests: readonly Responder[] = [
  responder(deskRequests.setupChatEntries, (_input, _asker, { handle }) => ({
    query: async () => {
      const changes = await lastChanges(handle, "EntryConfigured", ({ entry }) => entry.id);
      const { configuration, interactions } = handle.center.state;
      const alive = new Map<string, number>();
      for (const { entryId } of interactions.values())
        if (entryId !== null) alive.set(entryId, (alive.get(entryId) ?? 0) + 1);
      const chatEntries = [...configuration.entries.values()].filter(isChat).map((entry) => ({
        entryId: entry.id as string,
        form: formOf(handle, entry),
        open: isOpen(handle, entry.serviceId),
        alive: alive.get(entry.id) ?? 0,
        masked: handle.words().entries.get(entry.id)?.masking !== undefined,
        ...changes(entry.id),
      }));
      return {
        chatEntries: chatEntries.sort((a, b) => a.form.name.localeCompare(b.form.name, "en")),
        taken: [...configuration.entries.keys()],
      };
    },
  })),
  responder(deskRequests.saveChatEntry, async ({ entryId, was, form }, { agentId }, { handle }) => {
    const before = handle.center.state.configuration.entries.get(asId<EntryId>(entryId));
    if (before !== undefined && !isChat(before))
      return was === null
        ? { fault: { code: "name_taken", facts: { path: "entryId" } } }
        : { fault: { code: "entry_unknown" } };
    if (before === undefined && was !== null) return { fault: { code: "entry_unknown" } };
    const wanted = cleaned(form);
    if (before !== undefined) {
      const now = formOf(handle, before);
      // What is already so cannot be in anybody's way: this may be a request that is asked again.
      if (!isOtherForm(wanted, now)) return { submissions: [], output: { entryId } };
      if (was === null) return { fault: { code: "name_taken", facts: { path: "entryId" } } };
      if (isOtherForm(was, now)) {
        const changes = await lastChanges(handle, "EntryConfigured", ({ entry }) => entry.id);
        return { fault: { code: "version_conflict", facts: { ...changes(entryId) } } };
      }
    } else if (!appIdSchema.safeParse(entryId).success && !handle.words().entries.has(entryId))
      return { fault: { code: "invalid_args", facts: { path: "entryId" } } };
    const problem = problemOf(handle, entryId, wanted);
    if (problem !== null) return { fault: problem };
    const { name, kind, phoneNumberRequired, parameters, serviceId, priority, widget } = wanted;
    const words: EntryWords = {
      ...handle.words().entries.get(entryId),
      name,
      mark: kind,
      phoneNumberRequired,
      parameters,
      widget,
    };
    return {
      submissions: [
        {
          command: {
            type: "ConfigureEntry",
            entry: { ...before, id: asId(entryId), channel: "chat", serviceId: asId(serviceId), priority },
            by: agentId,
          },
          content: [{ table: "entry_words", entryId, words }],
        },
      ],
      output: { entryId },
    };
  }),
  responder(deskRequests.removeChatEntry, ({ entryId }, { agentId }, { handle }) => {
    const entry = handle.center.state.configuration.entries.get(asId<EntryId>(entryId));
    // Access numbers are no doors of chats: they are not removed by mistake.
    if (entry !== undefined && !isChat(entry)) return { fault: { code: "entry_unknown" } };
    return {
      submissions: [{ command: { type: "RemoveEntry", entryId: asId(entryId), by: agentId } }],
      output: {},
    };
  }),
];
