import type { LegDial, SipCodec, TrunkState, WireTrunk } from "@patchbay/protocol";
import {
  type Destination,
  DigestClient,
  type OutgoingCall,
  type OutgoingHandlers,
  type RegistrationState,
  resolveTarget,
  type Session,
  type SipAgent,
  type SipResolver,
  type SipUri,
  sipUri,
  systemRandom,
  type Registration as TrunkRegistration,
} from "@patchbay/sip";
import type { TrunkSource } from "../callers.js";
import type { CallWay } from "../sip-leg.js";
import type { SoundTerms } from "../sound-terms.js";
import { Sources } from "../sources.js";
import { diversionHeader } from "./diversion.js";

export interface TrunkTiming {
  /** Between two questions whether it is there. */
  readonly pingMs: number;
  /** Between two looks at what its name leads to. */
  readonly resolveMs: number;
  /** A trunk that says nothing at all is given up after this. */
  readonly silenceMs: number;
}
export const standardTrunkTiming: TrunkTiming = { pingMs: 30_000, resolveMs: 300_000, silenceMs: 4_000 };

export interface TrunkLineDeps {
  readonly agent: Pick<SipAgent, "register" | "ping" | "invite">;
  readonly resolver: SipResolver;
  readonly timing: TrunkTiming;
  /** Its state is another than before. */
  readonly onState: () => void;
  /** Our own host, for callers' addresses at a trunk that does not name us. */
  readonly ownHost: () => string;
  /** Where the trunk names none. */
  readonly codecs: readonly SipCodec[];
}

/** Unanswered questions in a row after which it counts as down. */
const UNANSWERED_MAX = 2;

/** One trunk: whether it is there, who it is by address, and calls to it. */
export class TrunkLine implements TrunkSource {
  private readonly credentials: {
    readonly user: string;
    readonly password: string;
    readonly realm?: string;
  } | null;
  /** One for the trunk's life, so that a known challenge is answered before it is asked again. */
  private readonly auth: DigestClient | undefined;
  private readonly named: Sources;
  private destinations: readonly Destination[] = [];
  private registration: TrunkRegistration | undefined;
  private sessions: Session[] = [];
  private inbound = 0;
  private attempts = 0;
  private unanswered = 0;
  private timers: NodeJS.Timeout[] = [];
  private stopped = false;
  private current: TrunkState;

  constructor(
    readonly trunk: WireTrunk,
    private readonly deps: TrunkLineDeps,
  ) {
    const { user, password, realm, enabled, mode, ping } = trunk;
    this.credentials =
      user === null || password === null ? null : { user, password, ...(realm === null ? {} : { realm }) };
    this.auth = this.credentials === null ? undefined : new DigestClient(this.credentials, systemRandom);
    this.named = new Sources(trunk.sources);
    this.current = {
      trunkId: trunk.trunkId,
      state: !enabled ? "off" : mode === "address" && !ping ? "ready" : "trying",
      since: Date.now(),
      registeredUntil: null,
      problem: null,
      options: null,
      calls: 0,
    };
  }

  get trunkId(): string {
    return this.trunk.trunkId;
  }

  get state(): TrunkState {
    return { ...this.current, calls: this.calls };
  }

  get calls(): number {
    this.sessions = this.sessions.filter(({ end }) => end === undefined);
    return this.sessions.length + this.inbound + this.attempts;
  }

  get isFull(): boolean {
    return this.trunk.callsMax !== null && this.calls >= this.trunk.callsMax;
  }

  get isDown(): boolean {
    return this.current.state === "failed";
  }

  get terms(): SoundTerms {
    return { codecs: this.trunk.codecs ?? this.deps.codecs, encryption: this.trunk.encryption };
  }

  /** Where its calls are sent first, and how they may sound; for our side of the description. */
  get way(): CallWay {
    return { address: this.destinations[0]?.address, terms: this.terms };
  }

  async start(): Promise<void> {
    if (!this.trunk.enabled) return;
    await this.resolve();
    if (this.stopped) return;
    if (this.trunk.mode === "register") this.register();
    if (this.trunk.ping) void this.ping();
  }

