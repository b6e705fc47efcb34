/** WAV as read here: PCM of 8 to 32 bits, float, µ-law and A-law. */
import { createCodec, toInt16 } from "../codec/index.js";
import { FORMAT_PCM, wavHeader } from "./wav-bytes.js";

export { interleave, WAV_HEADER_BYTES, wavHeader } from "./wav-bytes.js";

const FORMAT_FLOAT = 3;
const FORMAT_A_LAW = 6;
const FORMAT_MU_LAW = 7;
const FORMAT_EXTENSIBLE = 0xfffe;

/** A whole file of mono sound, 16 bits. */
export function wavFile(samples: Int16Array, sampleRate: number): Buffer {
  const body = Buffer.alloc(samples.length * 2);
  for (let at = 0; at < samples.length; at++) body.writeInt16LE(samples[at] as number, at * 2);
  return Buffer.concat([wavHeader({ sampleRate, channels: 1 }, body.length), body]);
}

export interface WavSound {
  readonly sampleRate: number;
  /** One array a channel, all of the same length. */
  readonly channels: readonly Int16Array[];
}

/**
 * Reads a file. A `data` chunk that claims more than there is, as after a crash, is read as far as it goes.
 *
 * @returns `undefined` for what is no WAV file or holds a coding that is not known.
 */
export function readWav(bytes: Uint8Array): WavSound | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (
    view.length < 12 ||
    view.toString("latin1", 0, 4) !== "RIFF" ||
    view.toString("latin1", 8, 12) !== "WAVE"
  )
    return undefined;
  let format: { coding: number; channels: number; sampleRate: number; bits: number } | undefined;
  for (let at = 12; at + 8 <= view.length; ) {
    const name = view.toString("latin1", at, at + 4);
    const length = view.readUInt32LE(at + 4);
    const body = view.subarray(at + 8, Math.min(view.length, at + 8 + length));
    if (name === "fmt " && body.length >= 16) {
      const coding = body.readUInt16LE(0);
      format = {
        coding: coding === FORMAT_EXTENSIBLE && body.length >= 26 ? body.readUInt16LE(24) : coding,
        channels: body.readUInt16LE(2),
        sampleRate: body.readUInt32LE(4),
        bits: body.readUInt16LE(14),
      };
    }
    if (name === "data") return format === undefined ? undefined : samplesOf(body, format);
    // Chunks are padded to an even length.
    at += 8 + length + (length % 2);
  }
  return undefined;
}

function samplesOf(
  body: Buffer,
  format: { coding: number; channels: number; sampleRate: number; bits: number },
): WavSound | undefined {
  const { channels: count, sampleRate, bits } = format;
  const read = sampleReader(body, format.coding, bits);
  if (read === undefined || count < 1 || count > 16 || sampleRate < 1) return undefined;
  const bytesEach = bits / 8;
  const length = Math.floor(body.length / (bytesEach * count));
  const channels = Array.from({ length: count }, (_, channel) => {
    const samples = new Int16Array(length);
    for (let at = 0; at < length; at++) samples[at] = read((at * count + channel) * bytesEach);
    return samples;
  });
  return { sampleRate, channels };
}

function sampleReader(body: Buffer, coding: number, bits: number): ((offset: number) => number) | undefined {
  if (coding === FORMAT_PCM && bits === 16) return (offset) => body.readInt16LE(offset);
  if (coding === FORMAT_PCM && bits === 8) return (offset) => (body.readUInt8(offset) - 128) << 8;
  if (coding === FORMAT_PCM && bits === 24) return (offset) => body.readIntLE(offset, 3) >> 8;
  if (coding === FORMAT_PCM && bits === 32) return (offset) => body.readInt32LE(offset) >> 16;
  if (coding === FORMAT_FLOAT && bits === 32) return (offset) => toInt16(body.readFloatLE(offset) * 32_767);
  if ((coding === FORMAT_MU_LAW || coding === FORMAT_A_LAW) && bits === 8) {
    const samples = createCodec(coding === FORMAT_MU_LAW ? "PCMU" : "PCMA").decode(body);
    return (offset) => samples[offset] ?? 0;
  }
  return undefined;
}
