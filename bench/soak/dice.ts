/** Chance that a seed repeats (mulberry32). One instance for each purpose, so that they don't disturb each other. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0 and less than 1. */
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  between(from: number, to: number): number {
    return from + this.unit() * (to - from);
  }

  chance(share: number): boolean {
    return this.unit() < share;
  }

  pick<One>(ones: readonly One[]): One | undefined {
    return ones[Math.floor(this.unit() * ones.length)];
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
