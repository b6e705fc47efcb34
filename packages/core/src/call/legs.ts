import { lendLine, lineCallId, lineComesBack } from "../agent/line.js";
import { agentOf, type Deciding, isActive, reject, type Verdict } from "../center/deciding.js";
import type { AgentId, InteractionId } from "../ids/ids.js";
import type { AgentParty, Interaction } from "../interaction/interaction.js";
import { hasWorkingPhone } from "../queue/eligibility.js";
import type { Call, Circle, Leg, LegEndCause, LegId } from "./call.js";
import { callOf } from "./evolve-call.js";

/** How long an agent's phone may take to connect to a call that was taken. */
export const PHONE_CONNECT_MAX_MS = 15_000;
/** How long a desk phone or an outside number may ring until it is picked up. */
export const PHONE_PICKUP_MAX_MS = 30_000;
/** How long a phone that was there may be away: a page reloads, a network changes. */
export const PHONE_LOST_MAX_MS = 30_000;
/** How long nothing may come from a line of the network that should send: whoever hung up may not have said so. */
export const LINE_SILENT_MAX_MS = 120_000;
/** How long a customer has to take a call in the app. */
export const APP_ANSWER_MAX_MS = 45_000;
/** More parties would be a meeting, and nobody could follow them on a telephone. */
export const CALL_LEGS_MAX = 10;

export const agentLeg = (interaction: Interaction, agentId: AgentId): Leg | undefined =>
  interaction.call?.legs.find((leg) => leg.role === "agent" && leg.agentId === agentId);

/** The agent's leg of any role: also a supervisor's. */
export const legOfAgent = (interaction: Interaction, agentId: AgentId): Leg | undefined =>
  interaction.call?.legs.find((leg) => leg.agentId === agentId);

export const customerLeg = (call: Call): Leg | undefined => call.legs.find((leg) => leg.role === "customer");

/** Whoever can talk with others: supervisors are beside, and no party. */
export const partyLegs = (call: Call): readonly Leg[] => call.legs.filter((leg) => leg.role !== "supervisor");

/** Whether the customer is there and the agent hears every word: what a voice signature needs all the time. */
export const canBeHeard = (customer: Leg | undefined, agent: Leg): boolean =>
  customer !== undefined &&
  isThere(customer) &&
  customer.heldSince === null &&
  agent.heldSince === null &&
  customer.circle === agent.circle;

export const isThere = (leg: Leg): boolean => leg.state === "connected" || leg.state === "lost";

/** Outside parties that talk with each other when the last agent leaves. */
export const outsideTalkers = (call: Call): number =>
  call.legs.filter((leg) => (leg.role === "customer" || leg.role === "external") && isThere(leg)).length;

export function newLegId(interaction: Interaction): LegId {
  return `${interaction.id}.l${callOf(interaction).legCount + 1}` as LegId;
}

export function addAgentLeg(
  deciding: Deciding,
  interaction: Interaction,
  agentId: AgentId,
  role: "agent" | "supervisor",
  circle: Circle,
  arriving = false,
): void {
  const agent = agentOf(deciding, agentId);
  const device = agent?.phone.device ?? "browser";
  // SPEC LIN-3: it is up, and nobody has to pick up anything.
  const line = agent?.line?.state === "up" && agent.line.inCall === null ? agent.line : null;
  const from = line && { interactionId: lineCallId(agentId), legId: line.legId };
  const wait = device === "browser" ? PHONE_CONNECT_MAX_MS : PHONE_PICKUP_MAX_MS;
  deciding.emit({
    type: "LegAdded",
    interactionId: interaction.id,
    legId: newLegId(interaction),
    role,
    agentId,
    device,
    circle,
    until: deciding.at + wait,
    ...(arriving && { arriving: true as const }),
    ...(from !== null && { from }),
    by: null,
  });
  if (line) lendLine(deciding, agentId, interaction.id);
}

export function removeLeg(
  deciding: Deciding,
  interaction: Interaction,
  leg: Leg,
  cause: LegEndCause,
  by: AgentId | null = null,
): void {
  const { id: legId, role, agentId } = leg;
  if (agentId !== null) lineComesBack(deciding, agentId, interaction.id, legId);
  deciding.emit({ type: "LegRemoved", interactionId: interaction.id, legId, role, agentId, cause, by });
}

/** Calls in the agent's hands that are not being wrapped up. */
export function callsInHand(deciding: Deciding, agentId: AgentId): readonly InteractionId[] {
  return (agentOf(deciding, agentId)?.loads ?? [])
    .filter(({ channel, state }) => channel === "voice" && (state === "active" || state === "hold"))
    .map(({ interactionId }) => interactionId);
}

/** Whether the agent's phone can carry one more call. */
export function phoneProblem(deciding: Deciding, agentId: AgentId): Verdict {
  const agent = agentOf(deciding, agentId);
  if (!agent) return reject("not_logged_in", { agentId });
  if (agent.phone.device === "none") return reject("logged_without_phone");
  if (!hasWorkingPhone(agent)) return reject("phone_not_registered", { health: agent.phone.health });
  return null;
}

/** SPEC CAL-11: an agent talks in one call at a time; the others go on hold by themselves. */
export function holdOthers(deciding: Deciding, agentId: AgentId, except: InteractionId): void {
  for (const interactionId of callsInHand(deciding, agentId)) {
    if (interactionId === except) continue;
    const interaction = deciding.store.state.interactions.get(interactionId);
    const leg = interaction && agentLeg(interaction, agentId);
    if (leg && leg.heldSince === null)
      deciding.emit({ type: "CallHeld", interactionId, agentId, held: true, cause: "other_call" });
  }
}

/** SPEC CNF-2: the agent who has been in the call longest leads it; leaving hands that over. */
export function hostOf(interaction: Interaction): AgentId | null {
  return interaction.parties.find((party) => party.state === "active")?.agentId ?? null;
}

export function leaves(
  deciding: Deciding,
  interaction: Interaction,
  { agentId, partyId }: AgentParty,
  cause: "left" | "transferred" | "consultation_ended" | "removed" | "taken_over",
): void {
  if (!isActive(interaction, agentId)) return;
  deciding.emit({ type: "AgentLeft", interactionId: interaction.id, agentId, partyId, cause });
}
