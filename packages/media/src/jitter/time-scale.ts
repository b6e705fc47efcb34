import { toInt16 } from "../codec/index.js";
import { findPeriod } from "./pitch.js";

/** Below this likeness a cut would be heard, unless the sound is quiet anyway. */
const LIKENESS_MIN = 0.6;
const QUIET_POWER = 60 ** 2;

/**
 * Takes one pitch period out of a stretch of sound, blending over the cut.
 *
 * @param samples 20 ms or more; a period of at most half of that is found.
 * @returns `undefined` when there is no place to cut without being heard.
 */
export function shorten(samples: Int16Array, sampleRate: number): Int16Array | undefined {
  const lag = cutLength(samples, sampleRate);
  if (lag === undefined) return undefined;
  const out = samples.slice(0, samples.length - lag);
  // The last `lag` kept samples turn into those that follow the cut.
  const blend = Math.min(lag, out.length);
  const from = out.length - blend;
  for (let at = 0; at < blend; at++) {
    const share = (at + 0.5) / blend;
    out[from + at] = toInt16(
      (samples[from + at] as number) * (1 - share) + (samples[from + lag + at] as number) * share,
    );
  }
  return out;
}

/** Puts one pitch period more into a stretch of sound; `undefined` when that would be heard. */
export function lengthen(samples: Int16Array, sampleRate: number): Int16Array | undefined {
  const lag = cutLength(samples, sampleRate);
  if (lag === undefined) return undefined;
  const out = new Int16Array(samples.length + lag);
  out.set(samples.subarray(0, samples.length - lag));
  // The last period is played twice: what follows it turns back into it.
  const from = samples.length - lag;
  for (let at = 0; at < lag; at++) {
    const share = (at + 0.5) / lag;
    const onward = samples[from + at] as number;
    const back = samples[from - lag + at] as number;
    out[from + at] = toInt16(onward * (1 - share) + back * share);
  }
  out.set(samples.subarray(from), from + lag);
  return out;
}

function cutLength(samples: Int16Array, sampleRate: number): number | undefined {
  const heard = Float32Array.from(samples);
  let power = 0;
  for (const sample of heard) power += sample * sample;
  const { lag, likeness } = findPeriod(heard, heard.length, sampleRate);
  const quiet = power / Math.max(1, heard.length) < QUIET_POWER;
  if (heard.length < lag * 2) return undefined;
  return likeness >= LIKENESS_MIN || quiet ? lag : undefined;
}
