import { readFileSync } from "node:fs";
import {
  accountOf,
  type LegDial,
  networkDoorsDefaults,
  SETTINGS_TRUNK_ID,
  trunkDefaults,
  type VoiceNetwork,
  type VoiceReport,
} from "@patchbay/protocol";
import {
  createSipAgent,
  type IncomingCall,
  type ListenOptions,
  type OpenResult,
  openTransports,
  type SipAgent,
  type SipNotice,
  systemResolver,
  type Transports,
} from "@patchbay/sip";
import { VERSION } from "../process/version.js";
import type { VoiceSettings } from "../settings/settings.js";
import { isScanner } from "./bans.js";
import { type Arrival, Doorkeeper } from "./doorkeeper.js";
import { Phones } from "./phones/phones.js";
import type { Dialling, OfferFor, OutgoingEvents } from "./sip-leg.js";
import type { TrunkTiming } from "./trunks/trunk-line.js";
import { Trunks } from "./trunks/trunks.js";

const RETRY_MS = 5_000;
/** How long far ends may take to confirm that their calls are over, when the process ends. */
const GOODBYE_MS_MAX = 2_000;
/** What a caller is told to wait when there is no server, or too much to do. In seconds. */
const RETRY_AFTER_S = 5;

export type NetworkReport = Extract<VoiceReport, { readonly type: "network" }>;

export interface SipEdgeDeps {
  readonly settings: Pick<
    VoiceSettings,
    | "host"
    | "publicIp"
    | "sipPort"
    | "sipTlsPort"
    | "trunk"
    | "sipSources"
    | "sipNeverBanned"
    | "sipCodecs"
    | "tls"
    | "dataDir"
  >;
  readonly onCall: (call: IncomingCall, arrival: Arrival) => void;
  readonly onReport: (report: VoiceReport) => void;
  readonly log: {
    info(facts: object, text: string): void;
    warn(facts: object, text: string): void;
  };
  readonly timing?: TrunkTiming;
}

/** What is there while the ports are open. */
interface Open {
  readonly agent: SipAgent;
  readonly transports: Transports;
  readonly trunks: Trunks;
  readonly phones: Phones;
}

/** The way to the telephone network: ports, calls in and calls out, by trunks and to desk phones. */
export class SipEdge {
  private readonly doorkeeper: Doorkeeper;
  private network: VoiceNetwork;
  private revision = 0;
  private open: Open | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;
  private taking = false;
  private standing: NetworkReport | null = null;

  constructor(private readonly deps: SipEdgeDeps) {
    const { settings, log, onCall } = deps;
    this.network = networkOfSettings(settings);
    this.doorkeeper = new Doorkeeper({ settings, log, onCall, retryAfterS: RETRY_AFTER_S });
  }

  /** What is true now and would otherwise be told at its next change only. */
  get reports(): VoiceReport[] {
    const { open, standing, revision } = this;
    return [
      ...(standing === null ? [] : [standing]),
      ...(open === undefined
        ? []
        : [
            { type: "trunks", revision, trunks: open.trunks.states() } as const,
            { type: "registrations", whole: true, accounts: open.phones.registrations() } as const,
          ]),
    ];
  }

  /** The network as it should be from now on. Calls that stand are not touched. */
  configure(revision: number, network: VoiceNetwork): void {
    this.revision = revision;
    this.network = network;
    this.apply();
    const { trunks, accounts } = network;
    this.deps.log.info({ revision, trunks: trunks.length, accounts: accounts.length }, "the network is set");
  }

  bans() {
    return this.doorkeeper.bans();
  }

  /** @returns whether there was anything to forgive */
  unban(address: string): boolean {
    return this.doorkeeper.unban(address);
  }

  /** Opens the ports; one that is busy is tried again until it is free. */
  async start(): Promise<void> {
    const { settings, log } = this.deps;
    const result = await openTransports({
      listen: listensOf(settings),
      admit: (arrival) => this.doorkeeper.admits(arrival),
      onTrouble: ({ detail }) => log.warn({ detail }, "a SIP port has trouble"),
    });
    if (this.closed) {
      if (result.ok) await result.transports.close();
      return;
    }
    if (!result.ok) {
      const { protocol, port } = result.listen;
      const known = this.standing?.problem;
      this.tell({ type: "network", ready: false, problem: problemOf(result) });
      if (known?.port !== port)
        log.warn({ protocol, port, code: result.code }, "a SIP port cannot be opened: voice is off");
      this.retry = setTimeout(() => void this.start(), RETRY_MS);
      return;
    }
    this.begin(this.guarded(result.transports));
    for (const { port } of result.bound) log.info({ port }, "SIP listens");
    this.tell({ type: "network", ready: true, problem: null });
  }

  /** Without a server nobody can say what becomes of a new call. */
  setOpen(taking: boolean): void {
    this.taking = taking;
    this.open?.agent.setOpen(taking ? true : { retryAfterS: RETRY_AFTER_S });
  }

