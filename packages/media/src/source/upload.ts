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
  const sound = await decoded(bytes);
  if (sound === undefined) return { rejected: { code: "type_blocked" } };
  const { samples, sampleRate } = sound;
  const durationMs = (samples.length / sampleRate) * 1000;
  if (samples.length === 0) return { rejected: { code: "audio_empty" } };
  if (durationMs > durationMsMax) return { rejected: { code: "audio_too_long", durationMs, durationMsMax } };
  return { clip: new Clip(convertRate(samples, sampleRate, 16_000), 16_000) };
}

async function decoded(
  bytes: Uint8Array,
): Promise<{ samples: Float32Array; sampleRate: number } | undefined> {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.byteLength)).toString("latin1");
  if (start === "RIFF") {
    const wav = readWav(bytes);
    if (wav === undefined) return undefined;
    return { samples: mono(wav.channels), sampleRate: wav.sampleRate };
  }
  if (start === "OggS") {
    const samples = decodeOggOpus(bytes);
    return samples === undefined ? undefined : { samples: Float32Array.from(samples), sampleRate: 16_000 };
  }
  // An MP3 begins with a tag or with the sync word of a frame of layer III.
  const sync = bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2;
  return start.startsWith("ID3") || sync ? decodeMp3(bytes) : undefined;
}

async function decodeMp3(
  bytes: Uint8Array,
): Promise<{ samples: Float32Array; sampleRate: number } | undefined> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const { channelData, sampleRate, samplesDecoded } = decoder.decode(bytes);
    if (samplesDecoded === 0 || sampleRate === 0) return undefined;
    const samples = mono(channelData);
    for (let at = 0; at < samples.length; at++) samples[at] = (samples[at] as number) * 32_767;
    return { samples, sampleRate };
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
