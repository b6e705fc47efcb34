import type { AccountStore, Failures } from "./account-store.js";

/** Wrong passwords in a row that cost nothing but themselves. */
export const FAILURES_FREE = 5;
/** The wait after the fifth; it doubles with each further failure. */
export const DELAY_MS_FIRST = 5_000;
export const DELAY_MS_MAX = 15 * 60_000;
/** Failures are forgotten after this much quiet. Longer than the longest wait, or waiting would wipe them. */
export const FORGET_AFTER_MS = 60 * 60_000;

/** How long after its latest failure a subject has to wait, in milliseconds. */
export function delayAfter(count: number): number {
  if (count < FAILURES_FREE) return 0;
  // Above 2^20 the maximum is long reached, and a shift that large would overflow.
  return Math.min(DELAY_MS_MAX, DELAY_MS_FIRST * 2 ** Math.min(count - FAILURES_FREE, 20));
}

const waitOf = (failures: Failures | undefined, now: number): number =>
  failures ? Math.max(0, failures.lastAt + delayAfter(failures.count) - now) : 0;

/**
 * Slows down guessing, by user name (against one account from many places) and by address (against many
 * accounts from one place). Unknown names are counted like known ones, so the answer tells nobody who exists.
 */
export class LoginThrottle {
  constructor(private readonly store: AccountStore) {}

  /** Milliseconds until another attempt is looked at; 0: now. */
  async wait(username: string, address: string, now: number): Promise<number> {
    const [byUser, byAddress] = await Promise.all(
      subjectsOf(username, address).map((subject) => this.store.failures(subject)),
    );
    return Math.max(waitOf(byUser, now), waitOf(byAddress, now));
  }

  async failed(username: string, address: string, now: number): Promise<void> {
    for (const subject of subjectsOf(username, address))
      await this.store.addFailure(subject, now, now - FORGET_AFTER_MS);
  }

  /**
   * Only the account's count ends with a success. Whoever has one account of their own could otherwise log in
   * to it after every fourth guess and never be slowed down.
   */
  async succeeded(username: string): Promise<void> {
    await this.store.clearFailures(userSubject(username));
  }
}

/** A name is cut and folded as the lookup does it; it is no secret, but it may be as long as a request. */
const userSubject = (username: string): string => `user:${username.toLowerCase().slice(0, 100)}`;
const subjectsOf = (username: string, address: string): [string, string] => [
  userSubject(username),
  `address:${networkOf(address)}`,
];

/**
 * The address as it is counted: an IPv6 network of 64 bits is one household or one server, whose every address
 * its owner may use. An IPv4 address in IPv6 clothes is the IPv4 address.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail ? tail.split(":") : [];
  const filled =
    tail === undefined
      ? first
      : [...first, ...Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0"), ...last];
  return `${filled
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
