import { isIPv4, isIPv6, SocketAddress } from "node:net";

export interface MediaAddress {
  readonly address: string;
  readonly port: number;
}

/** A socket on all addresses of IPv6 writes those of IPv4 so (RFC 4291 §2.5.5.2). */
const CLOTHES = "::ffff:";

/** One form for each address: descriptions may write an IPv6 address in several. Names stay as they are. */
export function plain({ address, port }: MediaAddress): MediaAddress {
  const bare = address.startsWith(CLOTHES) ? address.slice(CLOTHES.length) : "";
  if (isIPv4(bare)) return { address: bare, port };
  // An interface's name behind % is not part of it, and is needed to send there.
  if (!isIPv6(address) || address.includes("%")) return { address, port };
  return { address: new SocketAddress({ address, family: "ipv6" }).address, port };
}

/** As a socket of IPv6 takes it. */
export function addressForIpv6(address: string): string {
  return isIPv4(address) ? CLOTHES + address : address;
}
