import {
  activeParties,
  agentOf,
  type Deciding,
  partyOf,
  reject,
  userOf,
  type Verdict,
} from "../center/deciding.js";
import type { AgentId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { closeRequest, endNow, serviceProblem } from "../interaction/lifecycle.js";
import { isContactable, takesPart } from "../queue/eligibility.js";
import type { Leg, LegId } from "./call.js";
import type { CallTarget, PartyCommand } from "./commands.js";
import { callOf } from "./evolve-call.js";
import { joinCalls } from "./join-calls.js";
import {
  agentLeg,
  CALL_LEGS_MAX,
  holdOthers,
  hostOf,
  isThere,
  leaves,
  partyLegs,
  removeLeg,
} from "./legs.js";

type CommandOf<T extends PartyCommand["type"]> = Extract<PartyCommand, { readonly type: T }>;

/** How long a number that is called into a call may take; the network's own limits are shorter. */
export const NUMBER_ANSWER_MAX_MS = 90_000;

/** Consultation, transfer and conference; only for an agent whose audio is in the call. */
export function decideParty(deciding: Deciding, interaction: Interaction, command: PartyCommand): Verdict {
  const own = agentLeg(interaction, command.agentId);
  if (interaction.stage !== "open") return reject("not_suitable_state", { stage: interaction.stage });
  if (own?.state !== "connected") return reject("not_suitable_state", { leg: own?.state ?? null });
  switch (command.type) {
    case "Consult":
      return consult(deciding, interaction, command);
    case "SwitchCircle":
      return switchCircle(deciding, interaction, own, command);
    case "MergeConsultation":
      return merge(deciding, interaction, command);
    case "CompleteTransfer":
      return completeTransfer(deciding, interaction, command);
    case "EndConsultation":
      return endConsultation(deciding, interaction, command);
    case "CallNumberIn":
      return callNumberIn(deciding, interaction, command);
    case "JoinCalls":
      return joinCalls(deciding, interaction, command);
    case "MuteParty":
    case "HoldParty":
    case "RemoveParty":
      return ofHost(deciding, interaction, command);
    case "EndCallForAll":
      if (hostOf(interaction) !== command.agentId) return reject("not_host");
      endNow(deciding, interaction, "agent", command.agentId);
      return null;
  }
}

/** SPEC CNS-1, CNS-2. */
function consult(deciding: Deciding, interaction: Interaction, command: CommandOf<"Consult">): Verdict {
  const { agentId, to } = command;
  const busy = roomProblem(interaction, agentId);
  if (busy) return busy;
  const refusal = targetProblem(deciding, interaction, agentId, to);
  if (refusal) return refusal;
  const serviceId = "serviceId" in to ? to.serviceId : null;
  deciding.emit({ type: "ConsultationStarted", interactionId: interaction.id, agentId, serviceId });
  holdOthers(deciding, agentId, interaction.id);
  if ("legId" in to) addNumber(deciding, interaction, agentId, to.legId, "consult");
  else
    deciding.emit({
      type: "AgentRequested",
      interactionId: interaction.id,
      kind: "consult",
      serviceId: serviceId ?? interaction.serviceId,
      agentId: "agentId" in to ? to.agentId : null,
      by: agentId,
      enqueuedAt: interaction.enqueuedAt,
      priority: interaction.priority,
      preferred: null,
    });
  return null;
}

/** One at a time is asked for, a call has an end of room, and nobody is left waiting or given away who is not there yet. */
function roomProblem(interaction: Interaction, agentId: AgentId): Verdict {
  const call = callOf(interaction);
  if (interaction.request !== null) return reject("already_in_progress", { kind: interaction.request.kind });
  if (call.consultation !== null) return reject("already_in_progress", { kind: "consult" });
  if (call.application !== null) return reject("already_in_progress", { kind: "application" });
  if (call.message !== null) return reject("already_in_progress", { kind: "message" });
  if (call.legs.length >= CALL_LEGS_MAX) return reject("conference_full", { max: CALL_LEGS_MAX });
  if (!partyLegs(call).some((leg) => leg.agentId !== agentId && isThere(leg)))
    return reject("not_suitable_state", { alone: true });
  return null;
}

function targetProblem(
  deciding: Deciding,
  interaction: Interaction,
  agentId: AgentId,
  to: CallTarget,
): Verdict {
  if ("legId" in to) return legIdProblem(interaction, to.legId);
  if ("serviceId" in to) return serviceProblem(deciding, to.serviceId);
  if (to.agentId === agentId) return reject("self_call");
  if (takesPart(interaction, to.agentId)) return reject("destination_not_available", { rule: "ELI-7" });
  if (!userOf(deciding, to.agentId)) return reject("object_not_found", { agentId: to.agentId });
  const colleague = agentOf(deciding, to.agentId);
  if (!colleague) return reject("destination_user_not_logged", { agentId: to.agentId });
  if (!isContactable(colleague)) return reject("destination_not_available", { agentId: to.agentId });
  return null;
}

const legIdProblem = (interaction: Interaction, legId: LegId): Verdict =>
  callOf(interaction).legs.some((leg) => leg.id === legId) ? reject("id_taken") : null;

function addNumber(
  deciding: Deciding,
  interaction: Interaction,
  agentId: AgentId,
  legId: LegId,
  circle: "main" | "consult",
): void {
  deciding.emit({
    type: "LegAdded",
    interactionId: interaction.id,
    legId,
    role: "external",
    agentId: null,
    device: null,
    circle,
    until: deciding.at + NUMBER_ANSWER_MAX_MS,
    by: agentId,
  });
}

/** SPEC CNS-3. */
function switchCircle(
  deciding: Deciding,
  interaction: Interaction,
  own: Leg,
  command: CommandOf<"SwitchCircle">,
): Verdict {
  const { agentId, circle } = command;
  const refusal = notConsulting(interaction, agentId);
  if (refusal) return refusal;
  if (own.circle === circle && own.heldSince === null) return null;
  deciding.emit({ type: "CircleSwitched", interactionId: interaction.id, agentId, circle });
  holdOthers(deciding, agentId, interaction.id);
  return null;
}

const notConsulting = (interaction: Interaction, agentId: AgentId): Verdict =>
  callOf(interaction).consultation?.by === agentId
    ? null
    : reject("not_suitable_state", { consultation: false });

/** SPEC CNF-1. */
function merge(
  deciding: Deciding,
  interaction: Interaction,
  { agentId }: CommandOf<"MergeConsultation">,
): Verdict {
  const refusal = notConsulting(interaction, agentId);
  if (refusal) return refusal;
  if (!callOf(interaction).consultation?.reached)
    return reject("not_suitable_state", { consultation: "ringing" });
  deciding.emit({ type: "ConsultationEnded", interactionId: interaction.id, agentId, cause: "merged" });
  holdOthers(deciding, agentId, interaction.id);
  return null;
}

/** SPEC XFR-7: also while it still rings at whoever is to take it. */
function completeTransfer(
  deciding: Deciding,
  interaction: Interaction,
  { agentId }: CommandOf<"CompleteTransfer">,
): Verdict {
  const refusal = notConsulting(interaction, agentId);
  if (refusal) return refusal;
  const party = partyOf(interaction, agentId);
  if (interaction.request?.kind === "consult")
    deciding.emit({ type: "ConsultationBecameTransfer", interactionId: interaction.id, agentId });
  deciding.emit({ type: "ConsultationEnded", interactionId: interaction.id, agentId, cause: "transferred" });
  if (party) leaves(deciding, interaction, party, "transferred");
  return null;
}

/** SPEC CNS-4. */
function endConsultation(
  deciding: Deciding,
  interaction: Interaction,
  { agentId }: CommandOf<"EndConsultation">,
): Verdict {
  const refusal = notConsulting(interaction, agentId);
  if (refusal) return refusal;
  if (interaction.request?.kind === "consult") closeRequest(deciding, interaction, "cancelled");
  for (const leg of [...callOf(interaction).legs]) {
    if (leg.circle !== "consult" || leg.role === "supervisor" || leg.agentId === agentId) continue;
    const asked = leg.agentId === null ? undefined : partyOf(interaction, leg.agentId);
    if (leg.role === "external") removeLeg(deciding, interaction, leg, "hung_up", agentId);
    else if (asked) leaves(deciding, interaction, asked, "consultation_ended");
  }
  deciding.emit({ type: "ConsultationEnded", interactionId: interaction.id, agentId, cause: "ended" });
  return null;
}

/** SPEC CNF-1, XFR-8. */
function callNumberIn(
  deciding: Deciding,
  interaction: Interaction,
  command: CommandOf<"CallNumberIn">,
): Verdict {
  const { agentId, legId, kind } = command;
  const refusal = roomProblem(interaction, agentId) ?? legIdProblem(interaction, legId);
  if (refusal) return refusal;
  addNumber(deciding, interaction, agentId, legId, "main");
  const party = partyOf(interaction, agentId);
  if (kind === "transfer" && party) leaves(deciding, interaction, party, "transferred");
  return null;
}

/** SPEC CNF-2, CNF-3: only the host, and never towards itself. */
function ofHost(
  deciding: Deciding,
  interaction: Interaction,
  command: CommandOf<"MuteParty" | "HoldParty" | "RemoveParty">,
): Verdict {
  const { agentId, legId } = command;
  if (hostOf(interaction) !== agentId) return reject("not_host");
  const leg = callOf(interaction).legs.find((other) => other.id === legId);
  if (!leg || leg.role === "supervisor") return reject("object_not_found", { legId });
  if (leg.agentId === agentId) return reject("self_call");
  const interactionId = interaction.id;
  switch (command.type) {
    case "MuteParty":
      if (leg.muted !== command.muted)
        deciding.emit({ type: "CallMuted", interactionId, legId, muted: command.muted, by: agentId });
      return null;
    case "HoldParty":
      // A colleague steps away and back by the own Hold.
      if (leg.role === "agent" || leg.state !== "connected")
        return reject("not_suitable_state", { role: leg.role, leg: leg.state });
      if ((leg.heldSince !== null) !== command.held)
        deciding.emit({ type: "PartyHeld", interactionId, legId, held: command.held, by: agentId });
      return null;
    case "RemoveParty": {
      const party = leg.agentId === null ? undefined : partyOf(interaction, leg.agentId);
      if (leg.role === "agent" && party) leaves(deciding, interaction, party, "removed");
      else removeLeg(deciding, interaction, leg, "hung_up", agentId);
      if (leg.role === "customer" && alone(interaction))
        endNow(deciding, interaction, "agent", command.agentId);
      return null;
    }
  }
}

/** Nobody but one agent is left. */
const alone = (interaction: Interaction): boolean =>
  activeParties(interaction).length === 1 &&
  !callOf(interaction).legs.some((leg) => leg.role === "customer" || leg.role === "external");
