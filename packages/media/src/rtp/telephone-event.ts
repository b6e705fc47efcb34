import { timestampDistance } from "./wrap.js";

/** The keys of RFC 4733 §3.2, in the order of their codes. */
const KEYS = "0123456789*#ABCD";
export type DtmfKey =
  | "0"
  | "1"
  | "2"
  | "3"
  | "4"
  | "5"
  | "6"
  | "7"
  | "8"
  | "9"
  | "*"
  | "#"
  | "A"
  | "B"
  | "C"
  | "D";

/** Beside all codecs but Opus, in Hz. */
export const TELEPHONE_EVENT_CLOCK_RATE = 8000;
/** RFC 4733 §2.5.1.4: the end is sent three times, a frame apart, for one of them may be lost. */
const END_PACKETS = 3;

export interface DtmfDigit {
  readonly key: DtmfKey;
  /** How long it was pressed, as far as is known; the last packets may have been lost. */
  readonly durationMs: number;
}

export function isDtmfKey(text: string): text is DtmfKey {
  return text.length === 1 && KEYS.includes(text);
}

/** Turns the packets of telephone events into digits, each once, at its end. */
export class TelephoneEventReceiver {
  #current: { timestamp: number; key: DtmfKey; units: number; told: boolean; atMs: number } | undefined;

  /**
   * @param clockRate that the answer named for these events, in Hz.
   */
  constructor(private readonly clockRate = TELEPHONE_EVENT_CLOCK_RATE) {}

  /**
   * @param atMs when the packet arrived.
   * @returns the digits that ended by this packet: an event that lost all its end packets ends when the next begins.
   */
  receive(packet: { timestamp: number; payload: Uint8Array }, atMs: number): DtmfDigit[] {
    const { payload, timestamp } = packet;
    const key = KEYS[payload[0] ?? 255];
    if (payload.byteLength < 4 || key === undefined || !isDtmfKey(key)) return [];
    const ended = ((payload[1] ?? 0) & 0x80) !== 0;
    const units = ((payload[2] ?? 0) << 8) | (payload[3] ?? 0);
    const digits: DtmfDigit[] = [];
    const current = this.#current;
    // An event is known by its timestamp; packets of an older one come late.
    if (current !== undefined && timestampDistance(timestamp, current.timestamp) < 0) return [];
    if (current === undefined || timestamp !== current.timestamp) {
      digits.push(...this.#tell());
      this.#current = { timestamp, key, units, told: false, atMs };
    } else {
      current.units = Math.max(current.units, units);
      current.atMs = atMs;
    }
    if (ended) digits.push(...this.#tell());
    return digits;
  }

  /** Ends an event that has gone quiet: its end packets were all lost. */
  expire(nowMs: number, quietMs = 120): DtmfDigit[] {
    return this.#current !== undefined && nowMs - this.#current.atMs >= quietMs ? this.#tell() : [];
  }

  #tell(): DtmfDigit[] {
    const current = this.#current;
    if (current === undefined || current.told) return [];
    current.told = true;
    return [{ key: current.key, durationMs: (current.units / this.clockRate) * 1000 }];
  }
}

export interface TelephoneEventPacket {
  readonly payload: Uint8Array;
  readonly marker: boolean;
  /** RTP timestamp of the beginning of the event. */
  readonly timestamp: number;
}

/** Sends digits as telephone events, one after the other, a packet a frame. */
export class TelephoneEventSender {
  readonly #waiting: { key: DtmfKey; frames: number }[] = [];
  #current: { code: number; frames: number; sent: number; timestamp: number } | undefined;
  #pauseFrames = 0;
  readonly #frameUnits: number;

  /** @param clockRate that was negotiated for these events, in Hz. */
  constructor(clockRate = TELEPHONE_EVENT_CLOCK_RATE) {
    this.#frameUnits = clockRate / 50;
  }

  /** @param durationMs of each key; rounded up to frames of 20 ms. Pauses between them are 60 ms. */
  press(keys: string, durationMs = 120): void {
    for (const key of keys)
      if (isDtmfKey(key)) this.#waiting.push({ key, frames: Math.max(2, Math.ceil(durationMs / 20)) });
  }

  /** Nothing is under way and nothing waits. */
  get idle(): boolean {
    return this.#current === undefined && this.#waiting.length === 0;
  }

  /**
   * @param timestamp of this frame of 20 ms.
   * @returns what to send in this frame in place of audio; `undefined` when no key is pressed.
   */
  frame(timestamp: number): TelephoneEventPacket | undefined {
    if (this.#current === undefined) {
      if (this.#pauseFrames > 0) {
        this.#pauseFrames -= 1;
        return undefined;
      }
      const next = this.#waiting.shift();
      if (next === undefined) return undefined;
      this.#current = { code: KEYS.indexOf(next.key), frames: next.frames, sent: 0, timestamp };
    }
    const event = this.#current;
    event.sent += 1;
    const ended = event.sent >= event.frames;
    if (event.sent === event.frames + END_PACKETS - 1) {
      this.#current = undefined;
      this.#pauseFrames = 3;
    }
    return {
      payload: eventPayload(event.code, ended, Math.min(event.sent, event.frames) * this.#frameUnits),
      marker: event.sent === 1,
      timestamp: event.timestamp,
    };
  }
}

function eventPayload(code: number, ended: boolean, units: number): Uint8Array {
  // Volume 10: -10 dBm0, within what RFC 4733 §2.3.3 asks receivers to accept.
  return Uint8Array.of(code, (ended ? 0x80 : 0) | 10, (units >> 8) & 0xff, units & 0xff);
}