  /** Nothing new begins; calls that stand go on. A registration is taken back. */
  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    void this.registration?.stop();
  }

  sendsFrom(address: string): boolean {
    if (!this.trunk.enabled) return false;
    return this.named.admits(address) || this.destinations.some((to) => to.address === plain(address));
  }

  standsAt(address: string, port: number): boolean {
    return (
      this.trunk.enabled && this.destinations.some((to) => to.address === plain(address) && to.port === port)
    );
  }

  invite(call: {
    to: string;
    from: string;
    sdp: string;
    diversion?: LegDial["diversion"];
    handlers: OutgoingHandlers;
  }): OutgoingCall {
    const { host, mode } = this.trunk;
    this.attempts += 1;
    let counted = true;
    const over = (): void => {
      if (counted) this.attempts -= 1;
      counted = false;
    };
    const { user } = this.trunk;
    return this.deps.agent.invite({
      target: this.uri(call.to),
      from: {
        uri: sipUri({ user: call.from, host: mode === "register" ? host : this.deps.ownHost() }),
        params: new Map(),
      },
      sdp: call.sdp,
      // A carrier where we are registered knows us by the Contact that it was given.
      ...(mode === "register" && user !== null ? { contactUser: user } : {}),
      ...(this.auth === undefined ? {} : { auth: this.auth }),
      ...(call.diversion === undefined
        ? {}
        : { headers: [diversionHeader(call.diversion, this.deps.ownHost())] }),
      handlers: {
        ...call.handlers,
        answered: (session, sdp) => {
          over();
          this.sessions.push(session);
          call.handlers.answered(session, sdp);
        },
        failed: (failure) => {
          over();
          call.handlers.failed(failure);
        },
      },
    });
  }

  /** A call came in by it. @returns due once at its end */
  began(): () => void {
    this.inbound += 1;
    let counted = true;
    return () => {
      if (counted) this.inbound -= 1;
      counted = false;
    };
  }

  private uri(user?: string): SipUri {
    const { host, port, transport } = this.trunk;
    return sipUri({
      ...(user === undefined ? {} : { user }),
      host,
      ...(port === null ? {} : { port }),
      params: transport === "udp" ? [] : [["transport", transport]],
    });
  }

  private later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers = this.timers.filter((each) => each !== timer);
      if (!this.stopped) run();
    }, ms);
    timer.unref();
    this.timers.push(timer);
  }

  private async resolve(): Promise<void> {
    const found = await resolveTarget(this.uri(), this.deps.resolver);
    if (this.stopped) return;
    const { mode, ping } = this.trunk;
    if (found.length > 0 && this.current.problem?.code === "unknown_host" && mode === "address" && !ping)
      this.become("ready", { problem: null });
    // A name server that is away for a moment does not make a carrier a stranger.
    if (found.length > 0) this.destinations = found.map((to) => ({ ...to, address: plain(to.address) }));
    if (found.length === 0 && this.destinations.length === 0)
      this.become("failed", { problem: { code: "unknown_host", status: null, reason: null } });
    this.later(
      found.length === 0 ? this.deps.timing.pingMs : this.deps.timing.resolveMs,
      () => void this.resolve(),
    );
  }

  private register(): void {
    const { user, host } = this.trunk;
    if (user === null) {
      this.become("failed", { problem: { code: "credentials", status: null, reason: null } });
      return;
    }
    this.registration = this.deps.agent.register({
      registrar: this.uri(),
      address: sipUri({ user, host }),
      ...(this.credentials === null ? {} : { credentials: this.credentials }),
      onState: (state) => this.registered(state),
    });
  }

  private registered(state: RegistrationState): void {
    if (this.stopped) return;
    if (state.state === "registered") {
      const registeredUntil = Date.now() + (state.expiresS ?? 0) * 1_000;
      this.become("registered", { registeredUntil, problem: null });
    } else if (state.state === "failed") {
      const { code = "refused", status = null, reason = null } = state;
      const problem = { code, status, reason: reason?.slice(0, 200) ?? null };
      this.become("failed", { problem, registeredUntil: null });
    }
  }

  private async ping(): Promise<void> {
    const status = (await this.deps.agent.ping(this.uri())) ?? null;
    if (this.stopped) return;
    this.unanswered = status === null ? this.unanswered + 1 : 0;
    const options = { at: Date.now(), status };
    const { pingMs } = this.deps.timing;
    // Not all trunks at one moment.
    this.later(pingMs * (0.9 + Math.random() * 0.2), () => void this.ping());
    if (this.trunk.mode === "register") this.become(this.current.state, { options });
    else if (status !== null) this.become("ready", { options, problem: null });
    else if (this.unanswered >= UNANSWERED_MAX)
      this.become("failed", { options, problem: { code: "timeout", status: null, reason: null } });
    else this.become(this.current.state, { options });
  }

  private become(state: TrunkState["state"], more: Partial<TrunkState>): void {
    const since = state === this.current.state ? this.current.since : Date.now();
    this.current = { ...this.current, ...more, state, since };
    this.deps.onState();
  }
}

/** An IPv4 address may come in IPv6's clothes. */
function plain(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}
