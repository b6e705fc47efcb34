import type { Agent } from "../agent/agent.js";
import { activeParties, agentOf, type Deciding, isActive, reject, type Verdict } from "../center/deciding.js";
import type { AgentId, PartyId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { endNow, requestAgain } from "../interaction/lifecycle.js";
import { hasWorkingPhone } from "../queue/eligibility.js";
import { hearReport, startScenario } from "../scenario/run-scenario.js";
import type { CallCommand, Leg, LegEndCause, LegId } from "./call.js";
import { callOf } from "./evolve-call.js";

type CommandOf<T extends CallCommand["type"]> = Extract<CallCommand, { readonly type: T }>;

/** How long an agent's phone may take to connect to a call that was taken. */
export const PHONE_CONNECT_MAX_MS = 15_000;
/** How long a phone that was there may be away: a page reloads, a network changes. */
export const PHONE_LOST_MAX_MS = 30_000;
/** How long a silent desk stays logged in from one look to the next, while its agent talks. */
export const DESK_TALKING_GRACE_MS = 30_000;

export function decideCall(deciding: Deciding, command: CallCommand): Verdict {
  if (command.type === "ArriveCall") return arrive(deciding, command);
  if (command.type === "PlaceCall") return place(deciding, command);
  const interaction = deciding.store.state.interactions.get(command.interactionId);
  if (!interaction?.call) return reject("no_interaction", { interactionId: command.interactionId });
  switch (command.type) {
    case "ReportLeg":
      return reportLeg(deciding, interaction, command);
    case "ReportPlay":
      // Late reports are no error: the caller may have gone on, or an agent may have come, in the meantime.
      if (interaction.call.run?.playId === command.playId) hearReport(deciding, interaction, command.report);
      return null;
    default:
  }
  if (!isActive(interaction, command.agentId)) return reject("not_your_interaction");
  switch (command.type) {
    case "MuteCall":
      return mute(deciding, interaction, command);
    case "HoldCall":
      return hold(deciding, interaction, command);
    case "NoteKeysSent":
      deciding.emit({
        type: "KeysSent",
        interactionId: interaction.id,
        agentId: command.agentId,
        count: command.count,
      });
      return null;
  }
}

/** SPEC CAL-1. */
function arrive(deciding: Deciding, command: CommandOf<"ArriveCall">): Verdict {
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
function place(deciding: Deciding, command: CommandOf<"PlaceCall">): Verdict {
  const { state } = deciding.store;
  const agent = agentOf(deciding, command.agentId);
  if (!agent) return reject("not_logged_in", { agentId: command.agentId });
  if (agent.phone.device === "none") return reject("logged_without_phone");
  if (!hasWorkingPhone(agent)) return reject("phone_not_registered", { health: agent.phone.health });
  if (agent.loads.some((load) => load.channel === "voice" && load.state !== "wrap_up"))
    return reject("already_in_progress", { channel: "voice" });
  const entry = state.configuration.entries.get(command.entryId);
  if (!entry?.voice) return reject("entry_unknown", { entryId: command.entryId });
  if (state.interactions.has(command.interactionId)) return reject("id_taken");
  const beside = command.beside === null ? null : state.interactions.get(command.beside);
  if (beside === undefined) return reject("no_interaction", { interactionId: command.beside });
  if (beside && !beside.parties.some((party) => party.agentId === agent.id))
    return reject("not_your_interaction");
  const interactionId = command.interactionId;
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
    agentId: agent.id,
    beside: beside?.id ?? null,
  });
  deciding.emit({
    type: "AgentJoined",
    interactionId,
    agentId: agent.id,
    partyId: `${interactionId}.p1` as PartyId,
    kind: "first",
  });
  return null;
}

/** SPEC CAL-3, CAL-4, CAL-6: reports of legs that are gone change nothing. */
function reportLeg(
  deciding: Deciding,
  interaction: Interaction,
  { legId, report }: CommandOf<"ReportLeg">,
): Verdict {
  const leg = callOf(interaction).legs.find((other) => other.id === legId);
  if (!leg) return null;
  if (report.kind === "gone") {
    if (leg.role === "agent") phoneGone(deciding, interaction, leg);
    else {
      remove(deciding, interaction, leg, report.cause);
      customerGone(deciding, interaction, leg);
    }
    return null;
  }
  // Ringing never follows being connected: the two reports may overtake each other on the way.
  if (report.kind === "ringing" && leg.state !== "dialing") return null;
  if (leg.state === report.kind) return null;
  deciding.emit({
    type: "LegChanged",
    interactionId: interaction.id,
    legId,
    state: report.kind,
    until: leg.role === "agent" && report.kind === "lost" ? deciding.at + PHONE_LOST_MAX_MS : null,
  });
  return null;
}

