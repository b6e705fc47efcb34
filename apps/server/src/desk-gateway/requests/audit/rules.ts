import { randomUUID } from "node:crypto";
import {
  type AfterChatForm,
  type AlertRules,
  type CannedForm,
  deskRequests,
  type MaskingForm,
  type NumberForm,
  numberFormSchema,
  type RecordingForm,
  type ScenarioForm,
  type ScreenPopForm,
} from "@patchbay/protocol";
import { apiKeyRules } from "./api-key-rules.js";
import { type AuditRule, onlyChanges, type ReadList, request, rule, type Subject } from "./audit-rule.js";
import { entryRules } from "./entry-rules.js";
import { networkRules } from "./network-rules.js";
import { serviceRules } from "./service-rules.js";
import { userRules } from "./user-rules.js";

/** A row of a list that has its form in `form`. */
const formIn = (
  row: { readonly name: string; readonly form: unknown } | undefined,
): { readonly name: string; readonly form: unknown } | null =>
  row === undefined ? null : { name: row.name, form: row.form };

// ---- numbers ----

async function readNumber(id: string, list: ReadList): Promise<Subject | null> {
  const { numbers } = await list(deskRequests.setupNumbers, {});
  const row = numbers.find(({ entryId }) => entryId === id);
  return row === undefined ? null : { name: row.name, form: numberFormSchema.parse(row) };
}

const restoreNumber: AuditRule["restore"] = (id, wanted, now) =>
  wanted === null
    ? request(deskRequests.removeNumber, { entryId: id })
    : request(deskRequests.saveNumber, {
        entryId: now === null ? null : id,
        was: now as NumberForm | null,
        form: wanted as NumberForm,
      });

// ---- scenarios ----

async function readScenario(id: string, list: ReadList): Promise<Subject | null> {
  const { scenarios } = await list(deskRequests.setupScenarios, {});
  if (!scenarios.some(({ scenarioId }) => scenarioId === id)) return null;
  const { form } = await list(deskRequests.setupScenario, { scenarioId: id });
  return { name: form.name, form };
}

const restoreScenario: AuditRule["restore"] = async (id, wanted, now, list) => {
  if (wanted === null) return request(deskRequests.removeScenario, { scenarioId: id });
  const base = now === null ? 0 : (await list(deskRequests.setupScenario, { scenarioId: id })).newest;
  return request(deskRequests.saveScenario, {
    scenarioId: now === null ? null : id,
    base,
    form: wanted as ScenarioForm,
  });
};

// ---- sounds ----

type PromptForm = { readonly name: string; readonly kind: "speech" | "music" };

async function readPrompt(id: string, list: ReadList): Promise<Subject | null> {
  const { prompts } = await list(deskRequests.setupPrompts, {});
  const row = prompts.find(({ promptId, own }) => own && promptId === id);
  return row === undefined ? null : { name: row.name, form: { name: row.name, kind: row.kind } };
}

type MessageForm = { readonly name: string; readonly serviceId: string | null };

/** Somebody's own messages are told to nobody. */
async function readMessage(id: string, list: ReadList): Promise<Subject | null> {
  const { messages } = await list(deskRequests.messages, {});
  const row = messages.find(({ messageId, own }) => !own && messageId === id);
  return row === undefined ? null : { name: row.name, form: { name: row.name, serviceId: row.serviceId } };
}

// ---- canned responses ----

async function readCanned(id: string, list: ReadList): Promise<Subject | null> {
  const { responses } = await list(deskRequests.cannedResponses, {});
  const row = responses.find(({ responseId, shared }) => shared && responseId === id);
  if (row === undefined) return null;
  const { title, keyword, folder, text, language, serviceIds, marks } = row;
  return { name: title, form: { title, keyword, folder, text, language, serviceIds, marks } };
}

// ---- by service, entry or agent ----

async function readAfterChat(id: string, list: ReadList): Promise<Subject | null> {
  const { afterChats } = await list(deskRequests.setupAfterChat, {});
  return formIn(afterChats.find(({ serviceId }) => serviceId === id));
}

