import { type CenterState, type Event, internalServiceId } from "@patchbay/core";
import { ALERT_LEVEL_WINDOW_MS } from "@patchbay/protocol";

interface Came {
  readonly serviceId: string;
  readonly waitedMs: number;
  readonly answered: boolean;
  readonly at: number;
}

/** How customers of the last half hour were answered, or were not. */
export class LevelWindow {
  private came: Came[] = [];
  /** Who waits for a first answer. */
  private readonly waiting = new Map<string, { readonly serviceId: string; readonly since: number }>();

  /** Everything may be different: a start, a recovery. What was before this state comes with `before`. */
  begin({ interactions }: CenterState): void {
    this.came = [];
    this.waiting.clear();
    for (const { id, answeredAt, request, serviceId, enqueuedAt } of interactions.values())
      if (answeredAt === null && request !== null) this.waiting.set(id, { serviceId, since: enqueuedAt });
  }

  /** What the journal has of the time before it began: the events in their order, up to that state's. */
  before(events: readonly Event[]): void {
    const earlier = new LevelWindow();
    for (const event of events) earlier.follow(event);
    this.came = [...earlier.came, ...this.came];
  }

  follow(event: Event): void {
    switch (event.type) {
      case "AgentRequested":
        // Whoever has been answered, and waits again, is counted already; a customer who is given to another service is that one's.
        if (event.kind === "first" || this.waiting.has(event.interactionId))
          this.waiting.set(event.interactionId, { serviceId: event.serviceId, since: event.enqueuedAt });
        return;
      case "AgentJoined":
        this.count(event.interactionId, true, event.at);
        return;
      case "InteractionEnded":
        this.count(event.interactionId, false, event.at);
        return;
      default:
    }
  }

  /** Of a service: how many count, and which share of them was answered within this time. Who gave up earlier does not count. */
  of(serviceId: string, withinMs: number, now: number): { readonly count: number; readonly percent: number } {
    this.came = this.came.filter(({ at }) => now - at < ALERT_LEVEL_WINDOW_MS);
    const counted = this.came.filter(
      (one) => one.serviceId === serviceId && (one.answered || one.waitedMs > withinMs),
    );
    const inTime = counted.filter((one) => one.answered && one.waitedMs <= withinMs).length;
    return { count: counted.length, percent: counted.length === 0 ? 100 : (100 * inTime) / counted.length };
  }

  private count(interactionId: string, answered: boolean, at: number): void {
    const waiting = this.waiting.get(interactionId);
    if (waiting === undefined) return;
    this.waiting.delete(interactionId);
    const { serviceId, since } = waiting;
    if (serviceId !== internalServiceId) this.came.push({ serviceId, waitedMs: at - since, answered, at });
  }
}
