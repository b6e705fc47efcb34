import type { Agent } from "../agent/agent.js";
import { agentOf, type Deciding, serviceOf, userOf } from "../center/deciding.js";
import type { Channel, Service } from "../configuration/configuration.js";
import type { AgentId, InteractionId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { failRequest } from "../interaction/lifecycle.js";
import { makeOffer } from "../offer/decide-offer.js";
import type { Explanation } from "../offer/offer.js";
import { exclusionOf, isContactable, levelFor, loadOf, takesPart } from "./eligibility.js";
import { goesBefore, type Waiting } from "./line.js";

/** How many others an explanation names. */
const OTHERS_MAX = 5;

/** An interaction wants somebody: make the offer, if there is somebody. */
export function routeInteraction(deciding: Deciding, id: InteractionId): void {
  const interaction = deciding.store.state.interactions.get(id);
  const request = interaction?.request;
  if (!interaction || !request || request.offerId !== null) return;
  if (request.agentId !== null) {
    offerDirected(deciding, interaction, request.agentId);
    return;
  }
  if (request.preferred !== null) {
    offerPreferred(deciding, interaction, request.preferred.agentId);
    return;
  }
  const service = serviceOf(deciding, request.serviceId);
  const best = deciding.store.indexes.bestAgent(service, interaction.channel, interaction);
  if (!best) return;
  const first = firstFor(deciding, best.agent.id);
  if (first === undefined || first.id === id) {
    offerFromQueue(deciding, interaction, service, best.agent, best.level);
    return;
  }
  // The agent has got room in this very decision, and somebody else stands before. Each turn of this makes an
  // offer to somebody who stands further in front, so it ends.
  routeInteraction(deciding, first.id);
  routeInteraction(deciding, id);
}

/** An agent has room: SPEC ROU-2, the first in line over all services that the agent can serve. */
export function routeAgent(deciding: Deciding, id: AgentId): void {
  const first = firstFor(deciding, id);
  if (!first) return;
  const agent = agentOf(deciding, id);
  const interaction = deciding.store.state.interactions.get(first.id);
  if (first.of === null) routeInteraction(deciding, first.id);
  else if (agent && interaction)
    offerFromQueue(deciding, interaction, first.of.service, agent, first.of.level);
}

/** Who stands first for an agent, and in which of the agent's services; `of` is `null` for who is kept for the agent. */
interface FirstInLine {
  readonly id: InteractionId;
  readonly of: { readonly service: Service; readonly level: number } | null;
}

/**
 * Whom an agent who has room owes it to. A waiting interaction whose line the agent heads but takes part in already
 * is passed over.
 */
function firstFor(deciding: Deciding, id: AgentId): FirstInLine | undefined {
  const { indexes, state } = deciding.store;
  const kept = keptFor(deciding, id);
  if (kept) return { id: kept, of: null };
  let first: Waiting | undefined;
  let of: FirstInLine["of"] = null;
  for (const own of indexes.servicesOf(id)) {
    const line = indexes.line(own.service.id);
    for (let i = 0; ; i++) {
      const waiting = line?.freeAt(i);
      if (!waiting) break;
      const interaction = state.interactions.get(waiting.interactionId);
      if (!interaction || takesPart(interaction, id) || !indexes.isAvailable(id, interaction.channel))
        continue;
      if (first === undefined || goesBefore(waiting, first)) {
        first = waiting;
        of = own;
      }
      break;
    }
  }
  return first && { id: first.interactionId, of };
}

/** A returning customer who is kept for this agent comes before the queue. */
function keptFor(deciding: Deciding, id: AgentId): InteractionId | undefined {
  for (const { service } of deciding.store.indexes.servicesOf(id)) {
    const kept = deciding.store.indexes.line(service.id)?.keptFor(id);
    if (kept) return kept.interactionId;
  }
  return undefined;
}

function offerDirected(deciding: Deciding, interaction: Interaction, agentId: AgentId): void {
  const agent = agentOf(deciding, agentId);
  const user = userOf(deciding, agentId);
  const { kind } = interaction.request ?? {};
  const byName = kind === "call" || kind === "consult";
  if (
    !agent ||
    !user ||
    (byName ? !isContactable(agent) : exclusionOf(agent, user, interaction.channel, true) !== null)
  ) {
    failRequest(deciding, interaction, "no_answer");
    return;
  }
  makeOffer(deciding, interaction, agentId, {
    rule: "ROU-5",
    eligible: 1,
    value: decidingValue(deciding, agent, interaction.channel, 0),
    others: [],
  });
}

function offerPreferred(deciding: Deciding, interaction: Interaction, agentId: AgentId): void {
  const agent = agentOf(deciding, agentId);
  const user = userOf(deciding, agentId);
  if (!agent || !user || exclusionOf(agent, user, interaction.channel, false) !== null) return;
  const service = serviceOf(deciding, interaction.request?.serviceId ?? interaction.serviceId);
  makeOffer(deciding, interaction, agentId, {
    rule: "ROU-6",
    eligible: deciding.store.indexes.availableIn(service.id, interaction.channel),
    value: decidingValue(deciding, agent, interaction.channel, levelFor(user, service)),
    others: othersOf(deciding, service, interaction, agentId),
  });
}

function offerFromQueue(
  deciding: Deciding,
  interaction: Interaction,
  service: Service,
  agent: Agent,
  level: number,
): void {
  makeOffer(deciding, interaction, agent.id, {
    rule: service.distribution === "longest_idle" ? "ROU-3" : "ROU-4",
    eligible: deciding.store.indexes.availableIn(service.id, interaction.channel),
    value: decidingValue(deciding, agent, interaction.channel, level),
    others: othersOf(deciding, service, interaction, agent.id),
  });
}

function decidingValue(
  deciding: Deciding,
  agent: Agent,
  channel: Channel,
  level: number,
): Explanation["value"] {
  return { idleMs: deciding.at - agent.idleSince, load: loadOf(agent, channel), level };
}

function othersOf(
  deciding: Deciding,
  service: Service,
  interaction: Interaction,
  chosen: AgentId,
): Explanation["others"] {
  const others: Explanation["others"][number][] = [];
  for (const agentId of deciding.store.indexes.qualified(service.id)) {
    if (agentId === chosen) continue;
    const agent = agentOf(deciding, agentId);
    const user = userOf(deciding, agentId);
    if (!agent || !user) continue;
    const rule = takesPart(interaction, agentId)
      ? "ELI-7"
      : (exclusionOf(agent, user, interaction.channel, false) ?? "ROU-8");
    others.push({ agentId, rule });
    if (others.length === OTHERS_MAX) break;
  }
  return others;
}
