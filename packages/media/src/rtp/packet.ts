/** One RTP packet, RFC 3550 §5.1. `payload` shares memory with the datagram it came in. */
export interface RtpPacket {
  readonly payloadType: number;
  /** The first packet of a talk spurt or of a telephone event. */
  readonly marker: boolean;
  /** 16 bits, wraps round. */
  readonly sequence: number;
  /** 32 bits, in units of the payload's clock, wraps round. */
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Uint8Array;
}

export const RTP_HEADER_BYTES = 12;

/**
 * Reads a datagram. Contributing sources, header extension and padding are passed over.
 *
 * @returns `undefined` for whatever is no well-formed RTP packet: media arrives from strangers.
 */
export function parseRtp(datagram: Uint8Array): RtpPacket | undefined {
  const headerBytes = rtpHeaderBytes(datagram);
  if (headerBytes === undefined) return undefined;
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const first = view.getUint8(0);
  const second = view.getUint8(1);
  let end = datagram.byteLength;
  if ((first & 0x20) !== 0) {
    const padding = view.getUint8(end - 1);
    if (padding === 0 || headerBytes + padding > end) return undefined;
    end -= padding;
  }
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: datagram.subarray(headerBytes, end),
  };
}

/** Length of the header with all that may follow its fixed part, or `undefined` if this is no RTP packet. */
export function rtpHeaderBytes(datagram: Uint8Array): number | undefined {
  if (datagram.byteLength < RTP_HEADER_BYTES) return undefined;
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const first = view.getUint8(0);
  if (first >> 6 !== 2 || isRtcp(datagram)) return undefined;
  let headerBytes = RTP_HEADER_BYTES + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) {
    if (datagram.byteLength < headerBytes + 4) return undefined;
    headerBytes += 4 + view.getUint16(headerBytes + 2) * 4;
  }
  return headerBytes <= datagram.byteLength ? headerBytes : undefined;
}

/** Tells RTCP from RTP on one port by the packet type, RFC 5761 §4. */
export function isRtcp(datagram: Uint8Array): boolean {
  const type = datagram[1];
  return type !== undefined && type >= 192 && type <= 223;
}

/** Writes a packet without contributing sources, extension or padding. */
export function buildRtp(packet: RtpPacket): Buffer {
  const datagram = Buffer.allocUnsafe(RTP_HEADER_BYTES + packet.payload.byteLength);
  datagram[0] = 0x80;
  datagram[1] = (packet.marker ? 0x80 : 0) | packet.payloadType;
  datagram.writeUInt16BE(packet.sequence, 2);
  datagram.writeUInt32BE(packet.timestamp, 4);
  datagram.writeUInt32BE(packet.ssrc, 8);
  datagram.set(packet.payload, RTP_HEADER_BYTES);
  return datagram;
}
