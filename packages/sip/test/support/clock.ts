import { createHash } from "node:crypto";
import type { SipClock, SipRandom } from "../../src/index.js";

/** A clock that stands still until it is told to go on. */
export class HandClock implements SipClock {
  private time = 0;
  private order = 0;
  private timers: { at: number; order: number; run: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    this.order += 1;
    const timer = { at: this.time + ms, order: this.order, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.timers.length;
  }

  /** Goes on by so many ms, running what falls due in its order. */
  advance(ms: number): void {
    const until = this.time + ms;
    for (;;) {
      const [next] = this.timers
        .filter(({ at }) => at <= until)
        .sort((a, b) => a.at - b.at || a.order - b.order);
      if (next === undefined) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.time = next.at;
      next.run();
    }
    this.time = until;
  }
}

/** Chance that is the same in each run. */
export function seededRandom(seed: string): SipRandom {
  let count = 0;
  return {
    bytes: (wanted) => {
      let bytes = Buffer.alloc(0);
      while (bytes.length < wanted) {
        count += 1;
        bytes = Buffer.concat([bytes, createHash("sha256").update(`${seed} ${count}`).digest()]);
      }
      return bytes.subarray(0, wanted);
    },
  };
}
