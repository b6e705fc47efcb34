import type { Counted } from "./count.js";
import type { FiguresReader } from "./figures-reader.js";

/** Who looks at the running day asks every few seconds; it is counted at most this often. */
const COUNTED_AGAIN_AFTER_MS = 3_000;
/** What is long over does not change but for a wrap-up that is still open. */
const OVER_MS = 12 * 3_600_000;
const OVER_COUNTED_AGAIN_AFTER_MS = 5 * 60_000;
const KEPT_MAX = 40;

interface Kept {
  readonly at: number;
  readonly counted: Promise<Counted>;
}

/** Counts of the last times that were asked for, of all centers. Everybody who looks at one day shares one count. */
export class KeptCounts {
  /** By center and time; the oldest goes first. */
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly readerOf: (centerId: string) => Pick<FiguresReader, "count">) {}

  /** @param from inclusive. @param until exclusive. @throws {TooMuchToCountError} */
  count(centerId: string, from: number, until: number, now: number): Promise<Counted> {
    const key = `${centerId} ${from} ${until}`;
    const known = this.#kept.get(key);
    const lasts = until < now - OVER_MS ? OVER_COUNTED_AGAIN_AFTER_MS : COUNTED_AGAIN_AFTER_MS;
    if (known !== undefined && now - known.at < lasts) return known.counted;
    const counted = this.readerOf(centerId).count(from, until);
    this.#kept.delete(key);
    this.#kept.set(key, { at: now, counted });
    counted.catch(() => this.#kept.delete(key));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_MAX) break;
      this.#kept.delete(oldest);
    }
    return counted;
  }
}
