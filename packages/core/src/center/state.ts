import type { Agent } from "../agent/agent.js";
import type { Configuration } from "../configuration/configuration.js";
import type { Opening } from "../configuration/schedule.js";
import type {
  AgentId,
  ClientKey,
  ContactId,
  InteractionId,
  OfferId,
  ScheduleId,
  ServiceId,
} from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import type { Offer } from "../offer/offer.js";
import type { Instant } from "../time/time.js";

/** A customer who was here a little while ago: comes back to the same case, first to the same agent. */
export interface RecentVisit {
  readonly clientKey: ClientKey;
  readonly caseNumber: number;
  readonly agentId: AgentId | null;
  readonly contactId: ContactId;
  readonly enqueuedAt: Instant;
  readonly until: Instant;
}

/** An ended chat whose customer is asked how it was. */
export interface OpenSurvey {
  readonly interactionId: InteractionId;
  readonly clientKey: ClientKey;
  readonly serviceId: ServiceId;
  readonly until: Instant;
  readonly changeMs: number;
  /** `null`: not answered yet. */
  readonly stars: number | null;
  /** The last moment for another answer, once there is one. */
  readonly changeUntil: Instant | null;
}

/** Everything the core remembers. Only what is alive: a finished interaction leaves. */
export interface CenterState {
  /** The last event's sequence number; 0 before the first. */
  seq: number;
  /** The last event's time. A command's time is never before it. */
  at: Instant;
  readonly configuration: Configuration;
  readonly agents: Map<AgentId, Agent>;
  readonly interactions: Map<InteractionId, Interaction>;
  readonly offers: Map<OfferId, Offer>;
  readonly liveByClient: Map<ClientKey, InteractionId>;
  readonly recent: Map<ClientKey, RecentVisit>;
  /** Answered or not; some that are over may still be among them. */
  readonly surveys: Map<InteractionId, OpenSurvey>;
  /** Handling times of the last 20 answered interactions of each service, in ms, oldest first. */
  readonly handling: Map<ServiceId, number[]>;
  /** What each schedule says since its last turn. */
  readonly openings: Map<ScheduleId, Opening>;
  lastCaseNumber: number;
}

/** Case numbers are the center's and start here (the first is one more). */
export const CASE_NUMBER_BEFORE_FIRST = 9_999;

export function emptyState(): CenterState {
  return {
    seq: 0,
    at: 0,
    configuration: {
      users: new Map(),
      services: new Map(),
      entries: new Map(),
      reasons: new Map(),
      scenarios: new Map(),
      prompts: new Map(),
      schedules: new Map(),
    },
    agents: new Map(),
    interactions: new Map(),
    offers: new Map(),
    liveByClient: new Map(),
    recent: new Map(),
    surveys: new Map(),
    handling: new Map(),
    openings: new Map(),
    lastCaseNumber: CASE_NUMBER_BEFORE_FIRST,
  };
}
