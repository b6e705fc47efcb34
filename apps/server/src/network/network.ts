import { createHash } from "node:crypto";
import {
  ACCOUNTS_MAX,
  type DialPlan,
  dialPlanDefaults,
  type NetworkDoors,
  networkDoorsDefaults,
  SETTINGS_TRUNK_ID,
  SIP_REALM,
  type SipAccount,
  TRUNKS_MAX,
  type Trunk,
  trunkDefaults,
  type VoiceNetwork,
  type WireAccount,
} from "@patchbay/protocol";
import type { CenterHandle } from "../center/edge.js";
import { PHONE_COUNTRY_DEFAULT, type PhoneCountry, phoneCountryOf } from "../center/phone-number.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import { type CallAsk, type CallVerdict, checkCall, type TriedCall, tryCall } from "./calls-out.js";
import type { NetworkChange, NetworkStore, StoredNetwork } from "./network-store.js";
import type { Sealer } from "./sealing.js";

/** The trunk that the variable TRUNK gives, or the demo's test phone in its place. */
export interface SettingsTrunk {
  readonly host: string;
  readonly port: number;
  /** TRUNK was set. */
  readonly isGiven: boolean;
}

export interface NetworkDeps {
  readonly handle: Pick<CenterHandle, "center" | "clock" | "ids" | "words">;
  readonly store: NetworkStore;
  readonly sealer: Sealer;
  /** `null`: calls go out by what is set here alone. */
  readonly settingsTrunk: SettingsTrunk | null;
  /** Where desk phones register. */
  readonly sipPorts: { readonly sipPort: number; readonly sipTlsPort: number };
  readonly log: RuntimeLog;
}

export type NetworkOutcome =
  | { readonly ok: true; readonly revision: number }
  | {
      readonly ok: false;
      readonly code: "version_conflict" | "object_not_found" | "invalid_args";
      readonly facts?: Readonly<Record<string, unknown>>;
    };

/** A trunk with all that is to be known of it but the password. */
export interface KnownTrunk {
  readonly trunkId: string;
  readonly trunk: Trunk;
  readonly hasPassword: boolean;
  readonly ofSettings: boolean;
  readonly changedAt: number | null;
  readonly changedBy: string | null;
}

/** Nothing goes out but emergency calls: for a plan that cannot be read. */
const CLOSED_PLAN: DialPlan = {
  country: PHONE_COUNTRY_DEFAULT,
  rules: [],
  classes: dialPlanDefaults.classes.filter(({ kind }) => kind === "emergency"),
  restrictions: [],
};

/**
 * The telephone network of one center: what is set, kept in memory as it is stored, and what may go out. Decisions 0135
 * and 0138.
 */
export class Network {
  private readonly listeners = new Set<() => void>();

  private constructor(
    private readonly deps: NetworkDeps,
    private stored: StoredNetwork,
  ) {
    this.reportUnreadable();
  }

  static async open(deps: NetworkDeps): Promise<Network> {
    return new Network(deps, await deps.store.read());
  }

  /** With what is known to be stored. */
  static of(deps: NetworkDeps, stored: StoredNetwork): Network {
    return new Network(deps, stored);
  }

  get revision(): number {
    return this.stored.revision;
  }

  get plan(): DialPlan {
    if (this.stored.unreadable.includes("network_setup plan")) return CLOSED_PLAN;
    return this.stored.plan ?? dialPlanDefaults;
  }

  /** Where a number without a country code is at home. */
  get country(): PhoneCountry {
    return phoneCountryOf(this.plan.country);
  }

  get doors(): NetworkDoors {
    if (this.stored.unreadable.includes("network_setup doors"))
      return { sources: "settings", strangers: false };
    return this.stored.doors ?? networkDoorsDefaults;
  }

  get trunks(): readonly KnownTrunk[] {
    const { settingsTrunk } = this.deps;
    const own = this.stored.trunks
      .filter(({ trunkId }) => trunkId !== SETTINGS_TRUNK_ID)
      .map(({ password, ...trunk }) => ({ ...trunk, hasPassword: password !== null, ofSettings: false }));
    return settingsTrunk === null ? own : [this.trunkOfSettings(settingsTrunk), ...own];
  }

  get accounts(): StoredNetwork["accounts"] {
    return this.stored.accounts;
  }

  get registrar() {
    const { sipPort, sipTlsPort } = this.deps.sipPorts;
    return { port: sipPort, tlsPort: sipTlsPort, realm: SIP_REALM };
  }

