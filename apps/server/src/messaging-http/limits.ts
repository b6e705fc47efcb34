import type { Clock } from "../center/clock.js";

/** How many buckets are kept. Beyond it the ones that are full again, which remember nothing, are dropped. */
const BUCKETS_MAX = 20_000;

/** A token bucket per key: `burst` at once, then `perSecond`. */
export class RateLimit {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
    private readonly burst: number,
  ) {}

  /** Takes `count` if they are there. */
  take(key: string, count = 1): boolean {
    const bucket = this.#filled(key);
    if (bucket.tokens < count) return false;
    bucket.tokens -= count;
    return true;
  }

  /** Takes one in any case, and says how many milliseconds to wait until it would have been there. */
  delay(key: string): number {
    const bucket = this.#filled(key);
    // At most ten seconds of debt: a flood is slowed down, never locked out.
    bucket.tokens = Math.max(bucket.tokens - 1, -10 * this.perSecond);
    return bucket.tokens >= 0 ? 0 : Math.ceil((-bucket.tokens / this.perSecond) * 1_000);
  }

  #filled(key: string): { tokens: number; at: number } {
    const now = this.clock.now();
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      if (this.#buckets.size >= BUCKETS_MAX) this.#sweep(now);
      bucket = { tokens: this.burst, at: now };
      this.#buckets.set(key, bucket);
      return bucket;
    }
    const gained = (Math.max(0, now - bucket.at) / 1_000) * this.perSecond;
    bucket.tokens = Math.min(this.burst, bucket.tokens + gained);
    bucket.at = now;
    return bucket;
  }

  #sweep(now: number): void {
    const fullAfterMs = (this.burst / this.perSecond) * 1_000;
    for (const [key, bucket] of this.#buckets) if (now - bucket.at >= fullAfterMs) this.#buckets.delete(key);
    if (this.#buckets.size < BUCKETS_MAX) return;
    // Everybody is busy: forget the oldest half rather than grow without end.
    let drop = BUCKETS_MAX / 2;
    for (const key of this.#buckets.keys()) {
      if (drop-- <= 0) break;
      this.#buckets.delete(key);
    }
  }
}

/** How many of one thing a key may have going at once. */
export class ConcurrencyLimit {
  readonly #going = new Map<string, number>();

  constructor(private readonly max: number) {}

  /** How to leave again, or `undefined` when there is no room. Leaving twice counts once. */
  enter(key: string): (() => void) | undefined {
    const going = this.#going.get(key) ?? 0;
    if (going >= this.max) return undefined;
    this.#going.set(key, going + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const now = (this.#going.get(key) ?? 1) - 1;
      if (now === 0) this.#going.delete(key);
      else this.#going.set(key, now);
    };
  }
}
