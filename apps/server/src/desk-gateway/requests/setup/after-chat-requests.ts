import { asId, type Service, type ServiceId } from "@patchbay/core";
import { type AfterChatForm, deskRequests } from "@patchbay/protocol";
import type { CenterHandle } from "../../../center/edge.js";
import { cleanText } from "../../../center/plain-text.js";
import { type Responder, responder } from "../respond.js";
import { lastChanges } from "./changes.js";

const SURVEY_ANSWER_MS = 24 * 3_600_000;
const SURVEY_CHANGE_MS = 10 * 60_000;
const USUAL_QUESTIONS = [{ language: "en", text: "How was this chat?" }];

/** What the core keeps of a service and what its words say, as one form. */
function formOf(handle: CenterHandle, service: Service): AfterChatForm {
  const words = handle.words().services.get(service.id)?.afterChat;
  const questions = (words?.questions ?? []).map(({ language, text }) => ({ language, text }));
  return {
    survey: service.survey !== undefined,
    questions: questions.length === 0 ? USUAL_QUESTIONS : questions,
    comment: words?.comment ?? true,
    transcriptDays: words?.transcriptDays ?? null,
  };
}

const printOf = ({ survey, questions, comment, transcriptDays }: AfterChatForm): string =>
  JSON.stringify([survey, questions.map(({ language, text }) => [language, text]), comment, transcriptDays]);

export const afterChatRequests: readonly Responder[] = [
  responder(deskRequests.setupAfterChat, (_input, _asker, { handle }) => ({
    query: async () => {
      const changes = await lastChanges(handle, "ServiceConfigured", ({ service }) => service.id);
      const afterChats = [...handle.center.state.configuration.services.values()].map((service) => ({
        serviceId: service.id as string,
        name: handle.words().services.get(service.id)?.name ?? service.id,
        form: formOf(handle, service),
        ...changes(service.id),
      }));
      return { afterChats: afterChats.sort((a, b) => a.name.localeCompare(b.name, "en")) };
    },
  })),
  responder(deskRequests.saveAfterChat, async ({ serviceId, was, form }, { agentId }, { handle }) => {
    const service = handle.center.state.configuration.services.get(asId<ServiceId>(serviceId));
    if (service === undefined) return { fault: { code: "object_not_found", facts: { serviceId } } };
    const languages = form.questions.map(({ language }) => language.toLowerCase());
    if (new Set(languages).size < languages.length)
      return {
        fault: { code: "invalid_args", facts: { path: "form.questions", problem: "language twice" } },
      };
    const questions = form.questions.map(({ language, text }) => ({ language, text: cleanText(text) }));
    const now = printOf(formOf(handle, service));
    // What is already so cannot be in anybody's way: this may be a request that is asked again.
    if (printOf({ ...form, questions }) === now) return { submissions: [], output: {} };
    if (printOf(was) !== now) {
      const changes = await lastChanges(handle, "ServiceConfigured", (event) => event.service.id);
      return { fault: { code: "version_conflict", facts: { ...changes(serviceId) } } };
    }
    const { survey: before, ...others } = service;
    const survey = before ?? { answerMs: SURVEY_ANSWER_MS, changeMs: SURVEY_CHANGE_MS };
    const { comment, transcriptDays } = form;
    const words = handle.words().services.get(serviceId) ?? { name: serviceId };
    return {
      submissions: [
        {
          command: {
            type: "ConfigureService",
            service: { ...others, ...(form.survey ? { survey } : {}) },
            by: agentId,
          },
          content: [
            {
              table: "service_words",
              serviceId,
              words: { ...words, afterChat: { questions, comment, transcriptDays } },
            },
          ],
        },
      ],
      output: {},
    };
  }),
];
