import { readFileSync } from "node:fs";
import type { VoiceReport } from "@patchbay/protocol";
import {
  createSipAgent,
  type IncomingCall,
  type ListenOptions,
  type OpenResult,
  type OutgoingCall,
  openTransports,
  type SipAgent,
  sipUri,
  systemResolver,
  type Transports,
  userOf,
} from "@patchbay/sip";
import { VERSION } from "../process/version.js";
import type { VoiceSettings } from "../settings/settings.js";
import { CallLimits, isScanner } from "./limits.js";
import type { OutgoingEvents } from "./sip-leg.js";
import { Sources } from "./sources.js";

const RETRY_MS = 5_000;
/** How long far ends may take to confirm that their calls are over, when the process ends. */
const GOODBYE_MS_MAX = 2_000;
/** What a caller is told to wait when there is no server, or too much to do. In seconds. */
const RETRY_AFTER_S = 5;

export interface Arrival {
  /** The number that was dialled, as the request line has it. */
  readonly to: string;
  readonly from: string | null;
  readonly fromName: string | null;
  /** Address and port. */
  readonly source: string;
  /** Due once when the call has ended. */
  readonly release: () => void;
}

export type NetworkReport = Extract<VoiceReport, { readonly type: "network" }>;

export interface SipEdgeDeps {
  readonly settings: Pick<
    VoiceSettings,
    "host" | "publicIp" | "sipPort" | "sipTlsPort" | "trunk" | "sipSources" | "tls" | "dataDir"
  >;
  readonly onCall: (call: IncomingCall, arrival: Arrival) => void;
  readonly onNetwork: (report: NetworkReport) => void;
  readonly log: {
    info(facts: object, text: string): void;
    warn(facts: object, text: string): void;
  };
}

/** The door to the telephone network: who may knock, calls in and calls out. */
export class SipEdge {
  private readonly limits = new CallLimits();
  private sources: Sources;
  private agent: SipAgent | undefined;
  private transports: Transports | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;
  private open = false;
  private standing: NetworkReport | null = null;

  constructor(private readonly deps: SipEdgeDeps) {
    this.sources = new Sources(deps.settings.sipSources);
  }

  /** What the network is like now; `null` before it was tried. */
  get report(): NetworkReport | null {
    return this.standing;
  }

  /** Opens the ports; one that is busy is tried again until it is free. */
  async start(): Promise<void> {
    const { settings, log } = this.deps;
    // Calls out go to the trunk, so what comes back from it is heard.
    this.sources = new Sources(settings.sipSources, await systemResolver.addresses(settings.trunk.host));
    const result = await openTransports({
      listen: listensOf(settings),
      admit: ({ address }) =>
        this.sources.admits(address) && !this.limits.isBanned(address, performance.now()),
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
    this.transports = this.guarded(result.transports);
    this.agent = createSipAgent({
      transports: this.transports,
      userAgent: `Patchbay/${VERSION}`,
      onInvite: (call) => this.invited(call),
      onNotice: (notice) => {
        if (notice.what === "trouble") log.warn({ detail: notice.detail }, "SIP has trouble");
      },
    });
    this.setOpen(this.open);
    for (const { port } of result.bound) log.info({ port }, "SIP listens");
    this.tell({ type: "network", ready: true, problem: null });
  }

  /** Without a server nobody can say what becomes of a new call. */
  setOpen(open: boolean): void {
    this.open = open;
    this.agent?.setOpen(open ? true : { retryAfterS: RETRY_AFTER_S });
  }

  /** @returns `undefined` when the network is not there. */
  invite(to: string, from: string, sdp: string, events: OutgoingEvents): OutgoingCall | undefined {
    const { trunk, publicIp, host, sipPort } = this.deps.settings;
    if (this.agent === undefined) return undefined;
    const target = sipUri({ user: to, host: trunk.host, port: trunk.port });
    const ownHost = publicIp ?? (host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host);
    return this.agent.invite({
      target,
      from: { uri: sipUri({ user: from, host: ownHost, port: sipPort }), params: new Map() },
      sdp,
      handlers: {
        progress: () => events.ringing(),
        answered: events.answered,
        failed: ({ code, status, reason }) =>
          events.failed(status ?? null, reason?.slice(0, 200) ?? null, code),
      },
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    // What was hung up just now has its BYE on the way: the far ends are to hear of it.
    const begun = performance.now();
    do await new Promise((resolve) => setTimeout(resolve, 50));
    while ((this.agent?.load.clients ?? 0) > 0 && performance.now() - begun < GOODBYE_MS_MAX);
    this.agent?.close();
    await this.transports?.close();
  }

  private invited(call: IncomingCall): void {
    const { address, port } = call.source;
    const to = userOf(call.target);
    if (to === undefined || to === "") {
      call.refuse(404);
      return;
    }
    if (!this.limits.begin(address, performance.now())) {
      this.deps.log.warn({ address }, "a source calls more than it may");
      call.refuse(503, { retryAfterS: RETRY_AFTER_S });
      return;
    }
    call.trying();
    const caller = userOf(call.from.uri);
    const withheld = caller === undefined || caller === "" || caller.toLowerCase() === "anonymous";
    const name = call.from.displayName?.trim() ?? "";
    let released = false;
    this.deps.onCall(call, {
      to: to.slice(0, 100),
      from: withheld ? null : caller.slice(0, 100),
      fromName: withheld || name === "" ? null : name.slice(0, 200),
      source: `${address}:${port}`,
      release: () => {
        if (!released) this.limits.ended(address);
        released = true;
      },
    });
  }

  /** Programs that look for open doors hear nothing at all, from their first word on. */
  private guarded(transports: Transports): Transports {
    return {
      ...transports,
      receive: (receiver) =>
        transports.receive((result, source) => {
          if (result.ok && isScanner(result.message.headers.get("user-agent"))) {
            this.limits.ban(source.address, performance.now());
            this.deps.log.warn({ address: source.address }, "a scanner is not listened to");
            return;
          }
          receiver(result, source);
        }),
    };
  }

  private tell(report: NetworkReport): void {
    this.standing = report;
    this.deps.onNetwork(report);
  }
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