async function readRecording(id: string, list: ReadList): Promise<Subject | null> {
  const { rules } = await list(deskRequests.setupRecording, {});
  return formIn(rules.find(({ serviceId }) => serviceId === id));
}

async function readMasking(id: string, list: ReadList): Promise<Subject | null> {
  const { entries } = await list(deskRequests.setupMasking, {});
  return formIn(entries.find(({ entryId }) => entryId === id));
}

async function readScreenPop(id: string, list: ReadList): Promise<Subject | null> {
  const { services } = await list(deskRequests.setupScreenPops, {});
  return formIn(services.find(({ serviceId }) => serviceId === id));
}

async function readMailbox(id: string, list: ReadList): Promise<Subject | null> {
  const { agents } = await list(deskRequests.mailboxes, {});
  return formIn(agents.find(({ agentId }) => agentId === id));
}

/** Which requests are told, by what they change. A request of Set-up that is in no rule is in `untold`, with why. */
export const auditRules: readonly AuditRule[] = [
  rule(deskRequests.saveNumber, {
    kind: "number",
    wants: ({ entryId, form }, output) => [{ id: output?.entryId ?? entryId ?? "", after: form }],
    read: readNumber,
    restore: restoreNumber,
  }),
  rule(deskRequests.removeNumber, {
    kind: "number",
    wants: ({ entryId }) => [{ id: entryId, after: null }],
    read: readNumber,
    restore: restoreNumber,
  }),
  rule(deskRequests.saveScenario, {
    kind: "scenario",
    wants: ({ scenarioId, form }, output) => [{ id: output?.scenarioId ?? scenarioId ?? "", after: form }],
    read: readScenario,
    restore: restoreScenario,
  }),
  rule(deskRequests.removeScenario, {
    kind: "scenario",
    wants: ({ scenarioId }) => [{ id: scenarioId, after: null }],
    read: readScenario,
    restore: restoreScenario,
  }),
  rule(deskRequests.savePrompt, {
    kind: "prompt",
    wants: ({ promptId, name, kind }) => [{ id: promptId, after: { name, kind } }],
    read: readPrompt,
    restore: (promptId, wanted) => request(deskRequests.savePrompt, { promptId, ...(wanted as PromptForm) }),
    mayRestore: onlyChanges,
  }),
  // Its sound goes with it: there is no way back.
  rule(deskRequests.removePrompt, {
    kind: "prompt",
    wants: ({ promptId }) => [{ id: promptId, after: null }],
    read: readPrompt,
  }),
  rule(deskRequests.saveMessage, {
    kind: "message",
    wants: ({ messageId, name, serviceId }) => [{ id: messageId, after: { name, serviceId } }],
    read: readMessage,
    restore: (messageId, wanted) =>
      request(deskRequests.saveMessage, { messageId, ...(wanted as MessageForm) }),
    mayRestore: onlyChanges,
  }),
  rule(deskRequests.removeMessage, {
    kind: "message",
    wants: ({ messageId }) => [{ id: messageId, after: null }],
    read: readMessage,
  }),
  rule(deskRequests.saveRecordingRule, {
    kind: "recording",
    wants: ({ serviceId, form }) => [{ id: serviceId, after: form }],
    read: readRecording,
    restore: (serviceId, wanted, now) =>
      request(deskRequests.saveRecordingRule, {
        serviceId,
        was: now as RecordingForm,
        form: wanted as RecordingForm,
      }),
  }),
  rule(deskRequests.saveMailboxes, {
    kind: "mailbox",
    wants: ({ mailboxes }) => mailboxes.map(({ agentId, form }) => ({ id: agentId, after: form })),
    read: readMailbox,
    restore: (agentId, wanted) =>
      request(deskRequests.saveMailboxes, { mailboxes: [{ agentId, form: wanted as never }] }),
  }),
  // It is the agent's own number that was called: nobody else switches that on again.
  rule(deskRequests.clearForwarding, {
    kind: "forwarding",
    wants: ({ agentId }) => [{ id: agentId, after: { when: [] } }],
    read: async (id, list) => {
      const row = (await list(deskRequests.forwardings, {})).agents.find(({ agentId }) => agentId === id);
      return row === undefined ? null : { name: id, form: { when: row.when } };
    },
  }),
  rule(deskRequests.saveCannedResponse, {
    kind: "canned",
    wants: ({ responseId, shared, form }) =>
      shared ? [{ id: responseId, after: form, name: form.title }] : [],
    read: readCanned,
    restore: async (responseId, wanted, _now, list) => {
      const { responses } = await list(deskRequests.cannedResponses, {});
      const version = responses.find((one) => one.responseId === responseId)?.version;
      if (wanted === null)
        return request(deskRequests.deleteCannedResponse, {
          responseId,
          version: version ?? 1,
          deleted: true,
        });
      const form = wanted as CannedForm;
      // A deleted one keeps its id for itself: what comes back is a new one of the same words.
      return version === undefined
        ? request(deskRequests.saveCannedResponse, {
            responseId: randomUUID(),
            version: 0,
            shared: true,
            form,
          })
        : request(deskRequests.saveCannedResponse, { responseId, version, shared: true, form });
    },
  }),
  rule(deskRequests.deleteCannedResponse, {
    kind: "canned",
    wants: ({ responseId, deleted }) => (deleted ? [{ id: responseId, after: null }] : []),
    read: readCanned,
  }),
  rule(deskRequests.saveMasking, {
    kind: "masking",
    wants: ({ entryId, form }) => [{ id: entryId, after: form }],
    read: readMasking,
    restore: (entryId, wanted, now) =>
      request(deskRequests.saveMasking, { entryId, was: now as MaskingForm, form: wanted as MaskingForm }),
  }),
  rule(deskRequests.saveScreenPop, {
    kind: "screenPop",
    wants: ({ serviceId, form }) => [{ id: serviceId, after: form }],
    read: readScreenPop,
    restore: async (serviceId, wanted, _now, list) => {
      const { services } = await list(deskRequests.setupScreenPops, {});
      const version = services.find((one) => one.serviceId === serviceId)?.version ?? 0;
      return request(deskRequests.saveScreenPop, { serviceId, version, form: wanted as ScreenPopForm });
    },
  }),
  rule(deskRequests.saveAfterChat, {
    kind: "afterChat",
    wants: ({ serviceId, form }) => [{ id: serviceId, after: form }],
    read: readAfterChat,
    restore: (serviceId, wanted, now) =>
      request(deskRequests.saveAfterChat, {
        serviceId,
        was: now as AfterChatForm,
        form: wanted as AfterChatForm,
      }),
  }),
  // Supervisors set them in their own room, without Set-up; who did is told all the same.
  rule(deskRequests.saveAlertRules, {
    kind: "alertRules",
    wants: ({ rules }) => [{ id: "all", after: rules, name: "" }],
    read: async (_id, list) => ({ name: "", form: (await list(deskRequests.alertRules, {})).rules }),
    restore: (_id, wanted, now) =>
      request(deskRequests.saveAlertRules, { was: now as AlertRules, rules: wanted as AlertRules }),
  }),
  ...networkRules,
  ...serviceRules,
  ...entryRules,
  ...userRules,
  ...apiKeyRules,
];

/** Requests of Set-up that change something and are told in another way, or need not be; and why. */
export const untold: Readonly<Record<string, string>> = {
  [deskRequests.importCannedResponses.name]: "a file of many: each row says who changed it last",
  [deskRequests.unbanSource.name]: "a ban ends by itself; the voice process logs it",
  [deskRequests.tryMasking.name]: "changes nothing",
  [deskRequests.tryNumber.name]: "changes nothing",
  [deskRequests.trySchedule.name]: "changes nothing",
  [deskRequests.undoChange.name]: "the change that it makes is told",
};
