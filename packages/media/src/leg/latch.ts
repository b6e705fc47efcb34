import type { MediaAddress } from "./address.js";

/**
 * From where media may come.
 * - `signalled`: exactly the address and port of the SDP.
 * - `port`: the SDP's address, or the one that its signalling comes from (a phone behind NAT names its inner address); the
 *   port may be another, decided by the first packet.
 * - `any`: the first packet decides (a phone behind NAT, which signals its inner address).
 */
export type LatchRule = "signalled" | "port" | "any";

/**
 * Decides whose packets are taken, and where ours go (symmetric RTP, RFC 4961). Once a source has been taken, it
 * stays until new signalling, or until packets come from the very address that was signalled: whoever else guesses
 * the port later is a stranger.
 */
export class Latch {
  #signalled: MediaAddress | undefined;
  #latched: MediaAddress | undefined;

  /** @param peer where the signalling comes from, for the rule `port` */
  constructor(
    private readonly rule: LatchRule,
    private readonly peer?: string,
  ) {}

  /** The far end's SDP named an address, first or anew. The same one again changes nothing. @returns whether it is new. */
  signal(address: MediaAddress): boolean {
    if (this.#signalled !== undefined && same(this.#signalled, address)) return false;
    this.#signalled = address;
    this.#latched = undefined;
    return true;
  }

  /** Where to send to: to where the media comes from, until then to where the SDP says. */
  get target(): MediaAddress | undefined {
    return this.#latched ?? this.#signalled;
  }

  get latched(): MediaAddress | undefined {
    return this.#latched;
  }

  /** @param source of a well-formed (and, with SRTP, authentic) packet. @returns false for a stranger. */
  accept(source: MediaAddress): boolean {
    if (this.#signalled === undefined) return false;
    // The very address of the SDP is always right: a phone of an earlier call that still sends may have been first.
    if (same(this.#signalled, source)) {
      this.#latched = { address: source.address, port: source.port };
      return true;
    }
    if (this.#latched !== undefined) return same(this.#latched, source);
    const fits =
      this.rule === "any" ||
      (this.rule === "port"
        ? source.address === this.#signalled.address || source.address === this.peer
        : same(this.#signalled, source));
    if (fits) this.#latched = { address: source.address, port: source.port };
    return fits;
  }
}

function same(a: MediaAddress, b: MediaAddress): boolean {
  return a.port === b.port && a.address === b.address;
}
