import type { Agent, Load, NextPresence, PhoneHealth, Presence } from "../agent/agent.js";
import type { Indexes } from "../center/indexes.js";
import type { CenterState } from "../center/state.js";
import type { Service, User } from "../configuration/configuration.js";
import { internalService, internalServiceId } from "../configuration/configuration.js";
import type { AgentId, InteractionId, ServiceId, SkillId } from "../ids/ids.js";
import type { AgentRequest, Interaction, Stage } from "../interaction/interaction.js";
import type { ExclusionRule, OfferEvent, RequestKind } from "../offer/offer.js";
import type { Instant } from "../time/time.js";
import { exclusionOf, hasSkills, isContactable, levelFor, loadOf, takesPart } from "./eligibility.js";
import { goesBefore, type Waiting } from "./line.js";

/**
 * Why somebody could not be offered an interaction: the first rule that decided, or that routing never looked at them,
 * as a skill is missing or nobody is logged in.
 */
export type Exclusion = ExclusionRule | "skills" | "logged_out";

/** One who may be asked, or why not. */
export interface Candidacy {
  readonly agentId: AgentId;
  /** `null`: could be offered the interaction at this moment. */
  readonly rule: Exclusion | null;
  /** The required skills that are missing or too low, with the level that is had; 0: not at all. */
  readonly lacks: readonly {
    readonly skillId: SkillId;
    readonly levelMin: number;
    readonly level: number;
  }[];
  /** Of whoever is logged in. */
  readonly at: {
    readonly presence: Presence;
    readonly next: NextPresence | null;
    readonly phone: PhoneHealth;
    readonly loads: readonly Pick<Load, "interactionId" | "channel" | "state">[];
    /** Interactions of this channel in hand, and how many there may be. */
    readonly load: number;
    readonly capacity: number;
    readonly level: number;
    readonly idleSince: Instant;
  } | null;
}

/** One place of a queue, as people see it. */
export type Place = Pick<Waiting, "interactionId" | "priority" | "enqueuedAt" | "offered"> & {
  readonly caseNumber: number;
  readonly keptFor: AgentId | null;
};

/** An interaction's wish for an agent: in which queue it stands, at what place, and whom it is for. */
export interface StandingRequest {
  readonly kind: RequestKind;
  readonly serviceId: ServiceId;
  readonly priority: number;
  readonly enqueuedAt: Instant;
  /** It is for this agent alone, and stands in no queue. */
  readonly directedTo: AgentId | null;
  /** It is kept for this agent until then: others are not asked. */
  readonly keptFor: { readonly agentId: AgentId; readonly until: Instant } | null;
  /** In front of whom it rings. */
  readonly offeredTo: AgentId | null;
  /** How many stand before it. */
  readonly ahead: number;
  readonly waiting: number;
  /** The first of the queue. */
  readonly line: readonly Place[];
}

/** How an interaction stands, and whom it could be offered to. */
export interface Standing {
  readonly stage: Stage;
  readonly parties: readonly { readonly agentId: AgentId; readonly state: "active" | "wrap_up" }[];
  /** `null`: it wants nobody. */
  readonly request: StandingRequest | null;
  readonly candidates: readonly Candidacy[];
}

/** Places of a queue that a standing names. */
export const STANDING_PLACES_MAX = 8;
/** People that a standing names; in bigger centers those who are nearest to an offer. */
export const STANDING_CANDIDATES_MAX = 40;

/** By the functions that route: SPEC ELI-1 to ELI-8, QUE-1. Looks at every user, so it is for explaining and not for deciding. */
export function standingOf(state: CenterState, indexes: Indexes, id: InteractionId): Standing | undefined {
  const interaction = state.interactions.get(id);
  if (!interaction) return undefined;
  const { request } = interaction;
  const serviceId = request?.serviceId ?? interaction.serviceId;
  const service =
    serviceId === internalServiceId ? internalService : state.configuration.services.get(serviceId);
  return {
    stage: interaction.stage,
    parties: interaction.parties.map(({ agentId, state }) => ({ agentId, state })),
    request: request && requestOf(state, indexes, interaction, request),
    candidates: service ? candidatesOf(state, interaction, service, request?.agentId ?? null) : [],
  };
}

function requestOf(
  state: CenterState,
  indexes: Indexes,
  interaction: Interaction,
  request: AgentRequest,
): StandingRequest {
  const line = indexes.line(request.serviceId);
  const mine = indexes.waiting(interaction.id);
  const places: Place[] = [];
  for (let at = 0; line && at < Math.min(line.length, STANDING_PLACES_MAX); at++) {
    const waiting = line.at(at);
    if (waiting) places.push(placeOf(state, waiting));
  }
  return {
    kind: request.kind,
    serviceId: request.serviceId,
    priority: request.priority,
    enqueuedAt: request.enqueuedAt,
    directedTo: request.agentId,
    keptFor: request.preferred && { ...request.preferred },
    offeredTo: (request.offerId === null ? undefined : state.offers.get(request.offerId)?.agentId) ?? null,
    ahead: mine && line ? line.positionOf(mine) : 0,
    waiting: line?.length ?? 0,
    line: places,
  };
}

