import { randomBytes } from "node:crypto";

/** Time as the stack sees it. Tests give one that is advanced by hand. */
export interface SipClock {
  /** Milliseconds; only differences matter. */
  now(): number;
  /** Runs something once, `ms` from now; the returned function forgets it. */
  after(ms: number, run: () => void): () => void;
}

/** Chance as the stack sees it: tags, branches, nonces, keys, back-off. */
export interface SipRandom {
  /** Bytes that nobody can guess. */
  bytes(count: number): Buffer;
}

/** The machine's clock. Its timers do not keep a process alive: sockets do. */
export const systemClock: SipClock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export const systemRandom: SipRandom = { bytes: (count) => randomBytes(count) };

/** A text that nobody can guess, of hexadecimal digits. */
export function randomText(random: SipRandom, bytes = 8): string {
  return random.bytes(bytes).toString("hex");
}

/** A whole number in `0..limit-1`; the slight bias of the modulus does not matter for back-off. */
export function randomBelow(random: SipRandom, limit: number): number {
  return random.bytes(4).readUInt32BE(0) % limit;
}
