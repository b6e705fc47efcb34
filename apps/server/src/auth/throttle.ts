import type { AccountStore, Failures } from "./account-store.js";

/** Wrong passwords in a row that cost nothing but themselves. */
export const FAILURES_FREE = 5;
/** The wait after the fifth; it doubles with each further failure. */
export const DELAY_MS_FIRST = 5_000;
export const DELAY_MS_MAX = 15 * 60_000;
/**
 * The same for an address. A whole office may come from one, and behind a proxy everybody does: colleagues who
 * mistype must not keep the others out, so an address has more for nothing and waits less (decision 0098).
 */
export const ADDRESS_FAILURES_FREE = 30;
export const ADDRESS_DELAY_MS_MAX = 60_000;
/** Failures are forgotten after this much quiet. Longer than the longest wait, or waiting would wipe them. */
export const FORGET_AFTER_MS = 60 * 60_000;

/** How long after its latest failure a subject has to wait, in milliseconds. */
export function delayAfter(count: number, free = FAILURES_FREE, delayMsMax = DELAY_MS_MAX): number {
  if (count < free) return 0;
  // Above 2^20 the maximum is long reached, and a shift that large would overflow.
  return Math.min(delayMsMax, DELAY_MS_FIRST * 2 ** Math.min(count - free, 20));
}

const delayOfUser = ({ count }: Failures): number => delayAfter(count);
const delayOfAddress = ({ count }: Failures): number =>
  delayAfter(count, ADDRESS_FAILURES_FREE, ADDRESS_DELAY_MS_MAX);

function waitOf(failures: Failures | undefined, now: number, delayOf: (of: Failures) => number): number {
  if (failures === undefined) return 0;
  const delay = delayOf(failures);
  // A clock that was set back makes nobody wait longer than the whole delay.
  return Math.max(0, delay - Math.max(0, now - failures.lastAt));
}

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
    return Math.max(waitOf(byUser, now, delayOfUser), waitOf(byAddress, now, delayOfAddress));
  }

  /** The same of the user name alone, wherever the attempt comes from. */
  async waitOfUser(username: string, now: number): Promise<number> {
    return waitOf(await this.store.failures(userSubject(username)), now, delayOfUser);
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

/**
 * Slows down guessing of second factors, by user: a code has a million values, and the right password, which whoever
 * guesses has already, must not make their count begin anew.
 */
export class CodeThrottle {
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(private readonly store: AccountStore) {}

  /** The attempts of one user go one by one. */
  async inTurn<T>(agentId: string, attempt: () => Promise<T>): Promise<T> {
    const mine = (this.#turns.get(agentId) ?? Promise.resolve()).then(attempt);
    const settled = mine.catch(() => {
      // The one who asked hears of it; the next in line only waits for the end of it.
    });
    this.#turns.set(agentId, settled);
    try {
      return await mine;
    } finally {
      if (this.#turns.get(agentId) === settled) this.#turns.delete(agentId);
    }
  }

  /** Milliseconds until another code is looked at; 0: now. */
  async wait(agentId: string, now: number): Promise<number> {
    return waitOf(await this.store.failures(codeSubject(agentId)), now, delayOfUser);
  }

  async failed(agentId: string, now: number): Promise<void> {
    await this.store.addFailure(codeSubject(agentId), now, now - FORGET_AFTER_MS);
  }

  async succeeded(agentId: string): Promise<void> {
    await this.store.clearFailures(codeSubject(agentId));
  }
}

const codeSubject = (agentId: string): string => `code:${agentId}`;

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
