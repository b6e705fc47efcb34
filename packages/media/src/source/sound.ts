import { frameSamples, resampleClip, type SampleRate } from "../codec/index.js";

/** Something that sounds by the frame, and is no party. */
export interface SoundSource {
  /** The next 20 ms at `sampleRate`, or `undefined` when there is nothing to hear now. */
  read(sampleRate: SampleRate): Int16Array | undefined;
}

/** A finished piece of mono sound. Made once and shared by all who play it. */
export class Clip {
  readonly #byRate = new Map<SampleRate, Int16Array>();

  /** @param others the same sound at further rates, when it is there already. */
  constructor(
    readonly samples: Int16Array,
    readonly sampleRate: SampleRate,
    others: Iterable<readonly [SampleRate, Int16Array]> = [],
  ) {
    for (const [rate, made] of others) this.#byRate.set(rate, made);
    this.#byRate.set(sampleRate, samples);
  }

  get durationMs(): number {
    return (this.samples.length / this.sampleRate) * 1000;
  }

  /** The same sound at another rate, computed at the first wish and kept. */
  at(rate: SampleRate): Int16Array {
    const made = this.#byRate.get(rate) ?? resampleClip(this.samples, this.sampleRate, rate);
    this.#byRate.set(rate, made);
    return made;
  }
}

/** A clip over and over, without a seam. */
export class LoopSource implements SoundSource {
  #atMs: number;

  /** @param startMs where in the clip to begin. */
  constructor(
    private readonly clip: Clip,
    startMs = 0,
  ) {
    this.#atMs = startMs;
  }

  read(sampleRate: SampleRate): Int16Array | undefined {
    const samples = this.clip.at(sampleRate);
    if (samples.length === 0) return undefined;
    const length = frameSamples(sampleRate);
    const frame = new Int16Array(length);
    let from = Math.round((this.#atMs * sampleRate) / 1000) % samples.length;
    this.#atMs = (this.#atMs + 20) % this.clip.durationMs;
    for (let at = 0; at < length; ) {
      const part = samples.subarray(from, from + length - at);
      frame.set(part, at);
      at += part.length;
      from = 0;
    }
    return frame;
  }
}

interface QueuedClip {
  readonly clip: Clip;
  readonly onEnded: ((how: "played" | "stopped") => void) | undefined;
}

/** Plays clips one after the other. Stopping fades out, so it is heard as an end and not as a click. */
export class PromptPlayer implements SoundSource {
  #queue: QueuedClip[] = [];
  #atMs = 0;
  #fading = false;

  /** @param onEnded called once: when the last sample was read, or when the clip was stopped or never began. */
  play(clip: Clip, onEnded?: (how: "played" | "stopped") => void): void {
    this.#queue.push({ clip, onEnded });
  }

  /** Stops the clip that plays and forgets those that wait: a caller who presses a key has heard enough. */
  stop(): void {
    const [playing, ...waiting] = this.#queue;
    this.#queue = playing === undefined ? [] : [playing];
    this.#fading = playing !== undefined && this.#atMs > 0;
    if (!this.#fading) {
      this.#queue = [];
      playing?.onEnded?.("stopped");
    }
    for (const { onEnded } of waiting) onEnded?.("stopped");
  }

  get playing(): boolean {
    return this.#queue.length > 0;
  }

  /** Position in the clip that plays, in ms. */
  get positionMs(): number {
    return this.#atMs;
  }

  read(sampleRate: SampleRate): Int16Array | undefined {
    const length = frameSamples(sampleRate);
    if (this.#queue.length === 0) return undefined;
    const frame = new Int16Array(length);
    for (let at = 0; at < length; ) {
      const playing = this.#queue[0];
      if (playing === undefined) break;
      const samples = playing.clip.at(sampleRate);
      const from = Math.round((this.#atMs * sampleRate) / 1000);
      const part = samples.subarray(from, from + length - at);
      frame.set(part, at);
      at += part.length;
      this.#atMs += (part.length / sampleRate) * 1000;
      if (this.#fading || from + part.length >= samples.length) {
        if (this.#fading) fadeOut(frame.subarray(at - part.length, at));
        this.#end(this.#fading ? "stopped" : "played");
        if (at < length && this.#queue.length === 0) break;
      }
    }
    return frame;
  }

  #end(how: "played" | "stopped"): void {
    const ended = this.#queue.shift();
    this.#atMs = 0;
    this.#fading = false;
    ended?.onEnded?.(how);
  }
}

function fadeOut(samples: Int16Array): void {
  for (let at = 0; at < samples.length; at++)
    samples[at] = Math.round((samples[at] as number) * (1 - (at + 1) / samples.length));
}
