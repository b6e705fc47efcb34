import { createHash } from "node:crypto";
import type { AuthValue } from "../message/index.js";

/** The hash functions of RFC 8760 that are built. */
export type DigestAlgorithm = "MD5" | "SHA-256";

export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  /** `-sess` variant (RFC 7616 section 3.4.2). */
  readonly session?: boolean;
  /** H(username:realm:password), so that nobody has to keep the password. See {@link secretHash}. */
  readonly secret: string;
  readonly nonce: string;
  readonly method: string;
  readonly uri: string;
  /** Absent: the old form of RFC 2069. */
  readonly qop?: { readonly value: "auth"; readonly nc: string; readonly cnonce: string };
}

export function hash(algorithm: DigestAlgorithm, text: string): string {
  return createHash(algorithm === "MD5" ? "md5" : "sha256")
    .update(text, "utf8")
    .digest("hex");
}

/** What a registrar keeps of a password: one value an algorithm (RFC 7616 section 3.4.2, A1). */
export function secretHash(
  algorithm: DigestAlgorithm,
  user: string,
  realm: string,
  password: string,
): string {
  return hash(algorithm, `${user}:${realm}:${password}`);
}

/** The response to a challenge (RFC 7616 section 3.4.1), in hexadecimal digits. */
export function digestResponse(input: DigestInput): string {
  const { algorithm, nonce, qop } = input;
  const first =
    input.session === true && qop !== undefined
      ? hash(algorithm, `${input.secret}:${nonce}:${qop.cnonce}`)
      : input.secret;
  const second = hash(algorithm, `${input.method}:${input.uri}`);
  return qop === undefined
    ? hash(algorithm, `${first}:${nonce}:${second}`)
    : hash(algorithm, `${first}:${nonce}:${qop.nc}:${qop.cnonce}:${qop.value}:${second}`);
}

/** Reads `algorithm`; absent is MD5. `undefined` for one that is not built. */
export function readAlgorithm(
  value: AuthValue,
): { algorithm: DigestAlgorithm; session: boolean } | undefined {
  const name = (value.params.get("algorithm") ?? "MD5").toUpperCase();
  const session = name.endsWith("-SESS");
  const algorithm = session ? name.slice(0, -5) : name;
  return algorithm === "MD5" || algorithm === "SHA-256" ? { algorithm, session } : undefined;
}
