import type { SipRandom } from "../time/clock.js";
import type { MediaDescription } from "./description.js";

/** Suites of RFC 4568 and RFC 6188 whose keys are handled here, with the bytes of key and salt together. */
const suites = {
  AES_CM_128_HMAC_SHA1_80: 30,
  AES_CM_128_HMAC_SHA1_32: 30,
  AES_256_CM_HMAC_SHA1_80: 46,
} as const;

export type CryptoSuite = keyof typeof suites;

/** One side's key for SRTP, exchanged in the description (SDES). Only as secret as the signalling is. */
export interface CryptoLine {
  readonly tag: number;
  readonly suite: CryptoSuite;
  /** Master key and salt. */
  readonly key: Buffer;
}

/** The `a=crypto` lines of a stream that we can use, best first as the peer has them. */
export function cryptoOf(media: MediaDescription): CryptoLine[] {
  return media.attributes.flatMap(({ name, value }) => {
    const line = name.toLowerCase() === "crypto" ? readCrypto(value ?? "") : undefined;
    return line === undefined ? [] : [line];
  });
}

function readCrypto(value: string): CryptoLine | undefined {
  // Several keys (`;`) and session parameters change what the packets look like: such a line is not for us.
  const match = /^(\d{1,9}) ([A-Z0-9_]+) inline:([A-Za-z0-9+/=]+)((?:\|[^\s;|]*){0,2})$/.exec(value.trim());
  const suite = match?.[2];
  if (match === null || suite === undefined || !isSuite(suite)) return undefined;
  // A master key identifier would be in every packet: not built.
  if (/\|\d+:\d+/.test(match[4] ?? "")) return undefined;
  const key = Buffer.from(match[3] ?? "", "base64");
  return key.length === suites[suite] ? { tag: Number(match[1]), suite, key } : undefined;
}

function isSuite(text: string): text is CryptoSuite {
  return Object.hasOwn(suites, text);
}

export function newCrypto(tag: number, suite: CryptoSuite, random: SipRandom): CryptoLine {
  return { tag, suite, key: random.bytes(suites[suite]) };
}

export function formatCrypto({ tag, suite, key }: CryptoLine): string {
  return `${tag} ${suite} inline:${key.toString("base64")}`;
}
