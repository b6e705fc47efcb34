/** What the ticks of an interval looked like. All in ms. */
export interface TickLateness {
  readonly ticks: number;
  /** Ticks that came so late that they were left out. */
  readonly skipped: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Share of ticks that came later than one frame, 0 to 1. */
  readonly lateShare: number;
}

/** More frames than this are never caught up in one go: listeners' buffers could not hold them. */
const CATCH_UP_MAX = 5;
const BUCKET_MS = 0.25;
const BUCKETS = 800;

/**
 * Decides when frames are due, on a grid laid down once: a late tick does not move those after it. Pure; the time is
 * given in, in ms on any clock that does not jump.
 */
export class TickSchedule {
  #next: number;
  readonly #histogram = new Uint32Array(BUCKETS);
  #ticks = 0;
  #skipped = 0;
  #maxMs = 0;
  #late = 0;

  constructor(
    startMs: number,
    private readonly periodMs = 20,
  ) {
    this.#next = startMs + periodMs;
  }

  /** The moments of the grid that have come since the last call, in order. */
  due(nowMs: number): number[] {
    const moments: number[] = [];
    const behind = Math.floor((nowMs - this.#next) / this.periodMs) + 1;
    if (behind > CATCH_UP_MAX) {
      // After a long standstill there is nobody left to hear what should have been said.
      const skip = behind - CATCH_UP_MAX;
      this.#skipped += skip;
      this.#next += skip * this.periodMs;
    }
    while (this.#next <= nowMs) {
      this.#count(nowMs - this.#next);
      moments.push(this.#next);
      this.#next += this.periodMs;
    }
    return moments;
  }

  /** How long until the next moment of the grid. Not negative. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.#next - nowMs);
  }

  /** Figures since the last call. */
  takeLateness(): TickLateness {
    const quantile = (share: number): number => {
      let sum = 0;
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        sum += this.#histogram[bucket] as number;
        if (sum >= this.#ticks * share && sum > 0) return (bucket + 1) * BUCKET_MS;
      }
      return 0;
    };
    const taken: TickLateness = {
      ticks: this.#ticks,
      skipped: this.#skipped,
      p50Ms: quantile(0.5),
      p99Ms: quantile(0.99),
      maxMs: this.#maxMs,
      lateShare: (this.#late + this.#skipped) / Math.max(1, this.#ticks + this.#skipped),
    };
    this.#histogram.fill(0);
    this.#ticks = 0;
    this.#skipped = 0;
    this.#maxMs = 0;
    this.#late = 0;
    return taken;
  }

  #count(lateMs: number): void {
    this.#ticks += 1;
    if (lateMs > this.periodMs) this.#late += 1;
    this.#maxMs = Math.max(this.#maxMs, lateMs);
    const bucket = Math.min(BUCKETS - 1, Math.floor(lateMs / BUCKET_MS));
    this.#histogram[bucket] = (this.#histogram[bucket] as number) + 1;
  }
}
