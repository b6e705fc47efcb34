import type { SampleRate } from "./codec.js";

/** Taps at the lower of the two rates. Wider means a steeper filter and more delay (half of it: 1.5 ms at 8 kHz). */
const TAPS_AT_LOWER_RATE = 24;
/** About 60 dB of stop band (Kaiser's formula). */
const KAISER_BETA = 5.65;

/** Changes the rate of a stream, frame by frame; what it remembers joins the frames without a seam. */
export interface Resampler {
  /** @returns a frame of the same duration at the other rate. May be the given one. */
  process(frame: Int16Array): Int16Array;
}

/**
 * A polyphase low-pass between two of the rates, which are all whole multiples of each other. Full band up to 0.42 of
 * the lower rate, images and aliases 60 dB down from 0.58 of it.
 */
export function resampler(from: SampleRate, to: SampleRate): Resampler {
  if (from === to) return { process: (frame) => frame };
  return from < to ? new Interpolator(to / from) : new Decimator(from / to);
}

/** A clip as a whole, without the delay of the filter. */
export function resampleClip(samples: Int16Array, from: SampleRate, to: SampleRate): Int16Array {
  if (from === to) return samples;
  const factor = Math.max(from, to) / Math.min(from, to);
  const delay = (TAPS_AT_LOWER_RATE / 2) * (from > to ? factor : 1);
  const block = from > to ? factor : 1;
  const padded = new Int16Array(Math.ceil((samples.length + delay) / block) * block);
  padded.set(samples);
  const out = resampler(from, to).process(padded);
  const skip = Math.round((delay * to) / from);
  return out.slice(skip, skip + Math.round((samples.length * to) / from));
}

/** Windowed sinc, cut off at half of the lower rate, with a sum of one. */
function lowPass(factor: number): Float32Array {
  const length = TAPS_AT_LOWER_RATE * factor;
  const taps = new Float32Array(length);
  // A whole number of samples, so that the delay is one, too.
  const centre = length / 2;
  let sum = 0;
  for (let at = 0; at < length; at++) {
    const x = (at - centre) / factor;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    const edge = (2 * (at - centre)) / length;
    taps[at] = sinc * bessel0(KAISER_BETA * Math.sqrt(1 - edge * edge));
    sum += taps[at] as number;
  }
  for (let at = 0; at < length; at++) taps[at] = (taps[at] as number) / sum;
  return taps;
}

function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 25; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

const filters = new Map<number, Float32Array>();

function filterFor(factor: number): Float32Array {
  const made = filters.get(factor) ?? lowPass(factor);
  filters.set(factor, made);
  return made;
}

export function toInt16(value: number): number {
  const rounded = Math.round(value);
  return rounded > 32_767 ? 32_767 : rounded < -32_768 ? -32_768 : rounded;
}

class Interpolator implements Resampler {
  readonly #taps: Float32Array;
  #history: Float32Array = new Float32Array(TAPS_AT_LOWER_RATE - 1);

  readonly #factor: number;

  constructor(factor: number) {
    this.#factor = factor;
    this.#taps = filterFor(factor);
  }

  process(frame: Int16Array): Int16Array {
    const factor = this.#factor;
    const taps = this.#taps;
    const kept = TAPS_AT_LOWER_RATE - 1;
    const input = new Float32Array(kept + frame.length);
    input.set(this.#history);
    input.set(frame, kept);
    const out = new Int16Array(frame.length * factor);
    for (let at = 0; at < frame.length; at++) {
      for (let phase = 0; phase < factor; phase++) {
        let sum = 0;
        for (let tap = 0; tap < TAPS_AT_LOWER_RATE; tap++)
          sum += (input[at + kept - tap] as number) * (taps[tap * factor + phase] as number);
        out[at * factor + phase] = toInt16(sum * factor);
      }
    }
    this.#history = input.slice(frame.length);
    return out;
  }
}

class Decimator implements Resampler {
  readonly #taps: Float32Array;
  #history: Float32Array;

  readonly #factor: number;

  constructor(factor: number) {
    this.#factor = factor;
    this.#taps = filterFor(factor);
    this.#history = new Float32Array(this.#taps.length - 1);
  }

  process(frame: Int16Array): Int16Array {
    const factor = this.#factor;
    const taps = this.#taps;
    const kept = taps.length - 1;
    const input = new Float32Array(kept + frame.length);
    input.set(this.#history);
    input.set(frame, kept);
    const out = new Int16Array(Math.floor(frame.length / factor));
    for (let at = 0; at < out.length; at++) {
      let sum = 0;
      for (let tap = 0; tap <= kept; tap++)
        sum += (input[at * factor + tap] as number) * (taps[kept - tap] as number);
      out[at] = toInt16(sum);
    }
    this.#history = input.slice(frame.length);
    return out;
  }
}
