/** Width of a histogram's bucket and how far it reaches. */
const BUCKET_MS = 5;
const BUCKETS = 80;
/** Share of packets that shall come in time. */
const QUANTILE = 0.97;
/** A packet's weight halves after about 350 further ones: 7 s. */
const FORGET = 0.998;
/** The quickest packet is sought over this long, so that a drifting clock is followed. */
const BASELINE_BLOCK_MS = 2_500;
const BASELINE_BLOCKS = 4;
/** A timestamp this far from where it should be means that the sender set its clock anew. */
const RESTART_MS = 1_500;

/**
 * Learns how late packets come, measured against the quickest ones of the last seconds. "Transit" is arrival minus
 * timestamp, both in ms: as an absolute figure it means nothing, its differences are delays.
 */
export class ArrivalDelays {
  readonly #weights = new Float64Array(BUCKETS);
  #weight = 1;
  #total = 0;
  #blocks: number[] = [];
  #blockBegan = 0;
  #baseline: number | undefined;
  #sinceQuantile = 0;
  #quantileMs = 0;

  /**
   * @param timestampMs the unrolled RTP timestamp as a time in ms.
   * @returns "restarted" when the sender's clock jumped: everything learnt is forgotten.
   */
  learn(timestampMs: number, atMs: number): "learnt" | "restarted" {
    const transit = atMs - timestampMs;
    const restarted = this.#baseline !== undefined && Math.abs(transit - this.#baseline) > RESTART_MS;
    if (restarted) this.reset();
    this.#follow(transit, atMs);
    const late = Math.max(0, transit - (this.#baseline ?? transit));
    const bucket = Math.min(BUCKETS - 1, Math.floor(late / BUCKET_MS));
    this.#weights[bucket] = (this.#weights[bucket] as number) + this.#weight;
    this.#total += this.#weight;
    // Instead of shrinking all the old weights, the new ones grow.
    this.#weight /= FORGET;
    if (this.#weight > 1e9) this.#rescale();
    this.#sinceQuantile += 1;
    if (this.#sinceQuantile >= 5 || this.#total < 20) this.#measure();
    return restarted ? "restarted" : "learnt";
  }

  /** Transit of the quickest packets, or `undefined` before the first. */
  get baseline(): number | undefined {
    return this.#baseline;
  }

  /** Nearly all packets come at most this much later than the quickest. */
  get quantileMs(): number {
    return this.#quantileMs;
  }

  reset(): void {
    this.#weights.fill(0);
    this.#weight = 1;
    this.#total = 0;
    this.#blocks = [];
    this.#baseline = undefined;
    this.#quantileMs = 0;
  }

  #follow(transit: number, atMs: number): void {
    if (this.#blocks.length === 0 || atMs - this.#blockBegan >= BASELINE_BLOCK_MS) {
      this.#blocks.push(transit);
      this.#blockBegan = atMs;
      if (this.#blocks.length > BASELINE_BLOCKS) this.#blocks.shift();
    } else {
      const last = this.#blocks.length - 1;
      this.#blocks[last] = Math.min(this.#blocks[last] as number, transit);
    }
    this.#baseline = Math.min(...this.#blocks);
  }

  #measure(): void {
    this.#sinceQuantile = 0;
    const wanted = this.#total * QUANTILE;
    let sum = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      sum += this.#weights[bucket] as number;
      if (sum >= wanted) {
        // Packets of the first bucket are as good as punctual.
        this.#quantileMs = bucket === 0 ? 0 : (bucket + 1) * BUCKET_MS;
        return;
      }
    }
    this.#quantileMs = BUCKETS * BUCKET_MS;
  }

  #rescale(): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++)
      this.#weights[bucket] = (this.#weights[bucket] as number) / this.#weight;
    this.#total /= this.#weight;
    this.#weight = 1;
  }
}
