import type { DtmfKey } from "../rtp/index.js";
import { toneAmplitude } from "./goertzel.js";

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477, 1633];
const KEYS: readonly (readonly DtmfKey[])[] = [
  ["1", "2", "3", "A"],
  ["4", "5", "6", "B"],
  ["7", "8", "9", "C"],
  ["*", "0", "#", "D"],
];
/** Weaker tones are taken for echo or noise; about -30 dBm0. Peak, of 32,767. */
const AMPLITUDE_MIN = 500;
/** ITU-T Q.24: row and column may differ by 4 to 8 dB, depending on which is louder. As factors. */
const ROW_LOUDER_MAX = 2.5;
const COLUMN_LOUDER_MAX = 1.6;
/** Both tones together must make up this share of the whole power, or it is speech. */
const SHARE_MIN = 0.75;

/**
 * Finds keys pressed as tones within the sound (ITU-T Q.23), for callers whose phones send no telephone events. A key
 * counts after two frames (40 ms, Q.24's shortest), once, until a frame without it.
 */
export class DtmfDetector {
  #heard: DtmfKey | undefined;
  #frames = 0;

  /** @param sampleRate in Hz. */
  constructor(private readonly sampleRate: number) {}

  /** @param frame of 20 ms. @returns a key when it has just been recognized. */
  hear(frame: Int16Array): DtmfKey | undefined {
    const key = this.keyIn(frame);
    if (key === undefined || key !== this.#heard) {
      this.#heard = key;
      this.#frames = key === undefined ? 0 : 1;
      return undefined;
    }
    this.#frames += 1;
    return this.#frames === 2 ? key : undefined;
  }

  /** The key whose tones make up this one frame. */
  keyIn(frame: Int16Array): DtmfKey | undefined {
    let power = 0;
    for (const sample of frame) power += sample * sample;
    power /= Math.max(1, frame.length);
    // Quiet frames, the most common, cost nothing more.
    if (power < AMPLITUDE_MIN ** 2) return undefined;
    const row = strongest(ROWS.map((hertz) => toneAmplitude(frame, this.sampleRate, hertz)));
    const column = strongest(COLUMNS.map((hertz) => toneAmplitude(frame, this.sampleRate, hertz)));
    if (row.amplitude < AMPLITUDE_MIN || column.amplitude < AMPLITUDE_MIN) return undefined;
    if (row.amplitude > column.amplitude * ROW_LOUDER_MAX) return undefined;
    if (column.amplitude > row.amplitude * COLUMN_LOUDER_MAX) return undefined;
    const both = (row.amplitude ** 2 + column.amplitude ** 2) / 2;
    return both >= power * SHARE_MIN ? KEYS[row.index]?.[column.index] : undefined;
  }
}

function strongest(amplitudes: readonly number[]): { index: number; amplitude: number } {
  const amplitude = Math.max(...amplitudes);
  return { index: amplitudes.indexOf(amplitude), amplitude };
}
