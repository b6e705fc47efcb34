import { asId, type Prompt, promptsIn } from "@patchbay/core";
import { deskRequests, type PromptRow } from "@patchbay/protocol";
import type { CenterHandle } from "../../../center/edge.js";
import { cleanText } from "../../../center/plain-text.js";
import { isGreeting } from "../../../voicemail/greeting.js";
import { type Responder, responder } from "../respond.js";
import { lastChanges } from "./changes.js";
import { nameOfId } from "./scenario-form.js";
import { scenarioName } from "./scenario-requests.js";

function scenariosWith(handle: CenterHandle): (promptId: string) => PromptRow["usedBy"] {
  const users = new Map<string, { scenarioId: string; name: string }[]>();
  for (const scenario of handle.center.state.configuration.scenarios.values()) {
    const ref = { scenarioId: scenario.id as string, name: scenarioName(handle, scenario.id) };
    for (const promptId of promptsIn(scenario)) users.set(promptId, [...(users.get(promptId) ?? []), ref]);
  }
  return (promptId) => users.get(promptId) ?? [];
}

/** What scenarios say. Messages that agents play into calls are no prompts: some are nobody else's to hear. */
const promptsOf = ({ center }: CenterHandle): readonly Prompt[] =>
  [...center.state.configuration.prompts.values()].filter(
    ({ id, message }) => message === undefined && !isGreeting(id),
  );

export const promptRequests: readonly Responder[] = [
  responder(deskRequests.setupPrompts, (_input, _asker, { handle, prompts }) => ({
    query: async () => {
      const changes = await lastChanges(handle, "PromptConfigured", ({ prompt }) => prompt.id);
      const usedBy = scenariosWith(handle);
      const names = handle.words().prompts;
      const own = promptsOf(handle).map(({ id, kind, durationMs }) => ({
        promptId: id as string,
        own: true,
        kind,
        name: names.get(id)?.name ?? id,
        text: names.get(id)?.text ?? null,
        durationMs,
        usedBy: usedBy(id),
        ...changes(id),
      }));
      const builtIn = [...prompts.builtIn()].map(([promptId, { kind, text, durationMs }]) => ({
        promptId,
        own: false,
        kind,
        name: nameOfId(promptId),
        text,
        durationMs,
        usedBy: usedBy(promptId),
        changedAt: null,
        changedBy: null,
      }));
      return {
        speech: prompts.speech !== null,
        prompts: [...own.sort((a, b) => a.name.localeCompare(b.name, "en")), ...builtIn],
      };
    },
  })),
  responder(deskRequests.savePrompt, ({ promptId, name, kind }, { agentId }, { handle }) => {
    const prompt = promptsOf(handle).find(({ id }) => id === promptId);
    if (prompt === undefined) return { fault: { code: "object_not_found" } };
    const text = handle.words().prompts.get(promptId)?.text ?? null;
    const words = { name: cleanText(name), ...(text !== null && { text }) };
    return {
      submissions: [
        {
          command: { type: "ConfigurePrompt", prompt: { ...prompt, kind }, by: agentId },
          content: [{ table: "prompt_words", promptId, words }],
        },
      ],
      output: {},
    };
  }),
  responder(deskRequests.removePrompt, ({ promptId }, { agentId }, { handle }) => {
    const usedBy = scenariosWith(handle)(promptId);
    const known = handle.center.state.configuration.prompts.get(asId(promptId));
    if (known?.message !== undefined) return { fault: { code: "object_not_found" } };
    const isOwn = known !== undefined;
    // The core says so, too, and only of one of them.
    if (isOwn && usedBy.length > 0) return { fault: { code: "prompt_in_use", facts: { usedBy } } };
    return {
      submissions: [{ command: { type: "RemovePrompt", promptId: asId(promptId), by: agentId } }],
      output: {},
    };
  }),
];
