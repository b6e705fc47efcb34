import type { Registration, SipCodec, VoiceNetwork } from "@patchbay/protocol";
import type { SipAgent } from "@patchbay/sip";
import type { CallWay, Dialling, OfferFor, OutgoingEvents } from "../sip-leg.js";
import { termsBySignalling } from "../sound-terms.js";
import { PhoneCall } from "./phone-call.js";
import { Registrar, type RegistrarDeps } from "./registrar.js";

/** A router forgets a way after half a minute of silence, many of them. */
const KEEP_WAY_MS = 25_000;

export interface PhonesDeps extends Omit<RegistrarDeps, "onChanged"> {
  readonly agent: Pick<SipAgent, "invite" | "ping">;
  /** Our own host, as a phone at this address knows it. */
  readonly ownHost: (towards: string) => string;
  readonly codecs: readonly SipCodec[];
  readonly onRegistration: (registration: Registration) => void;
}

/** Desk phones: registrations, and calls to them. */
export class Phones {
  readonly registrar: Registrar;
  private readonly keeping: NodeJS.Timeout;
  private users: readonly string[] = [];

  constructor(private readonly deps: PhonesDeps) {
    this.registrar = new Registrar({
      ...deps,
      onChanged: (user) => deps.onRegistration(this.registrar.bindings.registration(user, Date.now())),
    });
    this.keeping = setInterval(() => this.keepWays(), KEEP_WAY_MS);
    this.keeping.unref();
  }

  configure(accounts: VoiceNetwork["accounts"], strongDigest = false): void {
    this.users = accounts.map(({ user }) => user);
    this.registrar.configure(accounts, strongDigest);
  }

  registrations(): Registration[] {
    return this.registrar.bindings.registrations(Date.now());
  }

  /** Rings wherever the account is registered. */
  dial(user: string, from: string, offer: OfferFor, events: OutgoingEvents): Dialling | undefined {
    const bindings = this.registrar.bindings.of(user, Date.now());
    const [first] = bindings;
    if (first === undefined) return undefined;
    const host = this.deps.ownHost(first.source.address);
    // One offer for all: its keys are secret only where every way is.
    const secret = bindings.every(({ source }) => source.protocol === "tls");
    const way: CallWay = {
      address: first.source.address,
      terms: termsBySignalling(this.deps.codecs, secret),
    };
    return new PhoneCall(this.deps.agent, bindings, { from, host, offer: () => offer(way) }, events);
  }

  stop(): void {
    clearInterval(this.keeping);
    this.registrar.stop();
  }

  private keepWays(): void {
    for (const user of this.users)
      for (const { contact, way } of this.registrar.bindings.of(user, Date.now()))
        if (way?.protocol === "udp") void this.deps.agent.ping(contact, way);
  }
}
