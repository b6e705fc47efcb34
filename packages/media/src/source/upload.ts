import { MPEGDecoder } from "mpg123-decoder";
import { type SampleRate, toInt16 } from "../codec/index.js";
import { decodeOggOpus } from "./ogg-opus.js";
import { Clip } from "./sound.js";
import { readWav } from "./wav.js";

export type UploadRejection =
  /** Neither WAV nor MP3 nor Ogg/Opus, or none that can be read. */
  | { readonly code: "type_blocked" }
  | { readonly code: "audio_too_long"; readonly durationMs: number; readonly durationMsMax: number }
  | { readonly code: "audio_empty" };

/** Longest prompt or greeting. */
const DURATION_MS_MAX = 10 * 60_000;

/**
 * Turns an uploaded file into a clip of 16 kHz mono. What it is, is told by its bytes; names and declared types are
 * not believed.
 */
export async function clipFromUpload(
  bytes: Uint8Array,
  durationMsMax = DURATION_MS_MAX,
): Promise<{ readonly clip: Clip } | { readonly rejected: UploadRejection }> {
  const sound = await decoded(bytes, durationMsMax);
  if (sound === undefined) return { rejected: { code: "type_blocked" } };
  const { samples, sampleRate } = sound;
  const durationMs = (samples.length / sampleRate) * 1000;
  if (samples.length === 0) return { rejected: { code: "audio_empty" } };
  if (durationMs > durationMsMax) return { rejected: { code: "audio_too_long", durationMs, durationMsMax } };
  return { clip: new Clip(convertRate(samples, sampleRate, 16_000), 16_000) };
}

/** What a file is, by its first bytes; `undefined`: none of what is taken. */
export function uploadKind(bytes: Uint8Array): "wav" | "ogg" | "mp3" | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.byteLength)).toString("latin1");
  if (start === "RIFF") return "wav";
  if (start === "OggS") return "ogg";
  // An MP3 begins with a tag or with the sync word of a frame of layer III.
  const sync = bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2;
  return start.startsWith("ID3") || sync ? "mp3" : undefined;
}

type Decoded = { samples: Float32Array; sampleRate: number } | undefined;

async function decoded(bytes: Uint8Array, durationMsMax: number): Promise<Decoded> {
  switch (uploadKind(bytes)) {
    case "wav": {
      const wav = readWav(bytes);
      return wav && { samples: mono(wav.channels), sampleRate: wav.sampleRate };
    }
    case "ogg": {
      const samples = decodeOggOpus(bytes, durationMsMax * 16);
      return samples && { samples: Float32Array.from(samples), sampleRate: 16_000 };
    }
    case "mp3":
      return decodeMp3(bytes, durationMsMax);
    default:
      return undefined;
  }
}

/** So much of a file at a time: what is too long is known before all of it is in memory. */
const MP3_SLICE_BYTES = 256 * 1024;

async function decodeMp3(bytes: Uint8Array, durationMsMax: number): Promise<Decoded> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const parts: Float32Array[] = [];
    let [length, rate] = [0, 0];
    for (let at = 0; at < bytes.length; at += MP3_SLICE_BYTES) {
      const { channelData, sampleRate, samplesDecoded } = decoder.decode(
        bytes.subarray(at, at + MP3_SLICE_BYTES),
      );
      if (samplesDecoded === 0) continue;
      rate = sampleRate;
      length += samplesDecoded;
      parts.push(mono(channelData));
      if ((length / rate) * 1000 > durationMsMax) break;
    }
    if (length === 0 || rate === 0) return undefined;
    const samples = new Float32Array(length);
    let to = 0;
    for (const part of parts) for (const value of part) samples[to++] = value * 32_767;
    return { samples, sampleRate: rate };
  } catch {
    return undefined;
  } finally {
    decoder.free();
  }
}

function mono(channels: readonly ArrayLike<number>[]): Float32Array {
  const out = new Float32Array(channels[0]?.length ?? 0);
  for (const channel of channels)
    for (let at = 0; at < out.length; at++)
      out[at] = (out[at] as number) + (channel[at] as number) / channels.length;
  return out;
}

/**
 * From any rate to one of ours by a windowed sinc, once for a whole file. The frame-wise resampler only knows whole
 * multiples; files come at 44.1 kHz and the like.
 */
export function convertRate(samples: Float32Array, from: number, to: SampleRate): Int16Array {
  if (from === to) return Int16Array.from(samples, toInt16);
  const shared = greatestCommonDivisor(from, to);
  const [steps, phases] = [from / shared, to / shared];
  const { reach, taps } = sincPhases(phases, Math.min(1, to / from) * 0.92);
  const width = 2 * reach;
  const out = new Int16Array(Math.floor((samples.length * to) / from));
  for (let at = 0; at < out.length; at++) {
    const position = at * steps;
    const first = Math.floor(position / phases) - reach + 1;
    const row = (position % phases) * width;
    let sum = 0;
    for (let tap = Math.max(0, -first); tap < width && first + tap < samples.length; tap++)
      sum += (samples[first + tap] as number) * (taps[row + tap] as number);
    out[at] = toInt16(sum);
  }
  return out;
}

/** The filter for each place between two samples that the target's samples can fall on. */
function sincPhases(phases: number, cutoff: number): { reach: number; taps: Float32Array } {
  const reach = Math.ceil(16 / cutoff);
  const taps = new Float32Array(phases * 2 * reach);
  for (let phase = 0; phase < phases; phase++) {
    for (let tap = 0; tap < 2 * reach; tap++) {
      const x = tap - reach + 1 - phase / phases;
      const angle = Math.PI * x * cutoff;
      const sinc = Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle;
      const hann = Math.abs(x) < reach ? 0.5 + 0.5 * Math.cos((Math.PI * x) / reach) : 0;
      taps[phase * 2 * reach + tap] = cutoff * sinc * hann;
    }
  }
  return { reach, taps };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
