import { isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";
import type { ParseResult } from "../message/index.js";
import type { Listener, ListenerEvents } from "./listener.js";
import { listenStream } from "./stream.js";
import type {
  Destination,
  ListenOptions,
  OpenResult,
  SentBy,
  Source,
  TransportOptions,
  Transports,
} from "./types.js";
import { listenUdp } from "./udp.js";

/**
 * Opens all ports, or none: when one cannot be had, those already open are closed again and the failure says which
 * and why. Never throws.
 */
export async function openTransports(options: TransportOptions): Promise<OpenResult> {
  let receiver: (result: ParseResult, source: Source) => void = () => {};
  const listeners: Listener[] = [];
  for (const [index, listen] of options.listen.entries()) {
    const events: ListenerEvents = {
      admit: options.admit ?? (() => true),
      received: (result, source) => receiver(result, source),
      trouble: (detail) => options.onTrouble?.({ listener: index, detail }),
    };
    try {
      const { protocol } = listen;
      const opening =
        protocol === "udp"
          ? listenUdp(listen, index, events)
          : listenStream({ ...listen, protocol }, index, events, options);
      listeners.push(await opening);
    } catch (error) {
      await Promise.all(listeners.map((listener) => listener.close()));
      return { ok: false, code: codeOf(error, listen), listen, detail: String(error) };
    }
  }
  const transports = joined(listeners, (next) => {
    receiver = next;
  });
  return { ok: true, transports, bound: listeners.map(({ bound }) => bound) };
}

function codeOf(error: unknown, listen: ListenOptions): Exclude<OpenResult, { ok: true }>["code"] {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "EADDRINUSE") return "port_busy";
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EINVAL") return "address_unavailable";
  if (code === "EACCES" || code === "EPERM") return "not_permitted";
  return listen.protocol === "tls" && /^ERR_(OSSL|SSL|TLS|CRYPTO)/.test(code) ? "tls_unusable" : "failed";
}

function joined(
  listeners: readonly Listener[],
  receive: (receiver: (result: ParseResult, source: Source) => void) => void,
): Transports {
  let closed = false;
  const pick = (to: Destination): Listener | undefined => {
    const named = to.listener === undefined ? undefined : listeners[to.listener];
    if (named?.protocol === to.protocol) return named;
    const fitting = listeners.filter(({ protocol }) => protocol === to.protocol);
    return fitting.find(({ bound }) => isIPv6(bound.host) === isIPv6(to.address)) ?? fitting[0];
  };
  return {
    receive,
    send: (bytes, to, failed) => {
      const listener = pick(to);
      if (closed) failed({ code: "closed", detail: "the transports are closed" });
      else if (listener === undefined)
        failed({ code: "no_listener", detail: `nothing speaks ${to.protocol}` });
      else listener.send(bytes, to, failed);
    },
    sentBy: (to) => {
      const listener = pick(to) ?? listeners[0];
      return listener === undefined ? { host: "localhost", port: 5060 } : advertised(listener, to.address);
    },
    isOwnAddress: (host, port) =>
      listeners.some((listener) => {
        const { bound, options } = listener;
        const own = [bound.host, options.address, options.advertised?.host];
        const ports = [bound.port, options.advertised?.port ?? bound.port];
        const known = own.includes(host) || (isWildcard(bound.host) && localAddresses().includes(host));
        return known && ports.includes(port);
      }),
    close: async () => {
      closed = true;
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}

function isWildcard(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

function localAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).map(({ address }) => address),
  );
}

/** Listening on all addresses, the loopback peer is told the loopback address, any other our first outer one. */
function advertised({ options, bound }: Listener, peer: string): SentBy {
  const port = options.advertised?.port ?? bound.port;
  const host =
    options.advertised?.host ?? (isWildcard(bound.host) ? ownAddress(peer, bound.host) : bound.host);
  return { host: isIPv6(host) ? `[${host}]` : host, port };
}

function ownAddress(peer: string, bound: string): string {
  const v6 = isIPv6(bound) && isIPv6(peer);
  if (peer === "::1" || peer.startsWith("127.") || peer === "localhost") return v6 ? "::1" : "127.0.0.1";
  const outer = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === (v6 ? "IPv6" : "IPv4"));
  return outer?.address ?? (v6 ? "::1" : "127.0.0.1");
}
