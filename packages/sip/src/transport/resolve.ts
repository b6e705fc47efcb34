import { lookup, resolveSrv } from "node:dns/promises";
import { isIP } from "node:net";
import { isSipUri, socketHost, type Uri } from "../message/uri.js";
import { type Destination, defaultPort, type Protocol } from "./types.js";

/** How names become addresses; tests and closed networks give their own. Nothing found is an empty list. */
export interface SipResolver {
  /** SRV records, best first. */
  srv(name: string): Promise<readonly { readonly name: string; readonly port: number }[]>;
  /** Addresses of a host. */
  addresses(host: string): Promise<readonly string[]>;
}

export const systemResolver: SipResolver = {
  srv: async (name) => {
    try {
      const found = await resolveSrv(name);
      return found.sort((a, b) => a.priority - b.priority || b.weight - a.weight);
    } catch {
      return [];
    }
  },
  addresses: async (host) => {
    try {
      return (await lookup(host, { all: true })).map(({ address }) => address);
    } catch {
      return [];
    }
  },
};

/** Where a URI with an IP address leads: nobody has to be asked. */
export function literalTarget(uri: Uri | undefined): Destination | undefined {
  if (!isSipUri(uri)) return undefined;
  const address = socketHost(uri.host);
  const protocol = protocolOf(uri.scheme, uri.params.get("transport"));
  if (protocol === undefined || isIP(address) === 0) return undefined;
  return { protocol, address, port: uri.port ?? defaultPort[protocol] };
}

/**
 * Where a URI leads (RFC 3263, without NAPTR): an address as it stands, a name with a port by its addresses, a name
 * without by SRV and then by its addresses. Empty when it leads nowhere.
 */
export async function resolveTarget(uri: Uri, resolver: SipResolver): Promise<Destination[]> {
  if (!isSipUri(uri)) return [];
  const host = socketHost(uri.host);
  const protocol = protocolOf(uri.scheme, uri.params.get("transport"));
  if (protocol === undefined) return [];
  const literal = literalTarget(uri);
  if (literal !== undefined) return [literal];
  if (uri.port === undefined) {
    const service = protocol === "tls" ? "_sips._tcp" : `_sip._${protocol}`;
    const found: Destination[] = [];
    for (const { name, port } of await resolver.srv(`${service}.${host}`)) {
      for (const address of await resolver.addresses(name)) {
        found.push({ protocol, address, port, serverName: host });
      }
    }
    if (found.length > 0) return found;
  }
  const addresses = await resolver.addresses(host);
  return addresses.map((address) => ({
    protocol,
    address,
    port: uri.port ?? defaultPort[protocol],
    serverName: host,
  }));
}

function protocolOf(scheme: "sip" | "sips", transport: string | undefined): Protocol | undefined {
  if (scheme === "sips") return transport === "udp" ? undefined : "tls";
  const wanted = (transport ?? "udp").toLowerCase();
  return wanted === "udp" || wanted === "tcp" || wanted === "tls" ? wanted : undefined;
}
