/**
 * Chance that a seed repeats. Everybody who throws dice has a stream of their own (`fork`), so that what one
 * person does more of does not change what all others do.
 */
export class Dice {
  private state: number;

  constructor(private readonly seed: number) {
    this.state = mixed(seed);
  }

  fork(name: string): Dice {
    let hash = this.seed | 0;
    for (let i = 0; i < name.length; i += 1) hash = mixed(hash ^ name.charCodeAt(i));
    return new Dice(hash);
  }

  /** From 0 to 1, without 1. Mulberry32 by Tommy Ettinger, public domain. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** Waiting times between things that happen independently of each other, in whole milliseconds. */
  exponential(meanMs: number): number {
    return Math.ceil(-Math.log(1 - this.next()) * meanMs);
  }

  pick<One>(ones: readonly One[]): One {
    const one = ones[Math.floor(this.next() * ones.length)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  }

  uuid(): string {
    const hex = Array.from({ length: 32 }, () => this.between(0, 15).toString(16)).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }
}

function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) | 0;
}
