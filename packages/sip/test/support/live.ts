import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import {
  createSipAgent,
  type IncomingCall,
  openTransports,
  type Protocol,
  type SipAgent,
  type SipAgentOptions,
  type SipNotice,
  type Transports,
} from "../../src/index.js";

const HOST = "127.0.0.1";
/** Below what systems give to connections by themselves, so that nobody gets it in between. */
const PORTS = { first: 11_000, last: 19_999 };

/** A port that is free for UDP and for TCP, another one each time. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * (PORTS.last - PORTS.first + 1));
    if ((await isFreeUdp(port)) && (await isFreeTcp(port))) return port;
  }
}

function isFreeUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => socket.close(() => resolve(false)));
    socket.bind({ port, address: HOST, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

function isFreeTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

export interface LiveStation {
  readonly agent: SipAgent;
  readonly transports: Transports;
  readonly port: number;
  readonly calls: IncomingCall[];
  readonly notices: SipNotice[];
  close(): Promise<void>;
}

/** An agent on real sockets of 127.0.0.1. T1 is 50 ms, so that what gets lost comes again soon. `advertised` is a port in its Contact. */
export async function liveStation(
  protocols: readonly Protocol[] = ["udp", "tcp"],
  options: Partial<SipAgentOptions> = {},
  place: { port?: number; advertised?: number } = {},
): Promise<LiveStation> {
  const port = place.port ?? (await freePort());
  const advertised =
    place.advertised === undefined ? {} : { advertised: { host: "127.0.0.1", port: place.advertised } };
  const opened = await openTransports({
    listen: protocols.map((protocol) => ({ protocol, address: "127.0.0.1", port, ...advertised })),
  });
  if (!opened.ok) throw new Error(`${opened.code}: ${opened.detail}`);
  const calls: IncomingCall[] = [];
  const notices: SipNotice[] = [];
  const agent = createSipAgent({
    transports: opened.transports,
    timing: { t1: 50, t2: 400, t4: 500 },
    onInvite: (call) => {
      calls.push(call);
    },
    onNotice: (notice) => {
      notices.push(notice);
    },
    ...options,
  });
  return {
    agent,
    transports: opened.transports,
    port,
    calls,
    notices,
    close: async () => {
      agent.close();
      await opened.transports.close();
    },
  };
}

/** Waits for something to become true; fails with its name. */
export async function until<T>(what: string, check: () => T | undefined | false, ms = 12_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = check();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`did not happen in ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
