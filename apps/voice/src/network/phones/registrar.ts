import type { WireAccount } from "@patchbay/protocol";
import { SIP_REALM } from "@patchbay/protocol";
import {
  type DigestAlgorithm,
  DigestServer,
  type DigestVerdict,
  formatUri,
  type IncomingRequest,
  isSipUri,
  parseNumber,
  type ReceivedRequest,
  readAddresses,
  type SipClock,
  type SipRandom,
  type Source,
  systemClock,
  systemRandom,
  userOf,
  wayBack,
} from "@patchbay/sip";
import type { Offence } from "../bans.js";
import { type Binding, Bindings } from "./bindings.js";

/** How long a registration holds, s: short, so that phones are soon back after a restart of ours. */
export const EXPIRES_S = { least: 60, most: 300 } as const;
const EXPIRE_EVERY_MS = 5_000;

export interface RegistrarDeps {
  /** Who is registered under this account has changed. */
  readonly onChanged: (user: string) => void;
  readonly onOffence: (source: Source, what: Offence) => void;
  /** Somebody has proved who it is. */
  readonly onProof: (source: Source) => void;
  readonly log: { info(facts: object, text: string): void };
  /** Wall clock, ms. */
  readonly now?: () => number;
  readonly clock?: SipClock;
  readonly random?: SipRandom;
}

/** Desk phones: who they are, and where. RFC 3261 section 10.3; decision 0139. */
export class Registrar {
  readonly bindings: Bindings;
  private accounts = new Map<string, WireAccount>();
  private digest: DigestServer;
  private readonly digests: { readonly md5: DigestServer; readonly both: DigestServer };
  private readonly now: () => number;
  private readonly expiring: NodeJS.Timeout;

  constructor(private readonly deps: RegistrarDeps) {
    this.now = deps.now ?? Date.now;
    this.bindings = new Bindings((user) => deps.onChanged(user));
    const { clock = systemClock, random = systemRandom } = deps;
    const common = { realm: SIP_REALM, clock, random };
    this.digests = {
      md5: new DigestServer({ ...common, algorithms: ["MD5"] }),
      both: new DigestServer(common),
    };
    this.digest = this.digests.md5;
    this.expiring = setInterval(() => this.bindings.expire(this.now()), EXPIRE_EVERY_MS);
    this.expiring.unref();
  }

  /** A phone whose account is no more, or has another password, is not registered any more. */
  configure(accounts: readonly WireAccount[], strongDigest = false): void {
    this.digest = strongDigest ? this.digests.both : this.digests.md5;
    const before = this.accounts;
    this.accounts = new Map(accounts.map((account) => [account.user.toLowerCase(), account]));
    this.bindings.keepOnly((user) => this.accounts.get(user)?.sha256 === before.get(user)?.sha256);
  }

  has(user: string): boolean {
    return this.accounts.has(user.toLowerCase());
  }

  /**
   * Whether a request comes from who it says. What to answer otherwise stands in the verdict.
   *
   * @returns the account's user, as it was set
   */
  prove(request: ReceivedRequest, source: Source): DigestVerdict {
    const verdict = this.digest.check(request, (user, algorithm) => this.secretOf(user, algorithm));
    if (verdict.ok) {
      this.deps.onProof(source);
      return { ok: true, user: this.accounts.get(verdict.user.toLowerCase())?.user ?? verdict.user };
    }
    if (verdict.code === "wrong" && verdict.challenged)
      this.deps.onOffence(source, this.has(verdict.user ?? "") ? "wrong_password" : "unknown_account");
    return verdict;
  }

  /** Whether it brings an answer to a challenge of ours, right or wrong. */
  carriesProof(request: ReceivedRequest): boolean {
    const realm = `realm="${SIP_REALM}"`;
    return request.headers.all("authorization").some((line) => line.includes(realm));
  }

  register({ request, source, respond }: IncomingRequest): void {
    const verdict = this.prove(request, source);
    if (!verdict.ok) {
      respond(verdict.status, { headers: verdict.headers });
      return;
    }
    const { user } = verdict;
    // Nobody registers in another's name (section 10.3 step 4).
    if (userOf(request.envelope.to.uri)?.toLowerCase() !== user.toLowerCase()) {
      respond(403);
      return;
    }
    const refused = this.bind(user, request, source);
    if (refused !== undefined) respond(refused.status, { headers: refused.headers });
    else respond(200, { headers: this.contacts(user) });
  }

  stop(): void {
    clearInterval(this.expiring);
  }

  private secretOf(user: string, algorithm: DigestAlgorithm): string | undefined {
    const account = this.accounts.get(user.toLowerCase());
    // H(user:...) was made of the name as it was set, so a phone has to write it that way.
    if (account?.user !== user) return undefined;
    return algorithm === "MD5" ? account.md5 : account.sha256;
  }

  private bind(user: string, request: ReceivedRequest, source: Source): Refusal | undefined {
    const { headers, envelope } = request;
    const now = this.now();
    const header = parseNumber(headers.get("expires") ?? "", 2 ** 31);
    if (headers.all("contact").some((line) => line.trim() === "*")) {
      if (header !== 0 || headers.list("contact").length > 1) return { status: 400, headers: [] };
      this.bindings.clear(user);
      this.deps.log.info({ address: source.address }, "a desk phone has left");
      return undefined;
    }
    const contacts = readAddresses(headers, "contact");
    if (contacts === undefined || contacts.length > 10) return { status: 400, headers: [] };
    const asked = contacts.map(({ uri, params }) => {
      const own = parseNumber(params.get("expires") ?? "", 2 ** 31);
      return { uri, seconds: own ?? header ?? EXPIRES_S.most };
    });
    for (const { uri, seconds } of asked) {
      if (!isSipUri(uri)) return { status: 400, headers: [] };
      if (seconds > 0 && seconds < EXPIRES_S.least)
        return { status: 423, headers: [["min-expires", String(EXPIRES_S.least)]] };
      // One that comes late must not undo what came after it.
      const known = this.bindings.find(user, uri, now);
      if (known?.callId === envelope.callId && envelope.cseq.number <= known.sequence)
        return { status: 500, headers: [] };
    }
    for (const { uri, seconds } of asked) {
      if (!isSipUri(uri)) continue;
      const known = this.bindings.find(user, uri, now);
      if (seconds === 0) this.bindings.unbind(user, uri, now);
      else {
        if (known === undefined)
          this.deps.log.info({ address: source.address }, "a desk phone is registered");
        const until = now + Math.min(seconds, EXPIRES_S.most) * 1_000;
        this.bindings.bind(
          user,
          this.binding(request, source, { contact: uri, since: known?.since ?? now, until }),
          now,
        );
      }
    }
    return undefined;
  }

  private binding(
    request: ReceivedRequest,
    source: Source,
    rest: Pick<Binding, "contact" | "since" | "until">,
  ): Binding {
    const { callId, cseq } = request.envelope;
    const { way } = wayBack(request, source);
    const userAgent = request.headers.get("user-agent")?.slice(0, 200) ?? null;
    return { ...rest, way, source, callId, sequence: cseq.number, userAgent };
  }

  private contacts(user: string): [string, string][] {
    const now = this.now();
    return this.bindings.of(user, now).map(({ contact, until }) => {
      const seconds = Math.max(1, Math.round((until - now) / 1_000));
      return ["contact", `<${formatUri(contact)}>;expires=${seconds}`];
    });
  }
}

interface Refusal {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
}
