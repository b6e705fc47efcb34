import { Decoder } from "@evan/opus";

/** Longest piece that is decoded: an hour. Compressed silence would else grow without bound. */
const SAMPLES_MAX = 16_000 * 3600;

/**
 * How long an Ogg/Opus file sounds, without decoding it: the last page tells its end in samples of 48 kHz (RFC 7845 §4).
 *
 * @returns `undefined` for what is no such file.
 */
export function oggOpusDurationMs(bytes: Uint8Array): number | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = file.indexOf("OpusHead", 0, "latin1");
  const last = file.lastIndexOf("OggS", file.length, "latin1");
  if (head < 0 || head + 12 > file.length || last + 14 > file.length) return undefined;
  const samples = Number(file.readBigInt64LE(last + 6)) - file.readUInt16LE(head + 10);
  return Math.max(0, samples / 48);
}

/**
 * Decodes an Ogg file with one Opus stream (RFC 3533, RFC 7845) to 16 kHz mono.
 *
 * @param samplesMax decoding ends a little after so many.
 * @returns `undefined` for what is no such file. A file that breaks off gives what came before the break.
 */
export function decodeOggOpus(bytes: Uint8Array, samplesMax = SAMPLES_MAX): Int16Array | undefined {
  const packets = oggPackets(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const head = packets[0];
  if (head === undefined || head.length < 19 || head.toString("latin1", 0, 8) !== "OpusHead")
    return undefined;
  // Channel mapping families above 0 hold more than one coupled stream.
  if (head.readUInt8(18) !== 0) return undefined;
  const skip = Math.round(head.readUInt16LE(10) / 3);
  const decoder = new Decoder({ channels: 1, sample_rate: 16_000 });
  const parts: Int16Array[] = [];
  let total = 0;
  // The second packet holds tags only.
  for (const packet of packets.slice(2)) {
    if (packet.length === 0) continue;
    try {
      const pcm = decoder.decode(packet).slice();
      parts.push(new Int16Array(pcm.buffer, 0, pcm.byteLength >> 1));
      total += pcm.byteLength >> 1;
    } catch {
      break;
    }
    if (total > samplesMax) break;
  }
  const samples = new Int16Array(total);
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples.subarray(Math.min(skip, total));
}

/** The packets of the first logical stream, in order; pages of others are passed over. */
function oggPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let begun: Buffer[] = [];
  let serial: number | undefined;
  for (let at = 0; at + 27 <= file.length; ) {
    if (file.toString("latin1", at, at + 4) !== "OggS") break;
    const segments = file.readUInt8(at + 26);
    const lengths = file.subarray(at + 27, at + 27 + segments);
    let from = at + 27 + segments;
    const size = lengths.reduce((sum, length) => sum + length, 0);
    if (from + size > file.length) break;
    serial ??= file.readUInt32LE(at + 14);
    if (file.readUInt32LE(at + 14) === serial) {
      for (const length of lengths) {
        begun.push(file.subarray(from, from + length));
        from += length;
        // A segment shorter than 255 ends its packet.
        if (length === 255) continue;
        packets.push(Buffer.concat(begun));
        begun = [];
      }
    }
    at = at + 27 + segments + size;
  }
  return packets;
}
