import { Buffer } from "node:buffer";

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const SOURCE_DESCRIPTION = 202;
const BYE = 203;
const CNAME = 1;

/** RFC 3550 §6.4.1. */
export interface ReportBlock {
  readonly ssrc: number;
  /** 0 to 1, of the last interval; carried in 1/256. */
  readonly fractionLost: number;
  readonly cumulativeLost: number;
  /** Extended by the number of wraps. */
  readonly highestSequence: number;
  /** In units of the payload's clock. */
  readonly jitter: number;
  /** The middle 32 bits of the NTP time of the last sender report; 0 when none came. */
  readonly lastSenderReport: number;
  /** Carried in 1/65536 s. */
  readonly delaySinceLastSenderReportMs: number;
}

export interface SenderInfo {
  /** Wall-clock time in ms since 1970. */
  readonly ntpMs: number;
  readonly timestamp: number;
  readonly packets: number;
  readonly octets: number;
}

export interface RtcpReport {
  readonly ssrc: number;
  /** Present in a sender report. */
  readonly sender?: SenderInfo & { readonly ntpMiddle: number };
  readonly blocks: readonly ReportBlock[];
}

export interface RtcpCompound {
  readonly reports: readonly RtcpReport[];
  /** The sources that said goodbye. */
  readonly goodbyes: readonly number[];
}

/** Seconds from 1900 (NTP) to 1970. */
const NTP_OFFSET_S = 2_208_988_800;

/** The middle 32 bits of the NTP time: 16 bits of seconds, 16 of fraction. */
export function ntpMiddle(ms: number): number {
  return Math.floor(((ms / 1000) % 65_536) * 65_536 + NTP_OFFSET_S * 65_536) % 2 ** 32;
}

/** A compound packet: a sender report if something was sent, else a receiver report, and the canonical name. */
export function buildRtcp(from: {
  readonly ssrc: number;
  readonly cname: string;
  readonly sender?: SenderInfo;
  readonly blocks: readonly ReportBlock[];
  readonly goodbye?: boolean;
}): Buffer {
  const parts: Buffer[] = [];
  const blocks = from.blocks.slice(0, 31).map(blockBytes);
  const own = Buffer.alloc(4);
  own.writeUInt32BE(from.ssrc);
  if (from.sender === undefined) {
    parts.push(rtcpPacket(RECEIVER_REPORT, blocks.length, Buffer.concat([own, ...blocks])));
  } else {
    const info = Buffer.alloc(20);
    const seconds = from.sender.ntpMs / 1000 + NTP_OFFSET_S;
    info.writeUInt32BE(Math.floor(seconds) >>> 0, 0);
    info.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32) >>> 0, 4);
    info.writeUInt32BE(from.sender.timestamp >>> 0, 8);
    info.writeUInt32BE(from.sender.packets >>> 0, 12);
    info.writeUInt32BE(from.sender.octets >>> 0, 16);
    parts.push(rtcpPacket(SENDER_REPORT, blocks.length, Buffer.concat([own, info, ...blocks])));
  }
  const name = Buffer.from(from.cname.slice(0, 255), "latin1");
  const item = Buffer.concat([own, Buffer.from([CNAME, name.length]), name]);
  // One to four zero bytes end the list of items and fill up to 32 bits.
  parts.push(rtcpPacket(SOURCE_DESCRIPTION, 1, Buffer.concat([item, Buffer.alloc(4 - (item.length % 4))])));
  if (from.goodbye === true) parts.push(rtcpPacket(BYE, 1, own));
  return Buffer.concat(parts);
}

/** @returns `undefined` when the datagram is not well formed. Kinds of packets that are not known are passed over. */
export function parseRtcp(datagram: Uint8Array): RtcpCompound | undefined {
  const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const reports: RtcpReport[] = [];
  const goodbyes: number[] = [];
  let at = 0;
  if (bytes.length < 8) return undefined;
  while (at < bytes.length) {
    if (bytes.length - at < 4) return undefined;
    const first = bytes.readUInt8(at);
    const type = bytes.readUInt8(at + 1);
    const end = at + 4 + bytes.readUInt16BE(at + 2) * 4;
    if (first >> 6 !== 2 || end > bytes.length) return undefined;
    const count = first & 0x1f;
    const body = bytes.subarray(at + 4, end);
    if (type === SENDER_REPORT || type === RECEIVER_REPORT) {
      const head = type === SENDER_REPORT ? 24 : 4;
      if (body.length < head + count * 24) return undefined;
      const blocks = Array.from({ length: count }, (_, index) =>
        readBlock(body.subarray(head + index * 24, head + (index + 1) * 24)),
      );
      const ssrc = body.readUInt32BE(0);
      reports.push(
        type === SENDER_REPORT ? { ssrc, sender: readSenderInfo(body), blocks } : { ssrc, blocks },
      );
    } else if (type === BYE) {
      if (body.length < count * 4) return undefined;
      for (let index = 0; index < count; index++) goodbyes.push(body.readUInt32BE(index * 4));
    }
    at = end;
  }
  return { reports, goodbyes };
}

function rtcpPacket(type: number, count: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt8(0x80 | count, 0);
  head.writeUInt8(type, 1);
  head.writeUInt16BE(body.length / 4, 2);
  return Buffer.concat([head, body]);
}

function blockBytes(block: ReportBlock): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32BE(block.ssrc, 0);
  bytes.writeUInt8(Math.min(255, Math.floor(block.fractionLost * 256)), 4);
  bytes.writeIntBE(Math.max(-0x80_0000, Math.min(0x7f_ffff, block.cumulativeLost)), 5, 3);
  bytes.writeUInt32BE(block.highestSequence, 8);
  bytes.writeUInt32BE(block.jitter >>> 0, 12);
  bytes.writeUInt32BE(block.lastSenderReport, 16);
  bytes.writeUInt32BE(Math.round((block.delaySinceLastSenderReportMs / 1000) * 65_536) >>> 0, 20);
  return bytes;
}

function readBlock(bytes: Buffer): ReportBlock {
  return {
    ssrc: bytes.readUInt32BE(0),
    fractionLost: bytes.readUInt8(4) / 256,
    cumulativeLost: bytes.readIntBE(5, 3),
    highestSequence: bytes.readUInt32BE(8),
    jitter: bytes.readUInt32BE(12),
    lastSenderReport: bytes.readUInt32BE(16),
    delaySinceLastSenderReportMs: (bytes.readUInt32BE(20) / 65_536) * 1000,
  };
}

function readSenderInfo(body: Buffer): SenderInfo & { ntpMiddle: number } {
  const seconds = body.readUInt32BE(4);
  const fraction = body.readUInt32BE(8);
  return {
    ntpMs: (seconds - NTP_OFFSET_S + fraction / 2 ** 32) * 1000,
    ntpMiddle: (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0,
    timestamp: body.readUInt32BE(12),
    packets: body.readUInt32BE(16),
    octets: body.readUInt32BE(20),
  };
}