  /**
   * Calls a number by the trunks that take it, or the desk phones of an account.
   *
   * @returns `undefined` when there is no way: no network, no trunk, no phone.
   */
  invite(call: LegDial, offer: OfferFor, events: OutgoingEvents): Dialling | undefined {
    const user = accountOf(call.to);
    return user === undefined
      ? this.open?.trunks.dial(call, offer, events)
      : this.open?.phones.dial(user, call.from, offer, events);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    const { open } = this;
    open?.trunks.stop();
    // What was hung up just now has its BYE on the way: the far ends are to hear of it.
    const begun = performance.now();
    do await new Promise((resolve) => setTimeout(resolve, 50));
    while ((open?.agent.load.clients ?? 0) > 0 && performance.now() - begun < GOODBYE_MS_MAX);
    open?.phones.stop();
    open?.agent.close();
    await open?.transports.close();
  }

  private begin(transports: Transports): void {
    const { log, onReport, timing } = this.deps;
    const { sipCodecs: codecs } = this.deps.settings;
    const { doorkeeper } = this;
    const agent = createSipAgent({
      transports,
      userAgent: `Patchbay/${VERSION}`,
      onInvite: (call) => doorkeeper.invited(call),
      requests: { REGISTER: (request) => this.open?.phones.registrar.register(request) },
      onNotice: (notice) => this.noticed(notice),
    });
    const ownHost = (towards?: string): string =>
      transports.sentBy({ protocol: "udp", address: towards ?? "127.0.0.1", port: 5060 }).host;
    const trunks = new Trunks({
      agent,
      resolver: systemResolver,
      ownHost,
      codecs,
      onStates: (states) => onReport({ type: "trunks", revision: this.revision, trunks: states }),
      log,
      ...(timing === undefined ? {} : { timing }),
    });
    const phones = new Phones({
      agent,
      ownHost,
      codecs,
      onRegistration: (account) => onReport({ type: "registrations", whole: false, accounts: [account] }),
      onOffence: (source, what) => doorkeeper.offence(source, what),
      onProof: (source) => doorkeeper.proved(source),
      log,
    });
    this.open = { agent, transports, trunks, phones };
    doorkeeper.use({ trunks, registrar: phones.registrar });
    this.apply();
    this.setOpen(this.taking);
  }

  private apply(): void {
    const { trunks, accounts, doors } = this.network;
    this.doorkeeper.configure(doors);
    this.open?.trunks.configure(trunks);
    this.open?.phones.configure(accounts, doors.strongDigest);
  }

  private noticed(notice: SipNotice): void {
    switch (notice.what) {
      case "trouble":
        this.deps.log.warn({ detail: notice.detail }, "SIP has trouble");
        return;
      case "unreadable":
        this.doorkeeper.offence(notice.source, "garbage");
        return;
      case "refused":
        if (notice.status === 405 || notice.status === 501)
          this.doorkeeper.offence(notice.source, "unknown_method");
        else if (notice.status === 400 || notice.status === 416)
          this.doorkeeper.offence(notice.source, "garbage");
    }
  }

  /** Programs that look for open doors hear nothing at all, from their first word on. */
  private guarded(transports: Transports): Transports {
    return {
      ...transports,
      receive: (receiver) =>
        transports.receive((result, source) => {
          if (result.ok && isScanner(result.message.headers.get("user-agent"))) {
            if (this.doorkeeper.offence(source, "scanner")) return;
          }
          receiver(result, source);
        }),
    };
  }

  private tell(report: NetworkReport): void {
    this.standing = report;
    this.deps.onReport(report);
  }
}

/** Before a server has said anything: the trunk of the settings alone. */
function networkOfSettings({ trunk }: Pick<VoiceSettings, "trunk">): VoiceNetwork {
  const settings = { ...trunkDefaults, trunkId: SETTINGS_TRUNK_ID, name: "TRUNK", ...trunk };
  return {
    trunks: [{ ...settings, password: null, ping: false }],
    accounts: [],
    doors: networkDoorsDefaults,
  };
}

function listensOf(settings: SipEdgeDeps["settings"]): ListenOptions[] {
  const { host: address, publicIp, sipPort, sipTlsPort } = settings;
  const advertised = publicIp === null ? {} : { advertised: { host: publicIp } };
  const tls = readTls(settings);
  return [
    { protocol: "udp", address, port: sipPort, ...advertised },
    { protocol: "tcp", address, port: sipPort, ...advertised },
    ...(tls === undefined
      ? []
      : [{ protocol: "tls" as const, address, port: sipTlsPort, tls, ...advertised }]),
  ];
}

/** The server's own certificate when none was given; before its first start there is none, and no TLS. */
function readTls({ tls, dataDir }: SipEdgeDeps["settings"]): { cert: string; key: string } | undefined {
  const files = tls ?? { certFile: `${dataDir}/tls-cert.pem`, keyFile: `${dataDir}/tls-key.pem` };
  try {
    return { cert: readFileSync(files.certFile, "utf8"), key: readFileSync(files.keyFile, "utf8") };
  } catch {
    return undefined;
  }
}

function problemOf({ code, listen }: Extract<OpenResult, { ok: false }>): NetworkReport["problem"] {
  const known = code === "port_busy" ? "port_in_use" : code === "not_permitted" ? "not_permitted" : "other";
  return {
    code: known,
    variable: listen.protocol === "tls" ? "SIP_TLS_PORT" : "SIP_PORT",
    port: listen.port,
  };
}
