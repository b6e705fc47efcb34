import { type AgentId, asId, type Command, mayDo, type Prompt } from "@patchbay/core";
import { deskRequests, type MessageRow } from "@patchbay/protocol";
import type { CenterHandle } from "../../center/edge.js";
import { cleanText } from "../../center/plain-text.js";
import { type Fault, type Responder, responder } from "./respond.js";

/** A message that the asker may play: an own or a shared one. */
function messageOf({ center }: CenterHandle, messageId: string, agentId: AgentId): Prompt | undefined {
  const found = center.state.configuration.prompts.get(asId(messageId));
  if (found?.message === undefined) return undefined;
  return found.message.agentId === null || found.message.agentId === agentId ? found : undefined;
}

/** The same, if it is the asker's to change. */
function changeable(handle: CenterHandle, messageId: string, agentId: AgentId): Prompt | Fault {
  const found = messageOf(handle, messageId, agentId);
  if (found === undefined) return { code: "object_not_found" };
  const user = handle.center.state.configuration.users.get(agentId);
  const may = found.message?.agentId !== null || mayDo(user, "administer");
  return may ? found : { code: "not_enough_privileges" };
}

const rowOf = (handle: CenterHandle, { id, message, durationMs }: Prompt, agentId: AgentId): MessageRow => ({
  messageId: id,
  name: handle.words().prompts.get(id)?.name ?? id,
  own: message?.agentId === agentId,
  serviceId: message?.serviceId ?? null,
  durationMs,
});

/** Recorded messages: what there is, and playing one into a call. */
export const messageRequests: readonly Responder[] = [
  responder(deskRequests.messages, (_input, { agentId }, { handle }) => ({
    query: async () => ({
      messages: [...handle.center.state.configuration.prompts.values()]
        .filter(({ id }) => messageOf(handle, id, agentId) !== undefined)
        .map((prompt) => rowOf(handle, prompt, agentId))
        .sort((a, b) => a.name.localeCompare(b.name, "en")),
    }),
  })),
  responder(deskRequests.saveMessage, ({ messageId, name, serviceId }, { agentId }, { handle }) => {
    const found = changeable(handle, messageId, agentId);
    if ("code" in found) return { fault: found };
    const owner = found.message?.agentId ?? null;
    if (serviceId !== null && !handle.center.state.configuration.services.has(asId(serviceId)))
      return { fault: { code: "no_service" } };
    const scope = {
      agentId: owner,
      serviceId: owner === null && serviceId !== null ? asId(serviceId) : null,
    };
    const prompt = { ...found, message: scope } as Prompt;
    return {
      submissions: [
        {
          command: { type: "ConfigurePrompt", prompt, by: agentId },
          content: [{ table: "prompt_words", promptId: prompt.id, words: { name: cleanText(name) } }],
        },
      ],
      output: {},
    };
  }),
  responder(deskRequests.removeMessage, ({ messageId }, { agentId }, { handle }) => {
    const found = changeable(handle, messageId, agentId);
    if ("code" in found) return { fault: found };
    return {
      submissions: [{ command: { type: "RemovePrompt", promptId: found.id, by: agentId } }],
      output: {},
    };
  }),
  responder(deskRequests.playMessage, (input, { agentId }, { handle }) => {
    const { messageId, thenEnds, dispositionId } = input;
    const interaction = handle.center.state.interactions.get(asId(input.interactionId));
    if (interaction?.call == null) return { fault: { code: "no_interaction" } };
    const message = messageOf(handle, messageId, agentId);
    if (message === undefined) return { fault: { code: "object_not_found" } };
    const { serviceId } = message.message ?? { serviceId: null };
    if (serviceId !== null && serviceId !== interaction.serviceId)
      return { fault: { code: "message_not_for_service" } };
    const of = { interactionId: interaction.id, agentId };
    const submit = async (command: Command): Promise<Fault | null> => {
      const done = await handle.center.submit({ command });
      return done.ok ? null : done.rejection;
    };
    // Each step only when the one before has come to something: a call goes on as it was when it cannot be left.
    const ask = async (): Promise<{ readonly output: Record<string, never> } | { readonly fault: Fault }> => {
      const leaves = thenEnds && dispositionId !== null;
      if (leaves) {
        const fault = await submit({ type: "SetDisposition", ...of, dispositionId: asId(dispositionId) });
        if (fault !== null) return { fault };
      }
      const fault = await submit({ type: "PlayMessage", ...of, promptId: message.id, thenEnds });
      if (fault !== null) return { fault };
      // Where a service has no wrap-up there is none to complete, and the agent is free already.
      if (leaves) await submit({ type: "CompleteWrapUp", ...of });
      return { output: {} };
    };
    return { ask };
  }),
  responder(deskRequests.stopMessage, ({ interactionId }, { agentId }) => ({
    submissions: [{ command: { type: "StopMessage", interactionId: asId(interactionId), agentId } }],
    output: {},
  })),
];
