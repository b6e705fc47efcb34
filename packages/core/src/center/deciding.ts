import type { Agent } from "../agent/agent.js";
import {
  internalService,
  internalServiceId,
  type RecordingRule,
  recordingRuleDefault,
  type Service,
  type User,
} from "../configuration/configuration.js";
import { isServiceOpen } from "../configuration/schedule.js";
import { type Watch, watchOf } from "../configuration/watch.js";
import type { AgentId, ServiceId } from "../ids/ids.js";
import type { AgentParty, Interaction } from "../interaction/interaction.js";
import { invariant } from "../invariant.js";
import type { Instant } from "../time/time.js";
import type { EventBody, Rejection, RejectionCode } from "./messages.js";
import type { Store } from "./store.js";

/** What a subject's `decide` works with: the state as of the last emitted event, and how to emit the next. */
export interface Deciding {
  readonly store: Store;
  readonly at: Instant;
  /** Applies the event at once; what follows sees it. */
  emit(event: EventBody): void;
}

/** `null`: accepted, and what was emitted holds. */
export type Verdict = Rejection | null;

export function reject(code: RejectionCode, facts?: Rejection["facts"]): Rejection {
  return facts === undefined ? { code } : { code, facts };
}

export function userOf(deciding: Deciding, agentId: AgentId): User | undefined {
  return deciding.store.state.configuration.users.get(agentId);
}

/** SPEC TEA-2: whether this user looks after that agent. Nobody looks after somebody whom there is not. */
export function looksAfter(deciding: Deciding, supervisorId: AgentId, agentId: AgentId): boolean {
  return watchBy(deciding, supervisorId).agent(agentId);
}

export const watchBy = (deciding: Deciding, supervisorId: AgentId): Watch =>
  watchOf(userOf(deciding, supervisorId), deciding.store.state.configuration);

export function agentOf(deciding: Deciding, agentId: AgentId): Agent | undefined {
  return deciding.store.state.agents.get(agentId);
}

export function serviceOf(deciding: Deciding, serviceId: ServiceId): Service {
  if (serviceId === internalServiceId) return internalService;
  const service = deciding.store.state.configuration.services.get(serviceId);
  invariant(service !== undefined, `service ${serviceId} is not configured`);
  return service;
}

/** SPEC HRS-3. */
export const takesSomebodyNew = ({ store, at }: Deciding, service: Service): boolean =>
  isServiceOpen(store.state.configuration, service, at);

export const recordingRuleOf = (service: Service): RecordingRule => service.recording ?? recordingRuleDefault;

export function partyOf(interaction: Interaction, agentId: AgentId): AgentParty | undefined {
  return interaction.parties.find((party) => party.agentId === agentId);
}

export function isActive(interaction: Interaction, agentId: AgentId): boolean {
  return partyOf(interaction, agentId)?.state === "active";
}

export function activeParties(interaction: Interaction): readonly AgentParty[] {
  return interaction.parties.filter((party) => party.state === "active");
}
