/** Distance from `b` to `a` on a ring of 16 bits: negative when `a` is older. RFC 1982. */
export function sequenceDistance(a: number, b: number): number {
  return ((a - b) << 16) >> 16;
}

/** Distance from `b` to `a` on a ring of 32 bits: negative when `a` is older. */
export function timestampDistance(a: number, b: number): number {
  return (a - b) | 0;
}

/** Unrolls wrapping sequence numbers and timestamps into plain ones, nearest to the last one seen. */
export class Unroll {
  #last: number | undefined;

  constructor(private readonly distance: (a: number, b: number) => number) {}

  /** Does not move the reference point when `value` is older than it. */
  extend(value: number): number {
    if (this.#last === undefined) {
      // Far above zero, so that packets older than the first one stay positive.
      this.#last = 2 ** 33 + value;
      return this.#last;
    }
    const extended = this.#last + this.distance(value >>> 0, this.#last % 2 ** 32);
    if (extended > this.#last) this.#last = extended;
    return extended;
  }

  reset(): void {
    this.#last = undefined;
  }
}
