import {
  type AuthValue,
  Headers,
  parseAuth,
  quote,
  type SipRequest,
  type SipResponse,
} from "../message/index.js";
import { randomText, type SipRandom } from "../time/clock.js";
import { type DigestAlgorithm, digestResponse, readAlgorithm, secretHash } from "./digest.js";

/** A user at one or any realm. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** Only challenges of this realm are answered; absent: any. */
  readonly realm?: string;
}

interface Challenge {
  readonly proxy: boolean;
  readonly value: AuthValue;
  readonly algorithm: DigestAlgorithm;
  readonly session: boolean;
  readonly qop: boolean;
}

/**
 * Answers challenges of one peer (RFC 7616, RFC 8760, RFC 3261 section 22): keeps what it was asked last, so that later
 * requests carry an answer at once, with a counted-up nonce count.
 */
export class DigestClient {
  private challenges: Challenge[] = [];
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly credentials: Credentials,
    private readonly random: SipRandom,
  ) {}

  /**
   * Takes in a 401 or 407.
   *
   * @param sent the request it answers.
   * @returns whether another try makes sense: not when the same answer was refused before, unless the nonce was stale.
   */
  learn(response: SipResponse, sent: SipRequest): boolean {
    const proxy = response.status === 407;
    const offered = response.headers
      .all(proxy ? "proxy-authenticate" : "www-authenticate")
      .flatMap((line) => readChallenge(line, proxy) ?? [])
      .filter(
        ({ value }) =>
          this.credentials.realm === undefined || value.params.get("realm") === this.credentials.realm,
      );
    // The first of a realm that we can answer is the server's favourite (RFC 8760 section 2.4).
    const perRealm = new Map(
      offered.reverse().map((challenge) => [challenge.value.params.get("realm"), challenge]),
    );
    if (perRealm.size === 0) return false;
    const name = proxy ? "proxy-authorization" : "authorization";
    const tried = new Set(sent.headers.all(name).map((line) => parseAuth(line)?.params.get("realm")));
    const fresh = [...perRealm].filter(([realm, { value }]) => {
      return !tried.has(realm) || value.params.get("stale")?.toLowerCase() === "true";
    });
    if (fresh.length === 0) return false;
    const kept = this.challenges.filter(
      (old) => old.proxy !== proxy || !perRealm.has(old.value.params.get("realm")),
    );
    this.challenges = [...kept, ...perRealm.values()];
    const nonces = new Set(this.challenges.map(({ value }) => value.params.get("nonce")));
    for (const nonce of this.counts.keys()) if (!nonces.has(nonce)) this.counts.delete(nonce);
    return true;
  }

  /** Puts answers to all known challenges into a request; those it had are replaced. */
  authorize(request: SipRequest): SipRequest {
    if (this.challenges.length === 0) return request;
    const headers = new Headers(request.headers).delete("authorization").delete("proxy-authorization");
    for (const challenge of this.challenges) {
      headers.add(challenge.proxy ? "proxy-authorization" : "authorization", this.answer(challenge, request));
    }
    return { ...request, headers };
  }

  private answer({ value, algorithm, session, qop }: Challenge, request: SipRequest): string {
    const { user, password } = this.credentials;
    const realm = value.params.get("realm") ?? "";
    const nonce = value.params.get("nonce") ?? "";
    const count = (this.counts.get(nonce) ?? 0) + 1;
    this.counts.set(nonce, count);
    const nc = count.toString(16).padStart(8, "0");
    const cnonce = randomText(this.random);
    const response = digestResponse({
      algorithm,
      session,
      secret: secretHash(algorithm, user, realm, password),
      nonce,
      method: request.method,
      uri: request.uri,
      ...(qop ? { qop: { value: "auth", nc, cnonce } as const } : {}),
    });
    const opaque = value.params.get("opaque");
    return [
      `Digest username=${quote(user)}`,
      `realm=${quote(realm)}`,
      `nonce=${quote(nonce)}`,
      `uri=${quote(request.uri)}`,
      `response="${response}"`,
      `algorithm=${algorithm}${session ? "-sess" : ""}`,
      ...(qop ? ["qop=auth", `nc=${nc}`, `cnonce="${cnonce}"`] : []),
      ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
    ].join(", ");
  }
}

function readChallenge(line: string, proxy: boolean): Challenge | undefined {
  const value = parseAuth(line);
  if (value?.scheme.toLowerCase() !== "digest" || !value.params.has("nonce")) return undefined;
  const known = readAlgorithm(value);
  const options = value.params
    .get("qop")
    ?.split(",")
    .map((option) => option.trim().toLowerCase());
  // auth-int alone is not built; without auth among them there is no answer.
  if (known === undefined || (options !== undefined && !options.includes("auth"))) return undefined;
  return { proxy, value, ...known, qop: options !== undefined };
}
