import type { AgentId, InteractionId, ServiceId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import type { Instant } from "../time/time.js";

/** One place in a service's queue. */
export interface Waiting {
  readonly interactionId: InteractionId;
  readonly serviceId: ServiceId;
  readonly priority: number;
  readonly enqueuedAt: Instant;
  /** An offer for it is in front of somebody, or it is kept for one agent: not to be offered to others now. */
  readonly held: boolean;
  readonly preferred: AgentId | null;
  readonly offered: boolean;
}

/** The place that an interaction's request takes, or `undefined` when it stands in no queue. */
export function waitingOf(interaction: Interaction): Waiting | undefined {
  const { request } = interaction;
  if (request === null || request.agentId !== null) return undefined;
  return {
    interactionId: interaction.id,
    serviceId: request.serviceId,
    priority: request.priority,
    enqueuedAt: request.enqueuedAt,
    held: request.offerId !== null || request.preferred !== null,
    preferred: request.preferred?.agentId ?? null,
    offered: request.offerId !== null,
  };
}

export function samePlace(a: Waiting | undefined, b: Waiting | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.serviceId === b.serviceId &&
    a.priority === b.priority &&
    a.enqueuedAt === b.enqueuedAt &&
    a.held === b.held &&
    a.offered === b.offered &&
    a.preferred === b.preferred
  );
}

/** SPEC QUE-1: higher priority first, then who has waited longer; equal ones by id, never by chance. */
export function goesBefore(a: Waiting, b: Waiting): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  if (a.enqueuedAt !== b.enqueuedAt) return a.enqueuedAt < b.enqueuedAt;
  return a.interactionId < b.interactionId;
}

/** A service's queue in order. Two sorted lists: everybody, and those who may be offered now. */
export class WaitingLine {
  private readonly everybody: Waiting[] = [];
  private readonly free: Waiting[] = [];
  /** Kept for one agent, and not yet in front of anybody. Few at any time. */
  private readonly kept = new Map<AgentId, Waiting[]>();

  get length(): number {
    return this.everybody.length;
  }

  /** The longest waiting of all, whatever the priority. */
  oldestSince(): Instant | null {
    let oldest: Instant | null = null;
    let priority: number | null = null;
    // Within one priority the first is the oldest, so only the first of each priority is looked at.
    for (let i = 0; i < this.everybody.length; ) {
      const entry = this.everybody[i] as Waiting;
      priority = entry.priority;
      if (oldest === null || entry.enqueuedAt < oldest) oldest = entry.enqueuedAt;
      i = endOfPriority(this.everybody, priority, i);
    }
    return oldest;
  }

  head(): Waiting | undefined {
    return this.free[0];
  }

  /** Of everybody, in order. */
  at(index: number): Waiting | undefined {
    return this.everybody[index];
  }

  freeAt(index: number): Waiting | undefined {
    return this.free[index];
  }

  positionOf(entry: Waiting): number {
    return placeOf(this.everybody, entry);
  }

  add(entry: Waiting): void {
    this.everybody.splice(placeOf(this.everybody, entry), 0, entry);
    if (!entry.held) this.free.splice(placeOf(this.free, entry), 0, entry);
    if (entry.preferred !== null && !entry.offered) {
      this.kept.set(entry.preferred, [...(this.kept.get(entry.preferred) ?? []), entry]);
    }
  }

  remove(entry: Waiting): void {
    take(this.everybody, entry);
    if (!entry.held) take(this.free, entry);
    if (entry.preferred !== null && !entry.offered) {
      const left = (this.kept.get(entry.preferred) ?? []).filter((other) => other !== entry);
      if (left.length > 0) this.kept.set(entry.preferred, left);
      else this.kept.delete(entry.preferred);
    }
  }

  keptFor(agentId: AgentId): Waiting | undefined {
    return this.kept.get(agentId)?.[0];
  }
}

function placeOf(list: readonly Waiting[], entry: Waiting): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (goesBefore(list[middle] as Waiting, entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function take(list: Waiting[], entry: Waiting): void {
  const place = placeOf(list, entry);
  if (list[place]?.interactionId === entry.interactionId) list.splice(place, 1);
}

function endOfPriority(list: readonly Waiting[], priority: number, from: number): number {
  let low = from;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as Waiting).priority >= priority) low = middle + 1;
    else high = middle;
  }
  return low;
}
