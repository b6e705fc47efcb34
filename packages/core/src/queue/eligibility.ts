import type { Agent } from "../agent/agent.js";
import type { Channel, Service, User } from "../configuration/configuration.js";
import type { AgentId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import type { ExclusionRule } from "../offer/offer.js";

/** How many interactions of a channel the agent has in hand; offers and wrap-up count. */
export function loadOf(agent: Agent, channel: Channel): number {
  let count = 0;
  for (const load of agent.loads) if (load.channel === channel) count++;
  return count;
}

/**
 * The first rule that keeps an offer of this channel from the agent, or `null` (SPEC ELI-1 to ELI-6, ELI-8).
 *
 * @param directed an agent asked for this one by name: another offer in front of it does not matter
 */
export function exclusionOf(
  agent: Agent,
  user: User,
  channel: Channel,
  directed: boolean,
): ExclusionRule | null {
  if (agent.presence.kind !== "ready") return "ELI-1";
  if (agent.next !== null && agent.next.kind !== "ready") return "ELI-2";
  if (loadOf(agent, channel) >= user.capacity[channel]) return "ELI-3";
  if (channel === "voice" && agent.line !== null && !hasRoomForCall(agent)) return "ELI-3";
  if (!mayMix(agent, user, channel)) return "ELI-4";
  if (agent.deskLost !== null) return "ELI-5";
  if (!directed && agent.loads.some((load) => load.state === "reserved" || load.state === "ringing"))
    return "ELI-6";
  if (channel === "voice" && !hasWorkingPhone(agent)) return "ELI-8";
  return null;
}

/** Calls that one agent may have in hand or ringing at the same time. */
export const CALLS_AT_ONCE_MAX = 4;

/**
 * SPEC INT-1: whether a colleague may call or ask the agent, whatever presence is shown: the desk is alive, the phone
 * works, and there is room for one more call beside those on hold.
 */
export const isContactable = (agent: Agent): boolean =>
  agent.deskLost === null && hasWorkingPhone(agent) && hasRoomForCall(agent);

/** SPEC LIN-2: a line that stays up carries one call, and a supervisor's listening is one. */
function hasRoomForCall(agent: Agent): boolean {
  const calls = agent.loads.filter((load) => load.channel === "voice" && load.state !== "wrap_up").length;
  return agent.line === null ? calls < CALLS_AT_ONCE_MAX : calls === 0 && agent.monitoring === null;
}

/** SPEC PHN-1, LIN-4: it is there, or its line is up. */
export const hasWorkingPhone = (agent: Agent): boolean =>
  agent.phone.device !== "none" &&
  agent.phone.health === "ok" &&
  (agent.line === null || agent.line.state === "up");

function mayMix(agent: Agent, user: User, channel: Channel): boolean {
  switch (user.mixedMedia) {
    case "any":
      return true;
    case "voice_alone":
      return !agent.loads.some((load) => load.channel === "voice");
    case "one_channel":
      return agent.loads.every((load) => load.channel === channel);
  }
}

/** SPEC ELI-7: whoever takes part in an interaction, even only to wrap it up, is not offered it again. */
export function takesPart(interaction: Interaction, agentId: AgentId): boolean {
  return interaction.parties.some((party) => party.agentId === agentId);
}

/** Has every required skill at its level or above. */
export function hasSkills(user: User, service: Service): boolean {
  return (
    user.roles.includes("agent") &&
    service.requires.every((need) => (user.skills[need.skillId] ?? 0) >= need.levelMin)
  );
}

/** The agent's level for a service: the lowest of the required skills; 0 when none is required. */
export function levelFor(user: User, service: Service): number {
  let level = Number.POSITIVE_INFINITY;
  for (const need of service.requires) level = Math.min(level, user.skills[need.skillId] ?? 0);
  return Number.isFinite(level) ? level : 0;
}
