import { BlockList, isIPv4, isIPv6 } from "node:net";
import type { FastifyRequest } from "fastify";

/** This machine and networks that are not the internet: RFC 1122, 1918, 3927, 4193, 4291. */
const near = new BlockList();
for (const [network, bits] of [
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["169.254.0.0", 16],
] as const)
  near.addSubnet(network, bits, "ipv4");
near.addAddress("::1", "ipv6");
near.addSubnet("fc00::", 7, "ipv6");
near.addSubnet("fe80::", 10, "ipv6");

/** @param address as a socket has it; an IPv4 address may come in IPv6's clothes. */
function isNearAddress(address: string): boolean {
  const plain = address.startsWith("::ffff:") ? address.slice(7) : (address.split("%")[0] ?? "");
  if (isIPv4(plain)) return near.check(plain, "ipv4");
  return isIPv6(plain) && near.check(plain, "ipv6");
}

/**
 * Whether a request comes from this machine or a network around it. Behind a proxy that nobody told us of, everybody
 * seems to come from it: then nobody is near.
 */
export function isNear(request: Pick<FastifyRequest, "ip" | "headers">, trustsProxy: boolean): boolean {
  const { headers } = request;
  const forwarded = headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined;
  return (trustsProxy || !forwarded) && isNearAddress(request.ip);
}