function customerGone(deciding: Deciding, interaction: Interaction, leg: Leg): void {
  if (interaction.stage !== "open") return;
  const reached = leg.state === "connected" || leg.state === "lost" || leg.state === "arriving";
  if (!reached) endNow(deciding, interaction, "not_reached", null);
  else if (interaction.answeredAt === null && interaction.request !== null)
    endNow(deciding, interaction, "abandoned", null);
  else endNow(deciding, interaction, "customer", null);
}

/** SPEC CAL-2: whoever takes part has a leg, whoever does not has none; with an agent there, the scenario is over. */
export function settleLegs(deciding: Deciding, interaction: Interaction): void {
  const call = callOf(interaction);
  const active = interaction.stage === "open" ? activeParties(interaction) : [];
  for (const leg of [...call.legs]) {
    const stays =
      leg.role === "customer"
        ? interaction.stage === "open"
        : active.some((party) => party.agentId === leg.agentId);
    if (!stays) remove(deciding, interaction, leg, "hung_up");
  }
  for (const { agentId } of active) {
    if (call.legs.some((leg) => leg.agentId === agentId)) continue;
    deciding.emit({
      type: "LegAdded",
      interactionId: interaction.id,
      legId: `${interaction.id}.l${call.legCount + 1}` as LegId,
      agentId,
      until: deciding.at + PHONE_CONNECT_MAX_MS,
    });
  }
  if (call.run !== null && (active.length > 0 || interaction.stage !== "open"))
    deciding.emit({ type: "ScenarioLeft", interactionId: interaction.id });
}

/** SPEC CAL-8: a phone that is not there takes its agent out of the call, without blame. */
export function meetLegDeadlines(deciding: Deciding, interaction: Interaction): void {
  for (const leg of [...(interaction.call?.legs ?? [])]) {
    if (leg.until !== null && leg.until <= deciding.at) phoneGone(deciding, interaction, leg);
  }
}

function phoneGone(deciding: Deciding, interaction: Interaction, leg: Leg): void {
  const { agentId } = leg;
  const party = interaction.parties.find((other) => other.agentId === agentId);
  const agent = agentId && agentOf(deciding, agentId);
  remove(deciding, interaction, leg, "lost");
  if (agentId === null || party?.state !== "active" || interaction.stage !== "open") return;
  if (agent && agent.phone.health === "ok") {
    const phone = { device: agent.phone.device, health: "media_timeout" } as const;
    deciding.emit({ type: "PhoneChanged", agentId, phone });
  }
  const customer = callOf(interaction).legs.find((other) => other.role === "customer");
  if (customer?.state === "dialing" || customer?.state === "ringing") {
    endNow(deciding, interaction, "not_reached", null);
    return;
  }
  deciding.emit({
    type: "AgentLeft",
    interactionId: interaction.id,
    agentId,
    partyId: party.partyId,
    cause: "phone_lost",
  });
  if (activeParties(interaction).length === 0 && interaction.request === null)
    requestAgain(deciding, interaction);
}

function remove(deciding: Deciding, interaction: Interaction, leg: Leg, cause: LegEndCause): void {
  deciding.emit({ type: "LegRemoved", interactionId: interaction.id, legId: leg.id, cause });
}

function mute(deciding: Deciding, interaction: Interaction, command: CommandOf<"MuteCall">): Verdict {
  const leg = legOfAgent(interaction, command.agentId);
  if (!leg) return reject("not_suitable_state");
  if (leg.muted === command.muted) return null;
  deciding.emit({
    type: "CallMuted",
    interactionId: interaction.id,
    legId: leg.id,
    muted: command.muted,
  });
  return null;
}

function hold(deciding: Deciding, interaction: Interaction, command: CommandOf<"HoldCall">): Verdict {
  const call = callOf(interaction);
  if (command.held === (call.heldSince !== null)) return null;
  const customer = call.legs.find((leg) => leg.role === "customer");
  if (customer?.state !== "connected" || interaction.stage !== "open") {
    return reject("not_suitable_state", { stage: interaction.stage, leg: customer?.state ?? null });
  }
  deciding.emit({
    type: "CallHeld",
    interactionId: interaction.id,
    agentId: command.agentId,
    held: command.held,
  });
  return null;
}

export function legOfAgent(interaction: Interaction, agentId: AgentId): Leg | undefined {
  return interaction.call?.legs.find((leg) => leg.agentId === agentId);
}

/** Whether the agent's audio is there in any call. */
export function isTalking(deciding: Deciding, agent: Agent): boolean {
  return agent.loads.some((load) => {
    const interaction = deciding.store.state.interactions.get(load.interactionId);
    return interaction !== undefined && legOfAgent(interaction, agent.id)?.state === "connected";
  });
}
