import { createHmac, timingSafeEqual } from "node:crypto";
import { type AuthValue, parseAuth, parseNumber, quote, type SipRequest } from "../message/index.js";
import type { SipClock, SipRandom } from "../time/clock.js";
import { type DigestAlgorithm, digestResponse, readAlgorithm } from "./digest.js";

export interface DigestServerOptions {
  readonly realm: string;
  /** The first is what we like best; each gets its own challenge (RFC 8760 section 2.4). Default SHA-256, then MD5. */
  readonly algorithms?: readonly DigestAlgorithm[];
  readonly clock: SipClock;
  readonly random: SipRandom;
  /** How long a nonce is good, ms. Default 300,000. */
  readonly nonceMs?: number;
  /** Nonces in use that are remembered against replay. Default 10,000; the oldest is forgotten and so refused. */
  readonly maxNonces?: number;
  /** `Proxy-` headers and 407 instead of 401. Default no. */
  readonly proxy?: boolean;
}

export type DigestVerdict =
  | { readonly ok: true; readonly user: string }
  | {
      readonly ok: false;
      /** `none`: no credentials for this realm. `stale`: right, but the nonce was old. The rest are wrong. */
      readonly code: "none" | "stale" | "replayed" | "wrong" | "unreadable";
      readonly user?: string;
      /**
       * It answers a challenge of ours, however wrongly: whoever sent it has got mail from us, or knows somebody who has.
       * A first request, whose phone remembers another server's challenge, has not.
       */
      readonly challenged: boolean;
      readonly status: 401 | 407 | 400;
      /** Challenges to put into the answer. */
      readonly headers: readonly (readonly [string, string])[];
    };

/** Looks up H(user:realm:password) of a user; `undefined` for an unknown one. */
export type SecretLookup = (user: string, algorithm: DigestAlgorithm) => string | undefined;

/**
 * Asks for a password and checks it (RFC 7616, RFC 8760): nonces are signed, so a challenge costs no memory; those that
 * were used are remembered with their count, so that no request is taken twice.
 */
export class DigestServer {
  private readonly key: Buffer;
  private readonly used = new Map<string, { highest: number; until: number }>();
  private forgottenBefore = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: DigestServerOptions) {
    this.key = options.random.bytes(32);
  }

  /**
   * Judges a request. An unknown user takes as long as a wrong password and gets the same answer.
   */
  check(request: SipRequest, secretOf: SecretLookup): DigestVerdict {
    const { realm, proxy } = this.options;
    const lines = request.headers.all(proxy === true ? "proxy-authorization" : "authorization");
    const value = lines.map((line) => parseAuth(line)).find((read) => isFor(read, realm));
    if (value === undefined) return this.refuse("none");
    const user = value.params.get("username") ?? "";
    const known = readAlgorithm(value);
    const nonce = value.params.get("nonce") ?? "";
    const nc = value.params.get("nc") ?? "";
    const cnonce = value.params.get("cnonce");
    const count = /^[0-9a-f]{8}$/i.test(nc) ? Number.parseInt(nc, 16) : undefined;
    if (
      known === undefined ||
      value.params.get("qop") !== "auth" ||
      count === undefined ||
      cnonce === undefined
    ) {
      return this.refuse("unreadable", user);
    }
    const allowed = this.algorithms().includes(known.algorithm) && !known.session;
    const secret = secretOf(user, known.algorithm);
    const expected = digestResponse({
      algorithm: known.algorithm,
      secret: secret ?? "unknown",
      nonce,
      method: request.method,
      uri: value.params.get("uri") ?? "",
      qop: { value: "auth", nc, cnonce },
    });
    const right = sameText(expected, (value.params.get("response") ?? "").toLowerCase());
    // A URI in the credentials that is not the request's would let an answer be moved to another request.
    const uriFits = value.params.get("uri") === request.uri;
    const issuedAt = this.issuedAt(nonce);
    if (secret === undefined || !right || !allowed || !uriFits)
      return this.refuse("wrong", user, issuedAt !== undefined);
    if (issuedAt === undefined) return this.refuse("stale", user);
    const age = this.options.clock.now() - issuedAt;
    if (age < 0 || age > this.nonceMs() || issuedAt < this.forgottenBefore) return this.refuse("stale", user);
    if (!this.count(nonce, count, issuedAt)) return this.refuse("replayed", user);
    return { ok: true, user };
  }

  /** The challenges as headers, best first. */
  challenge(stale = false): [string, string][] {
    const { realm, proxy } = this.options;
    const name = proxy === true ? "proxy-authenticate" : "www-authenticate";
    return this.algorithms().map((algorithm) => [
      name,
      [
        `Digest realm=${quote(realm)}`,
        'qop="auth"',
        `algorithm=${algorithm}`,
        `nonce="${this.nonce()}"`,
        ...(stale ? ["stale=true"] : []),
      ].join(", "),
    ]);
  }

  private refuse(
    code: Exclude<DigestVerdict, { ok: true }>["code"],
    user?: string,
    challenged = code === "replayed",
  ): DigestVerdict {
    const status = code === "unreadable" ? 400 : this.options.proxy === true ? 407 : 401;
    const headers = status === 400 ? [] : this.challenge(code === "stale" || code === "replayed");
    return { ok: false, code, challenged, status, headers, ...(user === undefined ? {} : { user }) };
  }

  private algorithms(): readonly DigestAlgorithm[] {
    return this.options.algorithms ?? ["SHA-256", "MD5"];
  }

  private nonceMs(): number {
    return this.options.nonceMs ?? 300_000;
  }

  /** When it was made, chance, and our signature over both. */
  private nonce(): string {
    const body = `${Math.floor(this.options.clock.now()).toString(36)}.${this.options.random.bytes(8).toString("hex")}`;
    return `${body}.${this.sign(body)}`;
  }

  private sign(body: string): string {
    return createHmac("sha256", this.key).update(body).digest("hex").slice(0, 32);
  }

  private issuedAt(nonce: string): number | undefined {
    const dot = nonce.lastIndexOf(".");
    const body = nonce.slice(0, Math.max(dot, 0));
    if (!sameText(this.sign(body), nonce.slice(dot + 1))) return undefined;
    const at = Number.parseInt(body.split(".")[0] ?? "", 36);
    return parseNumber(String(at), Number.MAX_SAFE_INTEGER);
  }

  /** Each count of a nonce is good once, and only upwards. */
  private count(nonce: string, count: number, issuedAt: number): boolean {
    const known = this.used.get(nonce);
    if (known !== undefined && count <= known.highest) return false;
    if (known !== undefined) {
      known.highest = count;
      return true;
    }
    const now = this.options.clock.now();
    for (const [old, { until }] of this.used) {
      const full = this.used.size >= (this.options.maxNonces ?? 10_000);
      if (until > now && !full) break;
      // What is forgotten early must not be usable again.
      if (until > now) this.forgottenBefore = Math.max(this.forgottenBefore, until - this.nonceMs() + 1);
      this.used.delete(old);
    }
    this.used.set(nonce, { highest: count, until: issuedAt + this.nonceMs() });
    return true;
  }
}

function isFor(value: AuthValue | undefined, realm: string): value is AuthValue {
  return value?.scheme.toLowerCase() === "digest" && value.params.get("realm") === realm;
}

/** Takes the same time wherever two texts differ. */
function sameText(expected: string, given: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(given);
  return left.length === right.length && timingSafeEqual(left, right);
}
