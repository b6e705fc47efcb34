import { toInt16 } from "../codec/index.js";
import { findPeriod } from "./pitch.js";

/** What is remembered of the last sound, to draw from when packets are missing. */
const HISTORY_MS = 45;
/** A lost packet sounds on for this long, then fades out. */
const HOLD_MS = 20;
const FADE_MS = 60;
/** Over this the sound that returns is blended with the invented one. */
const OVERLAP_MS = 5;

/**
 * Fills gaps by going on with the last pitch period, fading, and blends into the sound that returns: after the idea
 * of ITU-T G.711 Appendix I, without its added delay.
 */
export class Concealment {
  readonly #history: Float32Array;
  readonly #overlap: number;
  #period: Float32Array | undefined;
  #position = 0;
  #inventedSamples = 0;

  constructor(private readonly sampleRate: number) {
    this.#history = new Float32Array((HISTORY_MS * sampleRate) / 1000);
    this.#overlap = (OVERLAP_MS * sampleRate) / 1000;
  }

  /** Takes real sound in; its beginning is blended if it follows an invented stretch. */
  hear(samples: Int16Array): Int16Array {
    let out = samples;
    if (this.#period !== undefined) {
      out = samples.slice();
      const overlap = Math.min(this.#overlap, out.length);
      for (let at = 0; at < overlap; at++) {
        const share = (at + 0.5) / overlap;
        out[at] = toInt16((out[at] as number) * share + this.#next() * (1 - share));
      }
      this.#period = undefined;
      this.#inventedSamples = 0;
    }
    this.#remember(out);
    return out;
  }

  /** Invents sound for a gap. Silent after 80 ms of it. */
  conceal(count: number): Int16Array {
    if (this.#period === undefined) this.#begin();
    const out = new Int16Array(count);
    for (let at = 0; at < count; at++) out[at] = toInt16(this.#next());
    this.#remember(out);
    return out;
  }

  /** Sound that ends on purpose: fades within 5 ms instead of going on. */
  rest(count: number): Int16Array {
    if (this.#period === undefined) this.#begin();
    const hold = (HOLD_MS * this.sampleRate) / 1000;
    const fade = (FADE_MS * this.sampleRate) / 1000;
    const quick = (OVERLAP_MS * this.sampleRate) / 1000;
    const out = new Int16Array(count);
    const already = this.#inventedSamples >= hold + fade;
    if (!already)
      for (let at = 0; at < Math.min(quick, count); at++)
        out[at] = toInt16(this.#next() * (1 - (at + 1) / quick));
    this.#inventedSamples = hold + fade;
    this.#remember(out);
    return out;
  }

  get concealing(): boolean {
    return this.#period !== undefined;
  }

  /** Nothing of the invented sound is left to hear. */
  get silent(): boolean {
    return this.#inventedSamples >= ((HOLD_MS + FADE_MS) * this.sampleRate) / 1000;
  }

  #begin(): void {
    const history = this.#history;
    const { lag } = findPeriod(history, history.length, this.sampleRate);
    const period = history.slice(history.length - lag);
    // The end of the period runs into what came before its beginning, so that its repetition has no seam.
    const blend = Math.max(1, Math.min(lag >> 2, this.#overlap));
    for (let at = 0; at < blend; at++) {
      const share = (at + 1) / (blend + 1);
      const index = lag - blend + at;
      const before = history[history.length - lag - blend + at] as number;
      period[index] = (period[index] as number) * (1 - share) + before * share;
    }
    this.#period = period;
    this.#position = 0;
    this.#inventedSamples = 0;
  }

  #next(): number {
    const period = this.#period;
    if (period === undefined || period.length === 0) return 0;
    const value = period[this.#position % period.length] as number;
    this.#position += 1;
    const hold = (HOLD_MS * this.sampleRate) / 1000;
    const fade = (FADE_MS * this.sampleRate) / 1000;
    const gain = Math.max(0, Math.min(1, 1 - (this.#inventedSamples - hold) / fade));
    this.#inventedSamples += 1;
    return value * gain;
  }

  #remember(samples: Int16Array): void {
    const history = this.#history;
    if (samples.length >= history.length) {
      history.set(samples.subarray(samples.length - history.length));
      return;
    }
    history.copyWithin(0, samples.length);
    history.set(samples, history.length - samples.length);
  }
}
