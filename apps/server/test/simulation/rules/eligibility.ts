import type { Agent, AgentId, CenterState, Channel, Interaction, Service, User } from "@patchbay/core";

/**
 * Who may be offered what, told a second time and without a look at how the core tells it: what an agent has in
 * hand is counted from the interactions and offers themselves, not from the core's own account of loads.
 */

/** Everything in an agent's hands: takes part (also only to wrap up) or has it offered. */
export function inHand(state: CenterState, agentId: AgentId): Interaction[] {
  const held: Interaction[] = [];
  for (const interaction of state.interactions.values()) {
    const takesPart = interaction.parties.some((party) => party.agentId === agentId);
    const offerId = interaction.request?.offerId;
    const offered = offerId != null && state.offers.get(offerId)?.agentId === agentId;
    if (takesPart || offered) held.push(interaction);
  }
  return held;
}

export function hasSkillsFor(user: User, service: Service): boolean {
  if (!user.roles.includes("agent")) return false;
  for (const { skillId, levelMin } of service.requires) {
    const level = user.skills[skillId];
    if (level === undefined || level < levelMin) return false;
  }
  return true;
}

/** Why an agent must not be offered this channel now; `null`: nothing stands in the way. */
export function obstacle(
  agent: Agent,
  user: User | undefined,
  held: readonly Interaction[],
  channel: Channel,
): string | null {
  if (user === undefined || !user.enabled) return "user is gone or disabled";
  if (agent.presence.kind !== "ready") return "not ready";
  if (agent.next !== null && agent.next.kind !== "ready") return "wants to go";
  if (agent.deskLost !== null) return "desk is not alive";
  if (channel === "voice" && (agent.phone.device !== "browser" || agent.phone.health !== "ok"))
    return "no phone that works";
  if (held.filter((one) => one.channel === channel).length >= user.capacity[channel]) return "over capacity";
  if (user.mixedMedia === "voice_alone" && held.some((one) => one.channel === "voice")) return "in a call";
  if (user.mixedMedia === "one_channel" && held.some((one) => one.channel !== channel))
    return "on another channel";
  return null;
}

/** Why a colleague cannot call this agent now, whatever presence is shown; `null`: nothing stands in the way. */
export function unreachable(agent: Agent, held: readonly Interaction[]): string | null {
  if (agent.deskLost !== null) return "desk is not alive";
  if (agent.phone.device !== "browser" || agent.phone.health !== "ok") return "no phone that works";
  const calls = held.filter(({ channel, parties }) => {
    const own = parties.find((party) => party.agentId === agent.id);
    return channel === "voice" && own?.state !== "wrap_up";
  });
  return calls.length >= 4 ? "four calls at once" : null;
}

/** Whether an offer is in front of the agent. */
export const isAsked = (state: CenterState, agentId: AgentId): boolean =>
  [...state.offers.values()].some((offer) => offer.agentId === agentId);

/** Which of two goes first in a queue. */
export function goesFirst(a: Interaction, b: Interaction): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  if (a.enqueuedAt !== b.enqueuedAt) return a.enqueuedAt < b.enqueuedAt;
  return a.id < b.id;
}
