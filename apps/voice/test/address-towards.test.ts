import type { NetworkInterfaceInfo } from "node:os";
import { expect, it } from "vitest";
import { addressTowards } from "../src/workers/address-towards.js";

const at = (address: string, internal = false): NetworkInterfaceInfo => {
  const rest = { address, netmask: "", mac: "", internal, cidr: null };
  return address.includes(":") ? { ...rest, family: "IPv6", scopeid: 0 } : { ...rest, family: "IPv4" };
};
const interfaces = {
  lo: [at("127.0.0.1", true), at("::1", true)],
  eth0: [at("10.0.0.5"), at("fe80::5"), at("2001:db8::5")],
};

it.each([
  ["127.0.0.1", "0.0.0.0", null, "127.0.0.1"],
  ["10.0.0.9", "0.0.0.0", null, "10.0.0.5"],
  ["198.51.100.9", "0.0.0.0", "203.0.113.7", "203.0.113.7"],
  ["127.0.0.1", "0.0.0.0", "203.0.113.7", "127.0.0.1"],
  ["10.0.0.9", "10.0.0.5", null, "10.0.0.5"],
  ["::1", "::1", null, "::1"],
  ["::1", "::", null, "::1"],
  ["2001:db8::9", "::", null, "2001:db8::5"],
  ["127.0.0.1", "::", null, "127.0.0.1"],
  ["10.0.0.9", "::", null, "10.0.0.5"],
] as const)(
  "%s, when we listen on %s with the public address %s, is told %s",
  (peer, host, publicIp, told) => {
    expect(addressTowards(peer, { host, publicIp }, interfaces)).toBe(told);
  },
);
