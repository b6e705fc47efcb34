import type { Agent } from "../agent/agent.js";
import type { Channel, Service } from "../configuration/configuration.js";
import type { AgentId, ClientKey, InteractionId, OfferId, ScheduleId, ServiceId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { exclusionOf, hasSkills, levelFor, loadOf } from "../queue/eligibility.js";
import { LazyHeap } from "../queue/heap.js";
import { samePlace, type Waiting, WaitingLine, waitingOf } from "../queue/line.js";
import type { Instant } from "../time/time.js";
import { deadlineOfAgent, deadlineOfInteraction, deadlineOfOffer } from "./deadlines.js";
import type { CenterState } from "./state.js";

/** An available agent's rank in one service. */
interface Candidate {
  readonly agentId: AgentId;
  readonly version: number;
  readonly level: number;
  readonly load: number;
  readonly idleSince: Instant;
}

interface DueEntry {
  readonly key: string;
  readonly at: Instant;
}

/** What is due: an agent's, an offer's, a schedule's or an interaction's earliest deadline. */
export type DueKey =
  | { readonly of: "agent"; readonly id: AgentId }
  | { readonly of: "offer"; readonly id: OfferId }
  | { readonly of: "interaction"; readonly id: InteractionId }
  | { readonly of: "schedule"; readonly id: ScheduleId };

interface VisitEntry {
  readonly clientKey: ClientKey;
  readonly until: Instant;
}

interface AgentIndex {
  version: number;
  /** Services whose skills the agent has, with the level in each. */
  services: readonly { readonly service: Service; readonly level: number }[];
  readonly available: Set<Channel>;
}

const byRank =
  (service: Service) =>
  (a: Candidate, b: Candidate): boolean => {
    if (a.level !== b.level) return a.level > b.level;
    if (service.distribution === "least_loaded" && a.load !== b.load) return a.load < b.load;
    if (a.idleSince !== b.idleSince) return a.idleSince < b.idleSince;
    return a.agentId < b.agentId;
  };

/**
 * Derived from the state, never stored: who could take what, who waits where, what is due when. Nothing here
 * scans all agents or all interactions, except `rebuild` after a change of the configuration.
 */
export class Indexes {
  private readonly agents = new Map<AgentId, AgentIndex>();
  private readonly heaps = new Map<string, LazyHeap<Candidate>>();
  private readonly availableCount = new Map<string, number>();
  private readonly qualifiedAgents = new Map<ServiceId, Set<AgentId>>();
  private readonly lines = new Map<ServiceId, WaitingLine>();
  private readonly waitingEntries = new Map<InteractionId, Waiting>();
  private readonly due: LazyHeap<DueEntry>;
  private readonly dueAt = new Map<string, Instant>();
  private readonly visits: LazyHeap<VisitEntry>;
  private channels: readonly Channel[] = [];
  private versions = 0;

  constructor(private readonly state: CenterState) {
    this.due = new LazyHeap<DueEntry>(
      (a, b) => a.at < b.at || (a.at === b.at && a.key < b.key),
      (entry) => this.dueAt.get(entry.key) === entry.at,
    );
    this.visits = new LazyHeap<VisitEntry>(
      (a, b) => a.until < b.until || (a.until === b.until && a.clientKey < b.clientKey),
      (entry) => this.state.recent.get(entry.clientKey)?.until === entry.until,
    );
    for (const clientKey of state.recent.keys()) this.visitChanged(clientKey);
    this.rebuild();
  }

  visitChanged(clientKey: ClientKey): void {
    const visit = this.state.recent.get(clientKey);
    if (visit) this.visits.push({ clientKey, until: visit.until });
  }

  /** Somebody whose grace time is over at `at`; the one for whom it has been over longest. */
  visitOver(at: Instant): ClientKey | undefined {
    const head = this.visits.peek();
    return head && head.until <= at ? head.clientKey : undefined;
  }

  rebuild(): void {
    const { configuration, agents, interactions, offers } = this.state;
    this.agents.clear();
    this.heaps.clear();
    this.availableCount.clear();
    this.qualifiedAgents.clear();
    this.lines.clear();
    this.waitingEntries.clear();
    this.due.clear();
    this.dueAt.clear();
    this.channels = [...new Set([...configuration.entries.values()].map((entry) => entry.channel))];
    for (const service of configuration.services.values()) {
      this.lines.set(service.id, new WaitingLine());
      this.qualifiedAgents.set(service.id, new Set());
    }
    for (const id of agents.keys()) this.agentChanged(id);
    for (const id of interactions.keys()) this.interactionChanged(id);
    for (const id of offers.keys()) this.offerChanged(id);
    for (const [id, { until }] of this.state.openings) this.setDue(`s${id}`, until);
  }

  agentChanged(id: AgentId): void {
    const agent = this.state.agents.get(id);
    const user = this.state.configuration.users.get(id);
    let index = this.agents.get(id);
    if (!agent || !user) {
      if (index) this.forgetAgent(id, index);
      this.setDue(`a${id}`, undefined);
      return;
    }
    if (!index) {
      const services = [...this.state.configuration.services.values()]
        .filter((service) => hasSkills(user, service))
        .map((service) => ({ service, level: levelFor(user, service) }));
      index = { version: 0, services, available: new Set() };
      this.agents.set(id, index);
      for (const { service } of services) this.qualifiedAgents.get(service.id)?.add(id);
    }
    index.version = ++this.versions;
    for (const channel of this.channels)
      this.rank(agent, index, channel, exclusionOf(agent, user, channel, false) === null);
    this.setDue(`a${id}`, deadlineOfAgent(agent));
  }

  private rank(agent: Agent, index: AgentIndex, channel: Channel, available: boolean): void {
    const was = index.available.has(channel);
    if (available) index.available.add(channel);
    else index.available.delete(channel);
    if (!available && !was) return;
    const load = loadOf(agent, channel);
    for (const { service, level } of index.services) {
      const key = `${channel}/${service.id}`;
      if (was !== available) {
        this.availableCount.set(key, (this.availableCount.get(key) ?? 0) + (available ? 1 : -1));
      }
      if (!available) continue;
      const heap = this.heapFor(key, service, channel);
      heap.push({ agentId: agent.id, version: index.version, level, load, idleSince: agent.idleSince });
      if (heap.size > 64 + 4 * (this.availableCount.get(key) ?? 0)) heap.compact();
    }
  }

  private heapFor(key: string, service: Service, channel: Channel): LazyHeap<Candidate> {
    let heap = this.heaps.get(key);
    if (!heap) {
      heap = new LazyHeap<Candidate>(byRank(service), (entry) => {
        const index = this.agents.get(entry.agentId);
        return index !== undefined && index.version === entry.version && index.available.has(channel);
      });
      this.heaps.set(key, heap);
    }
    return heap;
  }

  private forgetAgent(id: AgentId, index: AgentIndex): void {
    for (const channel of index.available) {
      for (const { service } of index.services) {
        const key = `${channel}/${service.id}`;
        this.availableCount.set(key, (this.availableCount.get(key) ?? 1) - 1);
      }
    }
    for (const { service } of index.services) this.qualifiedAgents.get(service.id)?.delete(id);
    this.agents.delete(id);
  }

  interactionChanged(id: InteractionId): void {
    const interaction = this.state.interactions.get(id);
    const before = this.waitingEntries.get(id);
    const waiting = interaction ? waitingOf(interaction) : undefined;
    if (!samePlace(before, waiting)) {
      if (before) this.lines.get(before.serviceId)?.remove(before);
      if (waiting) this.lines.get(waiting.serviceId)?.add(waiting);
      if (waiting) this.waitingEntries.set(id, waiting);
      else this.waitingEntries.delete(id);
    }
    this.setDue(`i${id}`, interaction ? deadlineOfInteraction(interaction) : undefined);
  }

  offerChanged(id: OfferId): void {
    const offer = this.state.offers.get(id);
    this.setDue(`o${id}`, offer ? deadlineOfOffer(offer) : undefined);
  }

  private setDue(key: string, at: Instant | undefined): void {
    const before = this.dueAt.get(key);
    if (before === at) return;
    if (at === undefined) {
      this.dueAt.delete(key);
      return;
    }
    this.dueAt.set(key, at);
    this.due.push({ key, at });
    if (this.due.size > 64 + 4 * this.dueAt.size) this.due.compact();
  }

  nextDeadline(): Instant | undefined {
    return this.due.peek()?.at;
  }

  /** The earliest thing due at or before `at`. It stays due until something about it changes. */
  firstDue(at: Instant): DueKey | undefined {
    const head = this.due.peek();
    if (!head || head.at > at) return undefined;
    const id = head.key.slice(1);
    switch (head.key[0]) {
      case "a":
        return { of: "agent", id: id as AgentId };
      case "o":
        return { of: "offer", id: id as OfferId };
      case "s":
        return { of: "schedule", id: id as ScheduleId };
      default:
        return { of: "interaction", id: id as InteractionId };
    }
  }

  /** Services that the agent could serve now on this channel. */
  servicesOf(id: AgentId): readonly { readonly service: Service; readonly level: number }[] {
    return this.agents.get(id)?.services ?? [];
  }

  isAvailable(id: AgentId, channel: Channel): boolean {
    return this.agents.get(id)?.available.has(channel) ?? false;
  }

  /** The best available agent who does not already take part. `undefined`: nobody. */
  bestAgent(
    service: Service,
    channel: Channel,
    interaction: Interaction,
  ): { agent: Agent; level: number } | undefined {
    const heap = this.heaps.get(`${channel}/${service.id}`);
    if (!heap) return undefined;
    const aside: Candidate[] = [];
    let found: Candidate | undefined;
    for (;;) {
      const candidate = heap.peek();
      if (!candidate) break;
      if (!interaction.parties.some((party) => party.agentId === candidate.agentId)) {
        found = candidate;
        break;
      }
      heap.pop();
      aside.push(candidate);
    }
    for (const candidate of aside) heap.push(candidate);
    const agent = found && this.state.agents.get(found.agentId);
    return found && agent ? { agent, level: found.level } : undefined;
  }

  availableIn(serviceId: ServiceId, channel: Channel): number {
    return this.availableCount.get(`${channel}/${serviceId}`) ?? 0;
  }

  qualified(serviceId: ServiceId): ReadonlySet<AgentId> {
    return this.qualifiedAgents.get(serviceId) ?? new Set();
  }

  line(serviceId: ServiceId): WaitingLine | undefined {
    return this.lines.get(serviceId);
  }

  waiting(id: InteractionId): Waiting | undefined {
    return this.waitingEntries.get(id);
  }
}
