import { asId, type Entry, type EntryId, type ScenarioId } from "@patchbay/core";
import { deskRequests, type NumberForm } from "@patchbay/protocol";
import type { CenterHandle } from "../../../center/edge.js";
import { dialledNumber } from "../../../center/phone-number.js";
import { cleanText } from "../../../center/plain-text.js";
import type { EntryWords } from "../../../center/records.js";
import { type Fault, type Responder, responder } from "../respond.js";
import { lastChanges } from "./changes.js";
import { scenariosWithTransferTo } from "./scenario-requests.js";

type VoiceEntry = Entry & Required<Pick<Entry, "voice">>;

const isNumber = (entry: Entry | undefined): entry is VoiceEntry => entry?.voice !== undefined;

function formOf(handle: CenterHandle, { id, serviceId, priority, voice }: VoiceEntry): NumberForm {
  const { address, scenarioId } = voice;
  return { name: handle.words().entries.get(id)?.name ?? id, address, serviceId, priority, scenarioId };
}

/** As the network sends it: digits, perhaps a plus. `00` before a number stands for the plus. */
function addressOf(typed: string): string | Fault {
  const number = dialledNumber(typed);
  if (number === "") return { code: "empty_number", facts: { path: "form.address" } };
  if (number === undefined) return { code: "phone_not_in_dial_plan", facts: { path: "form.address" } };
  return number.replace(/^00(?=\d{6,})/, "+");
}

const isSame = (a: NumberForm, b: NumberForm): boolean =>
  a.name === b.name &&
  a.address === b.address &&
  a.serviceId === b.serviceId &&
  a.priority === b.priority &&
  a.scenarioId === b.scenarioId;

export const numberRequests: readonly Responder[] = [
  responder(deskRequests.setupNumbers, (_input, _asker, { handle }) => ({
    query: async () => {
      const changes = await lastChanges(handle, "EntryConfigured", ({ entry }) => entry.id);
      const { configuration, interactions } = handle.center.state;
      const calls = new Map<EntryId, number>();
      for (const { entryId } of interactions.values()) calls.set(entryId, (calls.get(entryId) ?? 0) + 1);
      const numbers = [...configuration.entries.values()].filter(isNumber).map((entry) => ({
        entryId: entry.id as string,
        ...formOf(handle, entry),
        usedBy: scenariosWithTransferTo(handle, entry.id),
        calls: calls.get(entry.id) ?? 0,
        ...changes(entry.id),
      }));
      return { numbers: numbers.sort((a, b) => a.address.localeCompare(b.address, "en")) };
    },
  })),
  responder(deskRequests.saveNumber, async ({ entryId: known, was, form }, { agentId }, { handle }) => {
    const { entries } = handle.center.state.configuration;
    const address = addressOf(form.address);
    if (typeof address !== "string") return { fault: address };
    const before = known === null ? undefined : entries.get(asId<EntryId>(known));
    if (known !== null && !isNumber(before)) return { fault: { code: "entry_unknown" } };
    const wanted = { ...form, name: cleanText(form.name), address };
    // What is already so cannot be in anybody's way: this may be a request that is asked again.
    if (isNumber(before) && !isSame(wanted, formOf(handle, before))) {
      if (was === null || !isSame(was, formOf(handle, before))) {
        const changes = await lastChanges(handle, "EntryConfigured", ({ entry }) => entry.id);
        return { fault: { code: "version_conflict", facts: { ...changes(before.id) } } };
      }
    }
    const leads = handle.center.state.configuration.scenarios.get(asId<ScenarioId>(form.scenarioId));
    const isOther = !isNumber(before) || before.voice.scenarioId !== form.scenarioId;
    // Nobody outside dials into what agents give a live call to (decision 0177).
    if (isOther && leads?.application != null)
      return {
        fault: { code: "invalid_args", facts: { path: "form.scenarioId", problem: "voice application" } },
      };
    const entryId = known ?? handle.ids.next();
    const { serviceId, priority, scenarioId } = form;
    const words: EntryWords = {
      ...(handle.words().entries.get(entryId) ?? { mark: "web", phoneNumberRequired: false, parameters: [] }),
      name: wanted.name,
    };
    return {
      submissions: [
        {
          command: {
            type: "ConfigureEntry",
            entry: {
              id: asId(entryId),
              channel: "voice",
              serviceId: asId(serviceId),
              priority,
              voice: { address, scenarioId: asId(scenarioId) },
            },
            by: agentId,
          },
          content: [{ table: "entry_words", entryId, words }],
        },
      ],
      output: { entryId },
    };
  }),
  responder(deskRequests.removeNumber, ({ entryId }, { agentId }, { handle }) => {
    const entry = handle.center.state.configuration.entries.get(asId<EntryId>(entryId));
    // Doors of apps and pages are no numbers: they are not removed by mistake.
    if (entry !== undefined && !isNumber(entry)) return { fault: { code: "entry_unknown" } };
    return {
      submissions: [{ command: { type: "RemoveEntry", entryId: asId(entryId), by: agentId } }],
      output: {},
    };
  }),
];
