import { SALT_BYTES, SRTP_SUITES, type SrtpKeys, type SrtpSuite } from "./srtp.js";

const SUITES = Object.keys(SRTP_SUITES) as readonly SrtpSuite[];

export interface CryptoLine {
  /** Names the line in the answer. */
  readonly tag: number;
  readonly keys: SrtpKeys;
}

/**
 * The value of an `a=crypto:` line, RFC 4568 §9.1: `1 AES_CM_128_HMAC_SHA1_80 inline:<base64>|2^31`.
 *
 * @returns `undefined` for suites and options that are not built: master key identifiers, unencrypted or
 * unauthenticated streams.
 */
export function parseCrypto(value: string): CryptoLine | undefined {
  const [tag = "", name = "", key = "", ...session] = value.trim().split(/\s+/);
  const suite = SUITES.find((known) => known === name);
  const inline = /^inline:([A-Za-z0-9+/]{40,62}=*)(\|(2\^\d+|\d+))?$/.exec(key);
  if (suite === undefined || inline === null || !/^\d{1,9}$/.test(tag)) return undefined;
  // Session parameters change how packets look; those that begin with a dash may be passed over.
  if (session.some((parameter) => !parameter.startsWith("-"))) return undefined;
  const keyAndSalt = Buffer.from(inline[1] ?? "", "base64");
  return keyAndSalt.length === SRTP_SUITES[suite].keyBytes + SALT_BYTES
    ? { tag: Number(tag), keys: { suite, keyAndSalt } }
    : undefined;
}

export function formatCrypto({ tag, keys }: CryptoLine): string {
  return `${tag} ${keys.suite} inline:${keys.keyAndSalt.toString("base64")}`;
}
