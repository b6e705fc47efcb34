import { agentOf, type Deciding, reject, userOf, type Verdict } from "../center/deciding.js";
import { internalEntryId, internalServiceId } from "../configuration/configuration.js";
import type { AgentId, InteractionId, PartyId } from "../ids/ids.js";
import { closeCallRequest } from "../interaction/lifecycle.js";
import { CALLS_AT_ONCE_MAX } from "../queue/eligibility.js";
import { startScenario } from "../scenario/run-scenario.js";
import type { LegId } from "./call.js";
import type { CallCommand } from "./commands.js";
import { divert, obstacleTo, wayOn } from "./divert.js";
import { addAgentLeg, callsInHand, holdOthers, phoneProblem } from "./legs.js";

type CommandOf<T extends CallCommand["type"]> = Extract<CallCommand, { readonly type: T }>;

/** SPEC CAL-1. */
export function arrive(deciding: Deciding, command: CommandOf<"ArriveCall">): Verdict {
  const { state } = deciding.store;
  const entry = state.configuration.entries.get(command.entryId);
  if (!entry?.voice) return reject("entry_unknown", { entryId: command.entryId });
  if (state.interactions.has(command.interactionId)) return reject("id_taken");
  deciding.emit({
    type: "InteractionStarted",
    interactionId: command.interactionId,
    channel: "voice",
    entryId: entry.id,
    serviceId: entry.serviceId,
    contactId: command.contactId,
    clientKey: command.clientKey,
    caseNumber: state.lastCaseNumber + 1,
    caseOpened: true,
    priority: entry.priority,
    enqueuedAt: deciding.at,
  });
  const interaction = deciding.store.interaction(command.interactionId);
  deciding.emit({
    type: "CallArrived",
    interactionId: interaction.id,
    legId: `${interaction.id}.l1` as LegId,
  });
  startScenario(deciding, interaction, entry.voice.scenarioId);
  return null;
}

/** SPEC CAL-5: the agent is in it from the first moment; the other side is dialled when the agent's phone is there. */
export function place(deciding: Deciding, command: CommandOf<"PlaceCall">): Verdict {
  const { state } = deciding.store;
  const { agentId, interactionId } = command;
  const refusal = callerProblem(deciding, agentId, command.fromPhone === true);
  if (refusal) return refusal;
  const entry = state.configuration.entries.get(command.entryId);
  if (!entry?.voice) return reject("entry_unknown", { entryId: command.entryId });
  if (state.interactions.has(interactionId)) return reject("id_taken");
  const beside = command.beside === null ? null : state.interactions.get(command.beside);
  if (beside === undefined) return reject("no_interaction", { interactionId: command.beside });
  if (beside && !beside.parties.some((party) => party.agentId === agentId))
    return reject("not_your_interaction");
  deciding.emit({
    type: "InteractionStarted",
    interactionId,
    channel: "voice",
    entryId: entry.id,
    serviceId: beside?.serviceId ?? entry.serviceId,
    contactId: beside?.contactId ?? command.contactId,
    clientKey: command.clientKey,
    caseNumber: beside?.caseNumber ?? state.lastCaseNumber + 1,
    caseOpened: beside === null,
    priority: entry.priority,
    enqueuedAt: deciding.at,
  });
  deciding.emit({
    type: "CallPlaced",
    interactionId,
    legId: `${interactionId}.l1` as LegId,
    agentId,
    beside: beside?.id ?? null,
  });
  joinsFirst(deciding, command);
  if (beside) closeCallRequest(deciding, beside, "placed", agentId);
  return null;
}

/** SPEC INT-1: it rings at the colleague's desk at once, whatever state is shown there. */
export function placeInternal(deciding: Deciding, command: CommandOf<"PlaceInternalCall">): Verdict {
  const { state } = deciding.store;
  const { agentId, interactionId, to } = command;
  const refusal = callerProblem(deciding, agentId, command.fromPhone === true);
  if (refusal) return refusal;
  if (to === agentId) return reject("self_call");
  if (!userOf(deciding, to)) return reject("object_not_found", { agentId: to });
  const obstacle = obstacleTo(deciding, to);
  if (obstacle !== null && wayOn(deciding, agentId, to, obstacle).end === null)
    return agentOf(deciding, to)
      ? reject("destination_not_available", { agentId: to })
      : reject("destination_user_not_logged", { agentId: to });
  if (state.interactions.has(interactionId)) return reject("id_taken");
  deciding.emit({
    type: "InteractionStarted",
    interactionId,
    channel: "voice",
    entryId: internalEntryId,
    serviceId: internalServiceId,
    contactId: command.contactId,
    clientKey: command.clientKey,
    // Colleagues among themselves open no case.
    caseNumber: 0,
    caseOpened: false,
    priority: 0,
    enqueuedAt: deciding.at,
  });
  deciding.emit({ type: "InternalCallPlaced", interactionId, agentId, to });
  joinsFirst(deciding, command);
  if (obstacle !== null) {
    divert(deciding, deciding.store.interaction(interactionId), to, obstacle);
    return null;
  }
  deciding.emit({
    type: "AgentRequested",
    interactionId,
    kind: "call",
    serviceId: internalServiceId,
    agentId: to,
    by: agentId,
    enqueuedAt: deciding.at,
    priority: 0,
    preferred: null,
  });
  return null;
}

export function callerProblem(deciding: Deciding, agentId: AgentId, fromPhone = false): Verdict {
  const problem = phoneProblem(deciding, agentId);
  if (problem) return problem;
  // Whoever talks through another device has not chosen this one.
  if (fromPhone && agentOf(deciding, agentId)?.phone.device !== "sip") return reject("logged_without_phone");
  const agent = agentOf(deciding, agentId);
  const room = agent?.line ? 1 : CALLS_AT_ONCE_MAX;
  // A line that is up is the phone: what it calls beside that would be a second one.
  if (agent?.line && (fromPhone || agent.monitoring !== null))
    return reject("already_in_progress", { channel: "voice" });
  if (callsInHand(deciding, agentId).length >= room)
    return reject("already_in_progress", { channel: "voice" });
  return null;
}

export function joinsFirst(
  deciding: Deciding,
  {
    interactionId,
    agentId,
    fromPhone,
  }: {
    readonly interactionId: InteractionId;
    readonly agentId: AgentId;
    readonly fromPhone?: boolean;
  },
): void {
  const partyId = `${interactionId}.p1` as PartyId;
  deciding.emit({ type: "AgentJoined", interactionId, agentId, partyId, kind: "first" });
  if (fromPhone !== true) return;
  addAgentLeg(deciding, deciding.store.interaction(interactionId), agentId, "agent", "main", true);
  holdOthers(deciding, agentId, interactionId);
}
