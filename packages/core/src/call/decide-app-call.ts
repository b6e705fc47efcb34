import { activeParties, agentOf, type Deciding, isActive, reject, type Verdict } from "../center/deciding.js";
import type { AgentId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { closeCallRequest } from "../interaction/lifecycle.js";
import { isContactable } from "../queue/eligibility.js";
import type { LegId } from "./call.js";
import type { CallCommand } from "./commands.js";
import { callerProblem, joinsFirst } from "./decide-placing.js";

type AppCallCommand = Extract<CallCommand, { readonly type: "ArriveAppCall" | "PlaceAppCall" }>;

/** SPEC APP-1, APP-3: calls between a chat's agent and its customer's app, under the chat's case, contact and service. */
export function decideAppCall(deciding: Deciding, command: AppCallCommand): Verdict {
  const { state } = deciding.store;
  const { interactionId } = command;
  const chat = state.interactions.get(command.beside);
  // Somebody else's chat is answered like one that does not exist.
  if (chat?.channel !== "chat" || (command.type === "ArriveAppCall" && chat.clientKey !== command.appKey))
    return reject("no_interaction", { interactionId: command.beside });
  if (command.type === "PlaceAppCall" && !isActive(chat, command.agentId))
    return reject("not_your_interaction");
  if (chat.stage !== "open") return reject("not_suitable_state", { stage: chat.stage });
  if (chat.appCall !== null) return reject("already_in_progress", { interactionId: chat.appCall });
  if (state.interactions.has(interactionId)) return reject("id_taken");
  return command.type === "PlaceAppCall" ? place(deciding, chat, command) : arrive(deciding, chat, command);
}

function arrive(
  deciding: Deciding,
  chat: Interaction,
  command: Extract<AppCallCommand, { readonly type: "ArriveAppCall" }>,
): Verdict {
  const agentId = whomToAsk(deciding, chat);
  if (agentId === undefined)
    return reject("destination_not_available", { agents: activeParties(chat).length });
  const { interactionId } = command;
  start(deciding, chat, command);
  deciding.emit({
    type: "AppCallArrived",
    interactionId,
    legId: `${interactionId}.l1` as LegId,
    beside: chat.id,
    agentId,
  });
  deciding.emit({
    type: "AgentRequested",
    interactionId,
    kind: "call",
    serviceId: chat.serviceId,
    agentId,
    by: null,
    enqueuedAt: deciding.at,
    priority: chat.priority,
    preferred: null,
  });
  closeCallRequest(deciding, chat, "withdrawn", null);
  return null;
}

/** Who has the chat; else whoever is in it and can be reached. */
function whomToAsk(deciding: Deciding, chat: Interaction): AgentId | undefined {
  const reachable = activeParties(chat)
    .map(({ agentId }) => agentId)
    .filter((agentId) => {
      const agent = agentOf(deciding, agentId);
      return agent !== undefined && isContactable(agent);
    });
  return reachable.find((agentId) => agentId === chat.lastAgentId) ?? reachable[0];
}

function place(
  deciding: Deciding,
  chat: Interaction,
  command: Extract<AppCallCommand, { readonly type: "PlaceAppCall" }>,
): Verdict {
  const { agentId, interactionId } = command;
  const refusal = callerProblem(deciding, agentId);
  if (refusal) return refusal;
  start(deciding, chat, command);
  deciding.emit({
    type: "AppCallPlaced",
    interactionId,
    legId: `${interactionId}.l1` as LegId,
    beside: chat.id,
    agentId,
  });
  joinsFirst(deciding, command);
  closeCallRequest(deciding, chat, "placed", agentId);
  return null;
}

function start(deciding: Deciding, chat: Interaction, command: AppCallCommand): void {
  deciding.emit({
    type: "InteractionStarted",
    interactionId: command.interactionId,
    channel: "voice",
    entryId: chat.entryId,
    serviceId: chat.serviceId,
    contactId: chat.contactId,
    clientKey: command.clientKey,
    caseNumber: chat.caseNumber,
    caseOpened: false,
    priority: chat.priority,
    enqueuedAt: deciding.at,
  });
}
