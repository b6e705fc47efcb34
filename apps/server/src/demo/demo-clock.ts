import type { Clock } from "../center/clock.js";

/** How far back the demo's history reaches, with an hour to spare. */
export const DEMO_HISTORY_MS = 72 * 3_600_000;

/**
 * A clock that the demo's loader may set back while it tells what happened "two days ago". The center is run on it, so
 * every event gets the time that the story says, by the ordinary way; after the load it is the real clock for good.
 *
 * A center's time never goes back, and its very first event is its start: whoever starts an empty center calls
 * `setBackTo(now - DEMO_HISTORY_MS)` before. Without it the conversations happen at the time of the load.
 */
export class DemoClock implements Clock {
  #behindMs = 0;

  constructor(private readonly real: Clock) {}

  now(): number {
    return this.real.now() - this.#behindMs;
  }

  /** What time it really is. */
  realNow(): number {
    return this.real.now();
  }

  /** Waiting takes as long as ever, whatever the time is said to be. */
  after(delayMs: number, run: () => void): () => void {
    return this.real.after(delayMs, run);
  }

  /** From now on it is this time, and it runs on from there. Times to come are not possible. */
  setBackTo(at: number): void {
    this.#behindMs = Math.max(0, this.real.now() - at);
  }

  beReal(): void {
    this.#behindMs = 0;
  }
}
