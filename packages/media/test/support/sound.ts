import { toneAmplitude } from "../../src/index.js";

/** A sine of 20 ms frames. Phases go on from call to call with the same start. */
export function sine(
  hertz: number,
  sampleRate: number,
  ms: number,
  { amplitude = 8000, startMs = 0 } = {},
): Int16Array {
  const start = Math.round((startMs * sampleRate) / 1000);
  return Int16Array.from({ length: Math.round((ms * sampleRate) / 1000) }, (_, at) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hertz * (start + at)) / sampleRate)),
  );
}

export function joined(frames: readonly Int16Array[]): Int16Array {
  const out = new Int16Array(frames.reduce((sum, frame) => sum + frame.length, 0));
  let at = 0;
  for (const frame of frames) {
    out.set(frame, at);
    at += frame.length;
  }
  return out;
}

export function framesOf(samples: Int16Array, length: number): Int16Array[] {
  return Array.from({ length: Math.floor(samples.length / length) }, (_, at) =>
    samples.subarray(at * length, (at + 1) * length),
  );
}

export function rms(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < samples.length; at++) sum += (samples[at] as number) ** 2;
  return Math.sqrt(sum / Math.max(1, samples.length));
}

/**
 * How much of a stretch is not a slow sine: second differences are small for low tones and large at a click. As the
 * largest one, of 32,767.
 */
export function roughness(samples: ArrayLike<number>): number {
  let most = 0;
  for (let at = 2; at < samples.length; at++) {
    const bend = (samples[at] as number) - 2 * (samples[at - 1] as number) + (samples[at - 2] as number);
    most = Math.max(most, Math.abs(bend));
  }
  return most;
}

/** Signal against everything else, in dB, for a stretch that should hold one tone alone. */
export function toneToRest(samples: Int16Array, sampleRate: number, hertz: number): number {
  const tone = toneAmplitude(samples, sampleRate, hertz) ** 2 / 2;
  const all = rms(samples) ** 2;
  return 10 * Math.log10(tone / Math.max(1e-9, all - tone));
}

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
