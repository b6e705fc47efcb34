import { createCipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { rtpHeaderBytes } from "../rtp/index.js";

/** RFC 4568 §6.2 and RFC 6188 §4: bytes of the master key, and of the tag behind each RTP packet. */
export const SRTP_SUITES = {
  AES_CM_128_HMAC_SHA1_80: { keyBytes: 16, tagBytes: 10 },
  AES_CM_128_HMAC_SHA1_32: { keyBytes: 16, tagBytes: 4 },
  AES_256_CM_HMAC_SHA1_80: { keyBytes: 32, tagBytes: 10 },
} as const;
export type SrtpSuite = keyof typeof SRTP_SUITES;

export interface SrtpKeys {
  readonly suite: SrtpSuite;
  /** The master key, then 14 bytes of master salt. */
  readonly keyAndSalt: Buffer;
}

export type SrtpRefusal = "malformed" | "unauthentic" | "replayed";

export const SALT_BYTES = 14;
const RTCP_TAG_BYTES = 10;
const REPLAY_WINDOW = 64;

export function generateSrtpKeys(suite: SrtpSuite): SrtpKeys {
  return { suite, keyAndSalt: randomBytes(SRTP_SUITES[suite].keyBytes + SALT_BYTES) };
}

/**
 * SRTP and SRTCP of one leg by RFC 3711, both directions with a key each. One stream at a time is expected in each
 * direction, but an SSRC may change.
 */
export class SrtpSession {
  readonly #out: Direction;
  readonly #in: Direction;

  constructor(keys: { readonly local: SrtpKeys; readonly remote: SrtpKeys }) {
    this.#out = new Direction(keys.local);
    this.#in = new Direction(keys.remote);
  }

  protectRtp(packet: Buffer): Buffer {
    return this.#out.protectRtp(packet);
  }

  openRtp(packet: Buffer): Buffer | SrtpRefusal {
    return this.#in.openRtp(packet);
  }

  protectRtcp(packet: Buffer): Buffer {
    return this.#out.protectRtcp(packet);
  }

  openRtcp(packet: Buffer): Buffer | SrtpRefusal {
    return this.#in.openRtcp(packet);
  }
}

/** RFC 3711 §4.3.1 and RFC 6188 §3, with a key derivation rate of zero. @param label of the key that is wanted. */
export function deriveSrtpKey(keyAndSalt: Buffer, label: number, length: number): Buffer {
  const iv = Buffer.alloc(16);
  const keyBytes = keyAndSalt.length - SALT_BYTES;
  keyAndSalt.copy(iv, 0, keyBytes);
  iv[7] = (iv[7] as number) ^ label;
  return aesCounter(keyAndSalt.subarray(0, keyBytes), iv, Buffer.alloc(length));
}

function aesCounter(key: Buffer, iv: Buffer, bytes: Buffer): Buffer {
  return createCipheriv(key.length === 32 ? "aes-256-ctr" : "aes-128-ctr", key, iv).update(bytes);
}

interface Stream {
  /** Rollover counter (upper) and highest sequence number seen. */
  roc: number;
  highest: number | undefined;
  readonly replay: ReplayWindow;
}

class Direction {
  readonly #rtp: { key: Buffer; auth: Buffer; salt: Buffer };
  readonly #rtcp: { key: Buffer; auth: Buffer; salt: Buffer };
  readonly #tagBytes: number;
  readonly #streams = new Map<number, Stream>();
  readonly #rtcpReplay = new Map<number, ReplayWindow>();
  #rtcpIndex = 0;

  constructor({ suite, keyAndSalt }: SrtpKeys) {
    const { keyBytes, tagBytes } = SRTP_SUITES[suite];
    if (keyAndSalt.length !== keyBytes + SALT_BYTES)
      throw new RangeError(`a key of ${suite} has ${keyBytes + SALT_BYTES} bytes`);
    const derive = (first: number) => ({
      key: deriveSrtpKey(keyAndSalt, first, keyBytes),
      auth: deriveSrtpKey(keyAndSalt, first + 1, 20),
      salt: deriveSrtpKey(keyAndSalt, first + 2, 14),
    });
    this.#rtp = derive(0);
    this.#rtcp = derive(3);
    this.#tagBytes = tagBytes;
  }

  protectRtp(packet: Buffer): Buffer {
    const headerBytes = rtpHeaderBytes(packet) ?? packet.length;
    const ssrc = packet.readUInt32BE(8);
    const stream = this.#stream(ssrc);
    const sequence = packet.readUInt16BE(2);
    if (stream.highest !== undefined && sequence < stream.highest && stream.highest - sequence > 0x8000)
      stream.roc += 1;
    stream.highest = sequence;
    const iv = counterBlock(this.#rtp.salt, ssrc, stream.roc, sequence);
    const body = aesCounter(this.#rtp.key, iv, packet.subarray(headerBytes));
    const sealed = Buffer.concat([packet.subarray(0, headerBytes), body]);
    return Buffer.concat([sealed, this.#rtpTag(sealed, stream.roc)]);
  }

  openRtp(packet: Buffer): Buffer | SrtpRefusal {
    const headerBytes = rtpHeaderBytes(packet);
    const end = packet.length - this.#tagBytes;
    if (headerBytes === undefined || end < headerBytes) return "malformed";
    const ssrc = packet.readUInt32BE(8);
    const sequence = packet.readUInt16BE(2);
    // A stream is only remembered once a packet of it was authentic: strangers must not fill the memory.
    const stream = this.#streams.get(ssrc) ?? newStream();
    const roc = guessRoc(stream, sequence);
    if (roc < 0) return "replayed";
    const index = roc * 65_536 + sequence;
    if (!stream.replay.isFresh(index)) return "replayed";
    const sealed = packet.subarray(0, end);
    if (!timingSafeEqual(this.#rtpTag(sealed, roc), packet.subarray(end))) return "unauthentic";
    stream.replay.mark(index);
    if (stream.highest === undefined || index > stream.roc * 65_536 + stream.highest) {
      stream.roc = roc;
      stream.highest = sequence;
    }
    this.#remember(ssrc, stream);
    const iv = counterBlock(this.#rtp.salt, ssrc, roc, sequence);
    const body = aesCounter(this.#rtp.key, iv, sealed.subarray(headerBytes));
    return Buffer.concat([sealed.subarray(0, headerBytes), body]);
  }

  protectRtcp(packet: Buffer): Buffer {
    this.#rtcpIndex = (this.#rtcpIndex + 1) & 0x7fff_ffff;
    const ssrc = packet.readUInt32BE(4);
    const body = aesCounter(
      this.#rtcp.key,
      rtcpBlock(this.#rtcp.salt, ssrc, this.#rtcpIndex),
      packet.subarray(8),
    );
    const trailer = Buffer.alloc(4);
    // The first bit says that the packet is encrypted.
    trailer.writeUInt32BE((0x8000_0000 | this.#rtcpIndex) >>> 0);
    const sealed = Buffer.concat([packet.subarray(0, 8), body, trailer]);
    return Buffer.concat([sealed, this.#rtcpTag(sealed)]);
  }

  openRtcp(packet: Buffer): Buffer | SrtpRefusal {
    const end = packet.length - RTCP_TAG_BYTES;
    if (end < 12) return "malformed";
    const sealed = packet.subarray(0, end);
    if (!timingSafeEqual(this.#rtcpTag(sealed), packet.subarray(end))) return "unauthentic";
    const ssrc = packet.readUInt32BE(4);
    const trailer = packet.readUInt32BE(end - 4);
    const index = trailer & 0x7fff_ffff;
    const replay = this.#rtcpReplay.get(ssrc) ?? new ReplayWindow();
    if (!replay.isFresh(index)) return "replayed";
    replay.mark(index);
    this.#rtcpReplay.set(ssrc, replay);
    const body = sealed.subarray(8, end - 4);
    const encrypted = trailer >>> 31 === 1;
    const opened = encrypted
      ? aesCounter(this.#rtcp.key, rtcpBlock(this.#rtcp.salt, ssrc, index), body)
      : body;
    return Buffer.concat([packet.subarray(0, 8), opened]);
  }

  #stream(ssrc: number): Stream {
    const stream = this.#streams.get(ssrc) ?? newStream();
    this.#streams.set(ssrc, stream);
    return stream;
  }

  /** A leg has one stream, rarely a second; old ones may go. */
  #remember(ssrc: number, stream: Stream): void {
    this.#streams.set(ssrc, stream);
    if (this.#streams.size <= 8) return;
    const [oldest] = this.#streams.keys();
    if (oldest !== undefined) this.#streams.delete(oldest);
  }

  #rtpTag(sealed: Buffer, roc: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(roc >>> 0);
    const mac = createHmac("sha1", this.#rtp.auth).update(sealed).update(counter).digest();
    return mac.subarray(0, this.#tagBytes);
  }

  #rtcpTag(sealed: Buffer): Buffer {
    return createHmac("sha1", this.#rtcp.auth).update(sealed).digest().subarray(0, RTCP_TAG_BYTES);
  }
}

function newStream(): Stream {
  return { roc: 0, highest: undefined, replay: new ReplayWindow() };
}

/** RFC 3711 §3.3.1: the rollover counter that brings the packet nearest to what came before. Negative: before all. */
function guessRoc({ roc, highest }: Stream, sequence: number): number {
  if (highest === undefined) return roc;
  if (highest < 0x8000) return sequence - highest > 0x8000 ? roc - 1 : roc;
  return highest - 0x8000 > sequence ? roc + 1 : roc;
}

/** RFC 3711 §4.1.1: salt, SSRC and packet index, each at its place. */
function counterBlock(salt: Buffer, ssrc: number, roc: number, sequence: number): Buffer {
  const iv = Buffer.alloc(16);
  salt.copy(iv);
  iv.writeUInt32BE((iv.readUInt32BE(4) ^ ssrc) >>> 0, 4);
  iv.writeUInt32BE((iv.readUInt32BE(8) ^ roc) >>> 0, 8);
  iv.writeUInt16BE(iv.readUInt16BE(12) ^ sequence, 12);
  return iv;
}

function rtcpBlock(salt: Buffer, ssrc: number, index: number): Buffer {
  return counterBlock(salt, ssrc, index >>> 16, index & 0xffff);
}

/** RFC 3711 §3.3.2. */
class ReplayWindow {
  #highest = -1;
  #seen = 0n;

  isFresh(index: number): boolean {
    if (index > this.#highest) return true;
    const back = this.#highest - index;
    return back < REPLAY_WINDOW && ((this.#seen >> BigInt(back)) & 1n) === 0n;
  }

  mark(index: number): void {
    if (index > this.#highest) {
      const ahead = index - this.#highest;
      this.#seen =
        ahead >= REPLAY_WINDOW ? 1n : BigInt.asUintN(REPLAY_WINDOW, (this.#seen << BigInt(ahead)) | 1n);
      this.#highest = index;
    } else this.#seen |= 1n << BigInt(this.#highest - index);
  }
}
