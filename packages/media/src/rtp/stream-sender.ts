import { randomBytes } from "node:crypto";
import { buildRtp } from "./packet.js";

/** Where the numbers of an outgoing stream begin. Random by RFC 3550 §5.1 when not given. */
export interface StreamStart {
  readonly ssrc?: number;
  readonly sequence?: number;
  readonly timestamp?: number;
}

/** Numbers the packets of one outgoing stream and counts what RTCP reports of it. */
export class RtpStreamSender {
  readonly ssrc: number;
  #sequence: number;
  #timestamp: number;
  #packets = 0;
  #octets = 0;

  constructor(start: StreamStart = {}) {
    const random = randomBytes(10);
    this.ssrc = start.ssrc ?? random.readUInt32BE(0);
    // The upper half is left free at first: an SRTP receiver could not tell an early wrap from a loss (RFC 3711 §3.3.1).
    this.#sequence = start.sequence ?? random.readUInt16BE(4) & 0x7fff;
    this.#timestamp = start.timestamp ?? random.readUInt32BE(6);
  }

  /** The timestamp of the frame of this tick. */
  get timestamp(): number {
    return this.#timestamp;
  }

  get packets(): number {
    return this.#packets;
  }

  /** Payload bytes sent, without headers. */
  get octets(): number {
    return this.#octets;
  }

  /** Moves on by one frame, whether or not something was sent in it. @param units of the RTP clock. */
  advance(units: number): void {
    this.#timestamp = (this.#timestamp + units) >>> 0;
  }

  /** @param timestamp of a telephone event, which stays that of its beginning. */
  packet(
    payloadType: number,
    payload: Uint8Array,
    { marker = false, timestamp = this.#timestamp }: { marker?: boolean; timestamp?: number } = {},
  ): Buffer {
    const datagram = buildRtp({
      payloadType,
      marker,
      sequence: this.#sequence,
      timestamp,
      ssrc: this.ssrc,
      payload,
    });
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#packets += 1;
    this.#octets += payload.byteLength;
    return datagram;
  }
}
