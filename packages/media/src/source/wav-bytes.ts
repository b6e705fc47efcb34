/** WAV as written here: PCM of 16 bits. Apart from reading, which needs codecs. */
import { endianness } from "node:os";

export const WAV_HEADER_BYTES = 44;
export const FORMAT_PCM = 1;

/** Header of a file with 16-bit samples. @param dataBytes length of all samples. */
export function wavHeader(format: { sampleRate: number; channels: number }, dataBytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  const frameBytes = format.channels * 2;
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(WAV_HEADER_BYTES - 8 + dataBytes, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(FORMAT_PCM, 20);
  header.writeUInt16LE(format.channels, 22);
  header.writeUInt32LE(format.sampleRate, 24);
  header.writeUInt32LE(format.sampleRate * frameBytes, 28);
  header.writeUInt16LE(frameBytes, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** Puts channels side by side, as a file holds them: 16 bits, little end first. A missing channel is silent. */
export function interleave(channels: readonly Int16Array[]): Buffer {
  const length = Math.max(0, ...channels.map((channel) => channel.length));
  const side = channels.length;
  const samples = new Int16Array(length * side);
  for (const [index, channel] of channels.entries())
    for (let at = 0; at < channel.length; at++) samples[at * side + index] = channel[at] as number;
  const bytes = Buffer.from(samples.buffer);
  return endianness() === "LE" ? bytes : bytes.swap16();
}