const placeOf = (state: CenterState, waiting: Waiting): Place => ({
  interactionId: waiting.interactionId,
  caseNumber: state.interactions.get(waiting.interactionId)?.caseNumber ?? 0,
  priority: waiting.priority,
  enqueuedAt: waiting.enqueuedAt,
  offered: waiting.offered,
  keptFor: waiting.preferred,
});

function candidatesOf(
  state: CenterState,
  interaction: Interaction,
  service: Service,
  directedTo: AgentId | null,
): Candidacy[] {
  const candidates: Candidacy[] = [];
  for (const user of state.configuration.users.values()) {
    // Colleagues among themselves: nobody but the one who is called could have it.
    const named = directedTo !== null || service === internalService;
    if (named ? user.id !== directedTo : !user.roles.includes("agent")) continue;
    if (user.enabled) candidates.push(candidacyOf(state, interaction, service, user, directedTo !== null));
  }
  return candidates.sort(byNearness).slice(0, STANDING_CANDIDATES_MAX);
}

function candidacyOf(
  state: CenterState,
  interaction: Interaction,
  service: Service,
  user: User,
  directed: boolean,
): Candidacy {
  const agent = state.agents.get(user.id);
  const skilled = directed || hasSkills(user, service);
  const lacks = skilled
    ? []
    : service.requires
        .map((need) => ({ ...need, level: user.skills[need.skillId] ?? 0 }))
        .filter(({ level, levelMin }) => level < levelMin);
  return {
    agentId: user.id,
    rule: !skilled ? "skills" : !agent ? "logged_out" : ruleOf(agent, user, interaction, directed),
    lacks,
    at: agent
      ? {
          presence: agent.presence,
          next: agent.next,
          phone: agent.phone.health,
          loads: agent.loads.map(({ interactionId, channel, state }) => ({ interactionId, channel, state })),
          load: loadOf(agent, interaction.channel),
          capacity: user.capacity[interaction.channel],
          level: levelFor(user, service),
          idleSince: agent.idleSince,
        }
      : null,
  };
}

function ruleOf(agent: Agent, user: User, interaction: Interaction, directed: boolean): ExclusionRule | null {
  const { kind } = interaction.request ?? {};
  // SPEC INT-1: a colleague who is called by name is reached whatever presence is shown.
  if (directed && (kind === "call" || kind === "consult")) return isContactable(agent) ? null : "ELI-8";
  if (takesPart(interaction, agent.id)) return "ELI-7";
  return exclusionOf(agent, user, interaction.channel, directed);
}

const nearness = ({ rule }: Candidacy): number =>
  rule === null ? 0 : rule === "skills" ? 3 : rule === "logged_out" ? 2 : 1;

function byNearness(a: Candidacy, b: Candidacy): number {
  const difference = nearness(a) - nearness(b);
  if (difference !== 0) return difference;
  const level = (b.at?.level ?? 0) - (a.at?.level ?? 0);
  if (level !== 0) return level;
  const idle = (a.at?.idleSince ?? 0) - (b.at?.idleSince ?? 0);
  return idle !== 0 ? idle : a.agentId < b.agentId ? -1 : 1;
}

/** Somebody had room and could have been asked, and another interaction was offered instead. */
export interface Passing {
  readonly agentId: AgentId;
  readonly interactionId: InteractionId;
  readonly caseNumber: number;
  /**
   * `directed`: that one was for this agent by name. `kept`: its customer came back to this agent. `priority`: it had a
   * higher one. `longer`: it had waited longer. `same_moment`: they came in the same millisecond, and ids decided.
   * `other`: none of these explains it.
   */
  readonly because: "directed" | "kept" | "priority" | "longer" | "same_moment" | "other";
  readonly priority: number;
  readonly enqueuedAt: Instant;
}

/**
 * Whether an offer passes an interaction that waits. To be asked right before the offer is folded in, as the agent has
 * room only until then. `undefined`: the interaction was not waiting for this agent.
 */
export function passingOf(
  state: CenterState,
  indexes: Indexes,
  offer: Extract<OfferEvent, { readonly type: "OfferMade" }>,
  id: InteractionId,
): Passing | undefined {
  const mine = indexes.waiting(id);
  const interaction = state.interactions.get(id);
  if (!mine || mine.held || !interaction || offer.interactionId === id) return undefined;
  const user = state.configuration.users.get(offer.agentId);
  const service = state.configuration.services.get(mine.serviceId);
  if (!user || !service || !hasSkills(user, service) || takesPart(interaction, offer.agentId))
    return undefined;
  if (!indexes.isAvailable(offer.agentId, interaction.channel)) return undefined;
  const other = state.interactions.get(offer.interactionId);
  if (!other?.request) return undefined;
  const { priority, enqueuedAt } = other.request;
  return {
    agentId: offer.agentId,
    interactionId: offer.interactionId,
    caseNumber: other.caseNumber,
    because: becauseOf(offer.why.rule, indexes.waiting(other.id), mine),
    priority,
    enqueuedAt,
  };
}

function becauseOf(rule: string, theirs: Waiting | undefined, mine: Waiting): Passing["because"] {
  if (rule === "ROU-5") return "directed";
  if (rule === "ROU-6") return "kept";
  if (!theirs || !goesBefore(theirs, mine)) return "other";
  if (theirs.priority !== mine.priority) return "priority";
  return theirs.enqueuedAt === mine.enqueuedAt ? "same_moment" : "longer";
}
