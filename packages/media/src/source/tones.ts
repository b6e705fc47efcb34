import { frameSamples, type SampleRate } from "../codec/index.js";
import type { SoundSource } from "./sound.js";

/** Sine waves that sound together, switched on and off in turn. */
export interface TonePlan {
  readonly hertz: readonly number[];
  /** Peak of each wave, of 32,767. */
  readonly amplitude: number;
  /** Alternating times of sound and silence in ms, over and over; empty for a tone without end. */
  readonly cadenceMs: readonly number[];
}

/** Call progress tones of ITU-T E.180 Supplement 2 by place of use. */
export const progressTones = {
  ringback: {
    us: { hertz: [440, 480], amplitude: 4000, cadenceMs: [2000, 4000] },
    eu: { hertz: [425], amplitude: 6000, cadenceMs: [1000, 4000] },
  },
  busy: {
    us: { hertz: [480, 620], amplitude: 4000, cadenceMs: [500, 500] },
    eu: { hertz: [425], amplitude: 6000, cadenceMs: [480, 480] },
  },
} as const satisfies Record<string, Record<"us" | "eu", TonePlan>>;

/** The tone after which a voicemail may be left. */
export const beep: TonePlan = { hertz: [1000], amplitude: 8000, cadenceMs: [350, 600_000] };

/** Onset and end of each tone last this long, so that they do not click. */
const EDGE_MS = 5;

/** Plays a plan from its beginning. Phases go on from frame to frame. */
export class ToneSource implements SoundSource {
  #atMs = 0;
  readonly #phases: Float64Array;

  constructor(private readonly plan: TonePlan) {
    this.#phases = new Float64Array(plan.hertz.length);
  }

  read(sampleRate: SampleRate): Int16Array {
    const frame = new Int16Array(frameSamples(sampleRate));
    const stepMs = 1000 / sampleRate;
    for (let at = 0; at < frame.length; at++) {
      let sum = 0;
      for (const [index, hertz] of this.plan.hertz.entries()) {
        sum += Math.sin(this.#phases[index] as number);
        this.#phases[index] =
          ((this.#phases[index] as number) + (2 * Math.PI * hertz) / sampleRate) % (2 * Math.PI);
      }
      frame[at] = Math.round(sum * this.plan.amplitude * this.#gain());
      this.#atMs += stepMs;
    }
    return frame;
  }

  #gain(): number {
    const { cadenceMs } = this.plan;
    if (cadenceMs.length === 0) return Math.min(1, this.#atMs / EDGE_MS);
    const turn = cadenceMs.reduce((sum, ms) => sum + ms, 0);
    let within = this.#atMs % turn;
    for (const [index, ms] of cadenceMs.entries()) {
      if (within < ms) return index % 2 === 0 ? Math.min(1, within / EDGE_MS, (ms - within) / EDGE_MS) : 0;
      within -= ms;
    }
    return 0;
  }
}
