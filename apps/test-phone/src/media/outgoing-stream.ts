import { randomInt } from "node:crypto";
import { aheadOf16, aheadOf32, type RtpPacket, writeRtp } from "./rtp-packet.js";
import { FRAME } from "./sounds.js";

/** Further apart than this, two packets do not belong to one talk. */
const JUMP_PACKETS_MAX = 100;
const JUMP_SAMPLES_MAX = 16_000;

/** A stream of our own, without a break whatever it is fed from: 20 ms a packet. */
export class OutgoingStream {
  readonly ssrc = randomInt(1, 0xffff_ffff);
  #sequence = randomInt(0, 0x8000);
  #timestamp = randomInt(0, 0x8000_0000);
  #lastAt = Number.NEGATIVE_INFINITY;
  #source: { readonly ssrc: number; readonly sequence: number; readonly timestamp: number } | undefined;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** The next 20 ms. After a pause the clock of the samples goes on as if they had been there. */
  frame(payloadType: number, payload: Uint8Array): Buffer {
    this.#source = undefined;
    return this.#next(payloadType, payload, 1, this.#sinceLast());
  }

  /** A further packet of a key, which stays at the time at which the key began. */
  key(payloadType: number, payload: Uint8Array, first: boolean): Buffer {
    this.#source = undefined;
    if (first) this.#keyBegan = (this.#timestamp + FRAME) >>> 0;
    const packet = this.#next(payloadType, payload, 1, FRAME, first);
    packet.writeUInt32BE(this.#keyBegan, 4);
    return packet;
  }

  /**
   * Another's packet in our stream: what is missing there is missing here, so that its hearer can conceal it.
   * @returns `undefined` for one that comes too late.
   */
  relay(payloadType: number, packet: RtpPacket, payload: Uint8Array): Buffer | undefined {
    const { ssrc, sequence, timestamp } = packet;
    const source = this.#source?.ssrc === ssrc ? this.#source : undefined;
    let [packets, samples] = [1, this.#sinceLast()];
    if (source !== undefined) {
      const ahead = aheadOf16(source.sequence, sequence);
      const later = aheadOf32(source.timestamp, timestamp);
      if (ahead <= 0 && ahead > -JUMP_PACKETS_MAX) return undefined;
      if (ahead > 0 && ahead < JUMP_PACKETS_MAX && later > 0 && later < JUMP_SAMPLES_MAX)
        [packets, samples] = [ahead, later];
    }
    this.#source = { ssrc, sequence, timestamp };
    return this.#next(payloadType, payload, packets, samples);
  }

  #keyBegan = 0;

  #sinceLast(): number {
    const frames = Math.round((this.now() - this.#lastAt) / 20);
    return FRAME * (Number.isFinite(frames) && frames > 5 ? frames : 1);
  }

  #next(payloadType: number, payload: Uint8Array, packets: number, samples: number, marker = false): Buffer {
    const begins = marker || samples > 5 * FRAME || this.#lastAt === Number.NEGATIVE_INFINITY;
    this.#sequence = (this.#sequence + packets) & 0xffff;
    this.#timestamp = (this.#timestamp + samples) >>> 0;
    this.#lastAt = this.now();
    return writeRtp({
      payloadType,
      marker: begins,
      sequence: this.#sequence,
      timestamp: this.#timestamp,
      ssrc: this.ssrc,
      payload,
    });
  }
}
