/** Keys by RFC 4733: their event numbers are their places here (section 3.2, table 3). */
const KEYS = "0123456789*#ABCD";
const END = 0x80;
/** dBm0 below zero. */
const VOLUME = 10;

export function keyOfEvent(payload: Uint8Array): string | undefined {
  return payload.length < 4 ? undefined : KEYS[payload[0] ?? 255];
}

/** Length of a key and of the silence after it, in packets of 20 ms. */
const KEY_PACKETS = 5;
const END_PACKETS = 3;
const GAP_PACKETS = 3;

export interface KeyPacket {
  readonly payload: Uint8Array;
  /** The first one of a key has the marker, and the timestamp that all of its packets have. */
  readonly first: boolean;
}

/** Turns pressed keys into the packets that stand in place of the sound, one every 20 ms. */
export class KeySender {
  readonly #waiting: string[] = [];
  #packet = 0;

  press(key: string): void {
    this.#waiting.push(key);
  }

  /** For the next 20 ms: the key's packet, `gap` for a rest between two keys, `undefined` when no key is due. */
  next(): KeyPacket | "gap" | undefined {
    const [key] = this.#waiting;
    if (key === undefined) return undefined;
    this.#packet += 1;
    if (this.#packet > KEY_PACKETS + END_PACKETS) {
      if (this.#packet >= KEY_PACKETS + END_PACKETS + GAP_PACKETS) {
        this.#waiting.shift();
        this.#packet = 0;
      }
      return "gap";
    }
    const units = Math.min(this.#packet, KEY_PACKETS) * 160;
    const isEnd = this.#packet > KEY_PACKETS;
    const payload = Uint8Array.of(KEYS.indexOf(key), (isEnd ? END : 0) | VOLUME, units >> 8, units & 0xff);
    return { payload, first: this.#packet === 1 };
  }
}
