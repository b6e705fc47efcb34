import {
  type BansAnswer,
  type NetworkDoors,
  networkDoorsDefaults,
  withPrefixRules,
} from "@patchbay/protocol";
import { type IncomingCall, type Source, userOf } from "@patchbay/sip";
import type { VoiceSettings } from "../settings/settings.js";
import { Bans, type Offence } from "./bans.js";
import { isExempt, judgeCaller } from "./callers.js";
import { accountLimits, CallLimits } from "./limits.js";
import type { Registrar } from "./phones/registrar.js";
import { type SoundTerms, termsBySignalling } from "./sound-terms.js";
import { Sources } from "./sources.js";
import type { TrunkLine } from "./trunks/trunk-line.js";
import type { Trunks } from "./trunks/trunks.js";

/** More are counted and not shown. */
const BANS_SHOWN_MAX = 200;

export interface Arrival {
  /** The number that was dialled, as the request line has it; of a trunk, as its rules make it. */
  readonly to: string;
  readonly from: string | null;
  readonly fromName: string | null;
  /** Address and port. */
  readonly source: string;
  /** The desk phone's account that has proved who it is. */
  readonly account?: string;
  readonly trunkId?: string;
  /** How its sound may be carried. */
  readonly terms: SoundTerms;
  /** Due once when the call has ended. */
  readonly release: () => void;
}

export interface DoorkeeperDeps {
  readonly settings: Pick<VoiceSettings, "sipSources" | "sipNeverBanned" | "sipCodecs">;
  readonly onCall: (call: IncomingCall, arrival: Arrival) => void;
  readonly log: { info(facts: object, text: string): void; warn(facts: object, text: string): void };
  readonly retryAfterS: number;
}

interface Known {
  readonly trunks: Pick<Trunks, "sources" | "of">;
  readonly registrar: Registrar;
}

/** Who may knock, who is let in, and who is not listened to any more. Decision 0136. */
export class Doorkeeper {
  private readonly bansBySource = new Bans();
  private readonly neverBanned: Sources;
  private readonly limits = new CallLimits();
  private readonly accountLimits = new CallLimits(accountLimits);
  private sources: Sources;
  private doors: NetworkDoors = networkDoorsDefaults;
  private known: Known | undefined;

  constructor(private readonly deps: DoorkeeperDeps) {
    this.neverBanned = new Sources(deps.settings.sipNeverBanned);
    this.sources = new Sources(deps.settings.sipSources);
  }

  use(known: Known): void {
    this.known = known;
  }

  configure(doors: NetworkDoors): void {
    this.doors = doors;
    this.sources = new Sources(doors.sources === "settings" ? this.deps.settings.sipSources : doors.sources);
  }

  /** Before anything of it is read. */
  admits({ address, port }: { readonly address: string; readonly port: number }): boolean {
    if (this.bansBySource.isBanned(address, performance.now()) && !this.isExempt({ address, port }))
      return false;
    return this.sources.admits(address) || this.trunkSources.some((trunk) => trunk.sendsFrom(address));
  }

  /** @returns whether it counts: not for those that are never banned */
  offence(source: Source, what: Offence): boolean {
    const { address } = source;
    if (this.isExempt(source)) return false;
    if (what === "unknown_method" && this.known?.registrar.bindings.isBound(address, Date.now()))
      return false;
    const forMs = this.bansBySource.offence(address, what, performance.now());
    if (forMs !== null) {
      const seconds = Math.round(forMs / 1_000);
      this.deps.log.warn({ address, what, seconds }, "a source is not listened to for a while");
    }
    return true;
  }

  proved({ address }: Source): void {
    this.bansBySource.cleared(address);
  }

  bans(): BansAnswer {
    return this.bansBySource.list(performance.now(), Date.now(), BANS_SHOWN_MAX);
  }

  unban(address: string): boolean {
    const was = this.bansBySource.forgive(address);
    if (was) this.deps.log.info({ address }, "a source is listened to again");
    return was;
  }

