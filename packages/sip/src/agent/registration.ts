import { type Credentials, DigestClient } from "../auth/index.js";
import {
  formatNameAddress,
  formatUri,
  Headers,
  noBody,
  parseNumber,
  type ReceivedResponse,
  readAddresses,
  type SipRequest,
  type SipUri,
  type Uri,
  withTag,
} from "../message/index.js";
import { isSipUri, socketHost } from "../message/uri.js";
import { randomBelow, randomText } from "../time/clock.js";
import type { Destination } from "../transport/index.js";
import { type AgentContext, contactTowards, newTag, tell } from "./context.js";
import { type ExchangeEnd, exchange } from "./exchange.js";

export interface RegistrationState {
  readonly state: "registering" | "registered" | "failed" | "unregistered";
  /** When failed: `credentials` will not mend by waiting, the others are tried again by themselves. */
  readonly code?: "credentials" | "refused" | "timeout" | "unreachable";
  readonly status?: number;
  readonly reason?: string;
  /** When registered: until the registrar forgets us, seconds from now. */
  readonly expiresS?: number;
}

export interface RegisterOptions {
  /** `sip:carrier.example`. */
  readonly registrar: Uri;
  /** Who is registered. */
  readonly address: SipUri;
  readonly credentials?: Credentials;
  /** User part of our Contact; default: that of the address. */
  readonly contactUser?: string;
  /** Asked for; the registrar decides. Default 600. */
  readonly expiresS?: number;
  readonly destination?: Destination;
  readonly onState?: (state: RegistrationState) => void;
}

const retryFirstMs = 5_000;
const retryMostMs = 300_000;

/** Keeps us registered at a carrier (RFC 3261 section 10.2): refreshed in time, tried again after failures. */
export class Registration {
  private readonly callId: string;
  private readonly tag: string;
  private readonly auth: DigestClient | undefined;
  private sequence = 0;
  private expiresS: number;
  private failures = 0;
  private stopping = false;
  private forgetNext = (): void => {};
  private current: RegistrationState = { state: "registering" };

  constructor(
    private readonly context: AgentContext,
    private readonly options: RegisterOptions,
  ) {
    this.callId = randomText(context.random, 16);
    this.tag = newTag(context);
    this.auth =
      options.credentials === undefined ? undefined : new DigestClient(options.credentials, context.random);
    this.expiresS = options.expiresS ?? 600;
    this.send(this.expiresS, (end) => this.onEnd(end));
  }

  get state(): RegistrationState {
    return this.current;
  }

  /** Registers anew at once, as after a change of the network. */
  refresh(): void {
    if (this.stopping) return;
    this.forgetNext();
    this.send(this.expiresS, (end) => this.onEnd(end));
  }

  /** Takes the registration back. Resolves when the registrar has answered, or did not. */
  stop(): Promise<void> {
    this.forgetNext();
    if (this.stopping) return Promise.resolve();
    this.stopping = true;
    return new Promise((resolve) => {
      this.send(0, () => {
        this.setState({ state: "unregistered" });
        resolve();
      });
    });
  }

  private send(expiresS: number, onEnd: (end: ExchangeEnd) => void): void {
    const { registrar, destination } = this.options;
    exchange(this.context, {
      compose: (to) => this.compose(to, expiresS),
      target: registrar,
      onEnd,
      ...(destination === undefined ? {} : { destination }),
      ...(this.auth === undefined ? {} : { auth: this.auth }),
    });
  }

  private compose(to: Destination, expiresS: number): SipRequest {
    const { options, context } = this;
    this.sequence += 1;
    const address = { uri: options.address, params: new Map<string, string>() };
    const headers = new Headers([
      ["max-forwards", "70"],
      ["from", formatNameAddress(withTag(address, this.tag))],
      ["to", formatNameAddress(address)],
      ["call-id", this.callId],
      ["cseq", `${this.sequence} REGISTER`],
      ["contact", this.contact(to)],
      ["expires", String(expiresS)],
      ["allow", context.allow],
      ["user-agent", context.userAgent],
    ]);
    return { kind: "request", method: "REGISTER", uri: formatUri(options.registrar), headers, body: noBody };
  }

  private contact(to: Destination): string {
    return contactTowards(this.context, to, this.options.contactUser ?? this.options.address.user);
  }

  private onEnd(end: ExchangeEnd): void {
    if (this.stopping) return;
    if (end.type !== "response") {
      this.fail({ state: "failed", code: end.type });
      return;
    }
    const { response } = end;
    const { status, reason } = response;
    if (status < 300) {
      this.failures = 0;
      const expiresS = this.granted(response);
      // A refresh must be through before the end even if its first try gets lost.
      const againMs = Math.max(1_000, Math.min(expiresS * 850, (expiresS - 40) * 1_000));
      this.next(againMs);
      this.setState({ state: "registered", expiresS });
      return;
    }
    const least = parseNumber(response.headers.get("min-expires") ?? "", 86_400);
    if (status === 423 && least !== undefined && least > this.expiresS) {
      this.expiresS = least;
      this.refresh();
      return;
    }
    const code = status === 401 || status === 403 || status === 407 ? "credentials" : "refused";
    const wait = parseNumber((response.headers.get("retry-after") ?? "").split(/[ ;(]/)[0] ?? "", 86_400);
    this.fail({ state: "failed", code, status, reason }, wait);
  }

  private fail(state: RegistrationState, retryAfterS?: number): void {
    this.failures += 1;
    // Wrong credentials do not become right: a carrier that sees them often bans the address.
    const base =
      state.code === "credentials"
        ? retryMostMs
        : Math.min(retryMostMs, retryFirstMs * 2 ** (this.failures - 1));
    const spread = base / 2 + randomBelow(this.context.random, Math.max(1, base / 2));
    this.next(Math.max(spread, (retryAfterS ?? 0) * 1_000));
    this.setState(state);
  }

  private next(afterMs: number): void {
    this.forgetNext();
    this.forgetNext = this.context.clock.after(afterMs, () => this.refresh());
  }

  /** What the registrar gave to our Contact (section 10.2.4): there may be others' beside it. */
  private granted(response: ReceivedResponse): number {
    const own = readAddresses(response.headers, "contact")?.find(({ uri }) => {
      return isSipUri(uri) && this.context.transports.isOwnAddress(socketHost(uri.host), uri.port ?? 5060);
    });
    const said = own?.params.get("expires") ?? response.headers.get("expires") ?? "";
    return Math.max(10, parseNumber(said, 86_400) ?? this.expiresS);
  }

  private setState(state: RegistrationState): void {
    this.current = state;
    tell(this.context, () => this.options.onState?.(state));
  }
}
