import { isIPv4 } from "node:net";

/**
 * A socket on all addresses of IPv6 speaks IPv4 as well, and writes those addresses in IPv6's clothes (RFC 4291 section
 * 2.5.5.2). Everywhere else an address has one form.
 */
const CLOTHES = "::ffff:";

export function plainAddress(address: string): string {
  const bare = address.startsWith(CLOTHES) ? address.slice(CLOTHES.length) : "";
  return isIPv4(bare) ? bare : address;
}

/** As a socket of IPv6 takes it. Names are for the system to look up. */
export function addressForIpv6(address: string): string {
  return isIPv4(address) ? CLOTHES + address : address;
}