  get doNotCall(): Pick<NetworkStore, "doNotCallList" | "addDoNotCall" | "removeDoNotCall"> {
    return this.deps.store;
  }

  /** The account of an agent's desk phone; `undefined`: none, or it is switched off. */
  accountOf(agentId: string): string | undefined {
    return this.stored.accounts.find(({ account }) => account.agentId === agentId && account.enabled)?.user;
  }

  /** The line by which an agent's desk phone calls where no rule names one. */
  lineOf(agentId: string): string | null {
    return this.stored.accounts.find(({ account }) => account.agentId === agentId)?.account.entryId ?? null;
  }

  /** Whose desk phone an account is. */
  agentOf(user: string): string | undefined {
    const found = this.stored.accounts.find((each) => each.user.toLowerCase() === user.toLowerCase());
    return found?.account.enabled === true ? found.account.agentId : undefined;
  }

  /** What is set has changed. */
  onChanged(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** For the voice process alone: with passwords. */
  wire(): VoiceNetwork {
    const sealed = new Map(this.stored.trunks.map(({ trunkId, password }) => [trunkId, password]));
    return {
      trunks: this.trunks.map(({ trunkId, trunk }) => {
        const password = sealed.get(trunkId) ?? null;
        return {
          ...trunk,
          trunkId,
          password: password && this.opened(password, trunkPlace(this.id, trunkId)),
        };
      }),
      accounts: this.stored.accounts.flatMap(({ user, account, password }) => {
        if (!account.enabled || !this.isActive(account.agentId)) return [];
        const text = this.opened(password, accountPlace(this.id, user));
        return text === null ? [] : [wireAccount(user, text)];
      }),
      doors: this.doors,
    };
  }

  /** May this call go out? Asked by whoever lets one out, before anything is done. */
  checkCall(ask: CallAsk): Promise<CallVerdict> {
    return checkCall(this.callsOut, ask);
  }

  /** The same, step by step, for whoever sets the rules. */
  tryCall(ask: CallAsk): Promise<TriedCall> {
    return tryCall(this.callsOut, ask);
  }

  async saveTrunk(
    seen: number,
    trunkId: string | null,
    trunk: Trunk,
    password: string | null | undefined,
    by: string,
  ): Promise<NetworkOutcome & { readonly trunkId?: string }> {
    const known = this.trunks.find((each) => each.trunkId === trunkId);
    if (trunkId !== null && known === undefined) return { ok: false, code: "object_not_found" };
    if (trunkId === null && this.stored.trunks.length >= TRUNKS_MAX - 1)
      return tooMany("trunk", `there can be ${TRUNKS_MAX - 1} trunks`);
    const twin = this.trunks.find(
      (each) => each.trunkId !== trunkId && each.trunk.name.toLowerCase() === trunk.name.toLowerCase(),
    );
    if (twin !== undefined) return tooMany("trunk.name", "another trunk has this name");
    const id = trunkId ?? this.deps.handle.ids.next();
    const sealed =
      password === undefined || password === null
        ? password
        : this.deps.sealer.seal(password, trunkPlace(this.id, id));
    const change = { kind: "trunk", trunkId: id, trunk } as const;
    const outcome = await this.change(
      seen,
      sealed === undefined ? change : { ...change, password: sealed },
      by,
    );
    return outcome.ok ? { ...outcome, trunkId: id } : outcome;
  }

  async removeTrunk(seen: number, trunkId: string, by: string): Promise<NetworkOutcome> {
    // What is not there any more was removed by a request that is asked again.
    if (!this.stored.trunks.some((each) => each.trunkId === trunkId))
      return { ok: true, revision: this.revision };
    if (trunkId === SETTINGS_TRUNK_ID) return { ok: false, code: "object_not_found" };
    return this.change(seen, { kind: "trunk_removed", trunkId }, by);
  }

  async saveAccount(
    seen: number,
    user: string,
    isNew: boolean,
    account: SipAccount,
    password: string | undefined,
    by: string,
  ): Promise<NetworkOutcome> {
    const { accounts } = this.stored;
    const known = accounts.find((each) => each.user.toLowerCase() === user.toLowerCase());
    if (!isNew && known === undefined) return { ok: false, code: "object_not_found" };
    if (isNew && known !== undefined) return tooMany("user", "there is an account of this name");
    if (isNew && password === undefined) return tooMany("password", "a new account needs a password");
    if (isNew && accounts.length >= ACCOUNTS_MAX)
      return tooMany("user", `there can be ${ACCOUNTS_MAX} accounts`);
    if (!this.isActive(account.agentId) && account.enabled) return { ok: false, code: "object_not_found" };
    const other = accounts.find(
      (each) => each.user !== known?.user && each.account.agentId === account.agentId,
    );
    if (other !== undefined)
      return {
        ok: false,
        code: "invalid_args",
        facts: { path: "account.agentId", problem: "has another account", user: other.user },
      };
    const name = known?.user ?? user;
    const sealed =
      password === undefined
        ? {}
        : { password: this.deps.sealer.seal(secretsOf(name, password), accountPlace(this.id, name)) };
    return this.change(seen, { kind: "account", user: name, account, ...sealed }, by);
  }

  async removeAccount(seen: number, user: string, by: string): Promise<NetworkOutcome> {
    if (!this.stored.accounts.some((each) => each.user === user))
      return { ok: true, revision: this.revision };
    return this.change(seen, { kind: "account_removed", user }, by);
  }

  async savePlan(seen: number, plan: DialPlan, by: string): Promise<NetworkOutcome> {
    if (phoneCountryOf(plan.country) !== plan.country)
      return tooMany("plan.country", "there is no numbering plan of this country");
    return this.change(seen, { kind: "plan", plan }, by);
  }

  saveDoors(seen: number, doors: NetworkDoors, by: string): Promise<NetworkOutcome> {
    return this.change(seen, { kind: "doors", doors }, by);
  }

  private get id(): string {
    return this.deps.handle.center.id;
  }

  private get callsOut() {
    const { handle, store } = this.deps;
    return {
      handle,
      doNotCall: store,
      plan: () => this.plan,
      trunks: () => this.trunks.map((each) => ({ ...each.trunk, trunkId: each.trunkId })),
    };
  }

  private isActive(agentId: string): boolean {
    const { users } = this.deps.handle.center.state.configuration;
    return [...users.values()].some(({ id, enabled }) => id === agentId && enabled);
  }

  private async change(seen: number, change: NetworkChange, by: string): Promise<NetworkOutcome> {
    const { store, handle } = this.deps;
    const revision = await store.change(seen, change, { changedAt: handle.clock.now(), changedBy: by });
    // What is stored is true, also when somebody else stored it.
    this.stored = await store.read();
    this.reportUnreadable();
    for (const listener of this.listeners) listener();
    return revision === null ? { ok: false, code: "version_conflict" } : { ok: true, revision };
  }

  private trunkOfSettings({ host, port, isGiven }: SettingsTrunk): KnownTrunk {
    const known = this.stored.trunks.find(({ trunkId }) => trunkId === SETTINGS_TRUNK_ID);
    const otherwise: Omit<Trunk, "host"> = isGiven
      ? { ...trunkDefaults, name: "TRUNK", priority: 1 }
      : { ...trunkDefaults, name: "Test phone", priority: 1_000, ping: false };
    return {
      trunkId: SETTINGS_TRUNK_ID,
      trunk: { ...(known?.trunk ?? otherwise), mode: "address", transport: "udp", host, port },
      hasPassword: known?.password != null,
      ofSettings: true,
      changedAt: known?.changedAt ?? null,
      changedBy: known?.changedBy ?? null,
    };
  }

  private opened(sealed: Buffer, place: string): string | null {
    const text = this.deps.sealer.open(sealed, place);
    if (text === undefined)
      this.deps.log.error({ place }, "a password of the network cannot be opened: set it anew");
    return text ?? null;
  }

  private reportUnreadable(): void {
    for (const row of this.stored.unreadable)
      this.deps.log.error({ row }, "a row of the network cannot be read: it counts as not there");
  }
}

const tooMany = (path: string, problem: string) =>
  ({ ok: false, code: "invalid_args", facts: { path, problem } }) as const;

const trunkPlace = (centerId: string, trunkId: string): string => `${centerId} trunk ${trunkId}`;
const accountPlace = (centerId: string, user: string): string => `${centerId} account ${user}`;

/** H(user:realm:password) for both algorithms, one after the other (RFC 7616 section 3.4.2). */
function secretsOf(user: string, password: string): string {
  const text = `${user}:${SIP_REALM}:${password}`;
  const hash = (algorithm: "md5" | "sha256"): string =>
    createHash(algorithm).update(text, "utf8").digest("hex");
  return `${hash("md5")} ${hash("sha256")}`;
}

function wireAccount(user: string, secrets: string): WireAccount {
  const [md5 = "", sha256 = ""] = secrets.split(" ");
  return { user, md5, sha256 };
}
