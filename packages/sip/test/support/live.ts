import { createSocket } from "node:dgram";
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

/** A port that is free for UDP and, as far as one can know, TCP: asked of the operating system. */
export async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
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
