import type { SampleRate } from "../codec/index.js";
import { Clip } from "./sound.js";

/** The piece in half notes: chord by its lowest key (MIDI numbers), and a melody over it. Written for this project. */
const CHORDS = [
  [48, 55, 60, 64],
  [45, 52, 57, 60],
  [41, 53, 57, 60],
  [43, 50, 55, 59],
  [48, 55, 60, 64],
  [40, 52, 55, 59],
  [41, 53, 57, 60],
  [43, 50, 55, 59],
];
const MELODY = [
  [76, 79, 72, 74],
  [76, 72, 69, 72],
  [77, 76, 74, 72],
  [74, 71, 67, 71],
  [72, 76, 79, 76],
  [74, 71, 76, 71],
  [72, 69, 77, 76],
  [74, 71, 74, 67],
];
const BEAT_MS = 560;
const BEATS_A_BAR = 4;
/** How long one round lasts, in ms. */
export const MUSIC_MS = CHORDS.length * BEATS_A_BAR * BEAT_MS;

/**
 * Music on hold: a calm round of eight bars, about 18 s, played by sine waves with a plucked envelope. Made from
 * numbers, so nobody has rights in it, and kept below 2 kHz, so that it passes every codec without strain.
 */
export function composeMusic(sampleRate: SampleRate = 16_000): Clip {
  const beat = (BEAT_MS * sampleRate) / 1000;
  const length = (MUSIC_MS * sampleRate) / 1000;
  const sum = new Float32Array(length);
  for (const [bar, chord] of CHORDS.entries()) {
    const barAt = bar * BEATS_A_BAR * beat;
    for (const [index, key] of chord.entries()) {
      pluck(sum, sampleRate, { at: barAt + index * beat * 0.5, key, loudness: 1500, decayMs: 1400 });
      pluck(sum, sampleRate, { at: barAt + (2 + index * 0.5) * beat, key, loudness: 1100, decayMs: 1200 });
    }
    for (const [index, key] of (MELODY[bar] ?? []).entries())
      pluck(sum, sampleRate, { at: barAt + index * beat, key, loudness: 1900, decayMs: 700 });
  }
  return new Clip(Int16Array.from(sum, Math.round), sampleRate);
}

/** Adds one note; what sounds on beyond the end comes in at the beginning, so that the loop has no seam. */
function pluck(
  sum: Float32Array,
  sampleRate: number,
  note: { at: number; key: number; loudness: number; decayMs: number },
): void {
  const hertz = 440 * 2 ** ((note.key - 69) / 12);
  const count = Math.round((note.decayMs * 3 * sampleRate) / 1000);
  const attack = (12 * sampleRate) / 1000;
  const release = (60 * sampleRate) / 1000;
  const start = Math.round(note.at);
  for (let at = 0; at < count; at++) {
    const edge = Math.min(1, at / attack, (count - at) / release);
    const envelope = note.loudness * edge * Math.exp((-at * 1000) / (note.decayMs * sampleRate));
    const phase = (2 * Math.PI * hertz * at) / sampleRate;
    const index = (start + at) % sum.length;
    sum[index] = (sum[index] as number) + envelope * (Math.sin(phase) + 0.18 * Math.sin(2 * phase));
  }
}
