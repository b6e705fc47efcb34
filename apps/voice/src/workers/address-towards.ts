import { isIPv6 } from "node:net";
import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";
import type { WorkerStart } from "./messages.js";

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * What our descriptions name: a peer on this machine is told the loopback address, others the public one if there is.
 * Listening on all addresses of both families, a peer is told one of its own.
 *
 * @param peer its address, in one form for each address: never IPv4 in IPv6's clothes.
 */
export function addressTowards(
  peer: string,
  { host, publicIp }: Pick<WorkerStart, "host" | "publicIp">,
  interfaces: Interfaces = networkInterfaces(),
): string {
  const loopback = peer === "::1" || peer.startsWith("127.");
  if (publicIp !== null && !loopback) return publicIp;
  if (host !== "0.0.0.0" && host !== "::") return host;
  const six = host === "::" && isIPv6(peer);
  const own = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    // A link-local address means nothing without the name of our interface.
    .find(
      ({ internal, family, address }) =>
        !internal && family === (six ? "IPv6" : "IPv4") && !/^fe80/i.test(address),
    );
  const home = six ? "::1" : "127.0.0.1";
  return loopback ? home : (own?.address ?? home);
}