  /** A call knocks: refused here, or handed on with what is known of it. */
  invited(call: IncomingCall): void {
    const { source, request } = call;
    const { registrar } = this.known ?? {};
    if (registrar === undefined) {
      call.refuse(503, { retryAfterS: this.deps.retryAfterS });
      return;
    }
    const caller = judgeCaller(
      source,
      { user: userOf(call.from.uri), withPassword: registrar.carriesProof(request) },
      {
        trunks: this.trunkSources,
        hasAccount: (user) => registrar.has(user),
        strangers: this.doors.strangers,
      },
    );
    switch (caller.kind) {
      case "trunk": {
        const line = this.known?.trunks.of(caller.trunkId);
        if (line !== undefined) this.byTrunk(call, line);
        return;
      }
      case "stranger":
        this.byStranger(call);
        return;
      case "phone":
      case "nobody": {
        const verdict = registrar.prove(request, source);
        if (verdict.ok) this.byPhone(call, verdict.user);
        else call.refuse(verdict.status, { headers: verdict.headers });
      }
    }
  }

  private byTrunk(call: IncomingCall, line: TrunkLine): void {
    const { trunk } = line;
    const target = userOf(call.target);
    // The request line of a carrier where we are registered has our Contact, and the number is in To.
    const dialled = trunk.mode === "register" && target === trunk.user ? userOf(call.to.uri) : target;
    if (line.isFull) {
      this.deps.log.warn({ trunkId: line.trunkId }, "a trunk brings more calls than it may");
      call.refuse(503, { retryAfterS: this.deps.retryAfterS });
      return;
    }
    const begun = this.begin(call, call.source.address, this.limits);
    if (begun === undefined) return;
    const done = line.began();
    this.arrive(call, {
      to: withPrefixRules(dialled ?? "", trunk.calledIn),
      caller: (number) => withPrefixRules(number, trunk.callerIn),
      trunkId: line.trunkId,
      terms: line.terms,
      ended: () => {
        begun();
        done();
      },
    });
  }

  private byPhone(call: IncomingCall, account: string): void {
    const begun = this.begin(call, account, this.accountLimits);
    if (begun !== undefined) this.arrive(call, { to: userOf(call.target) ?? "", account, ended: begun });
  }

  private byStranger(call: IncomingCall): void {
    // Whoever is in a call by name could be put out of it with a guess.
    if (call.replaces !== undefined) {
      call.refuse(403);
      return;
    }
    const begun = this.begin(call, call.source.address, this.limits);
    if (begun === undefined) return;
    this.arrive(call, {
      to: userOf(call.target) ?? "",
      ended: () => {
        begun();
        if (call.refusedWith === 404) this.offence(call.source, "unknown_number");
      },
    });
  }

  private begin(call: IncomingCall, source: string, limits: CallLimits): (() => void) | undefined {
    if (limits.begin(source, performance.now())) return () => limits.ended(source);
    this.deps.log.warn({ address: call.source.address }, "a source calls more than it may");
    call.refuse(503, { retryAfterS: this.deps.retryAfterS });
    return undefined;
  }

  private arrive(
    call: IncomingCall,
    by: {
      readonly to: string;
      readonly caller?: (number: string) => string;
      readonly account?: string;
      readonly trunkId?: string;
      /** Absent: what holds where nothing was set. */
      readonly terms?: SoundTerms;
      readonly ended: () => void;
    },
  ): void {
    if (by.to === "") {
      call.refuse(404);
      by.ended();
      return;
    }
    call.trying();
    const { address, port, protocol } = call.source;
    const user = userOf(call.from.uri);
    const withheld = user === undefined || user === "" || user.toLowerCase() === "anonymous";
    const name = call.from.displayName?.trim() ?? "";
    let released = false;
    this.deps.onCall(call, {
      to: by.to.slice(0, 100),
      from: withheld ? null : (by.caller?.(user) ?? user).slice(0, 100),
      fromName: withheld || name === "" ? null : name.slice(0, 200),
      source: `${address}:${port}`,
      terms: by.terms ?? termsBySignalling(this.deps.settings.sipCodecs, protocol === "tls"),
      ...(by.account === undefined ? {} : { account: by.account }),
      ...(by.trunkId === undefined ? {} : { trunkId: by.trunkId }),
      release: () => {
        if (!released) by.ended();
        released = true;
      },
    });
  }

  private get trunkSources() {
    return this.known?.trunks.sources ?? [];
  }

  private isExempt(source: { readonly address: string; readonly port: number }): boolean {
    return this.neverBanned.admits(source.address) || isExempt(source, this.trunkSources);
  }
}
