import { expect, test } from "vitest";
import { networkOf } from "../../src/call-quality/index.js";

test.each([
  ["192.0.2.44", "192.0.2.0/24"],
  ["::ffff:192.0.2.44", "192.0.2.0/24"],
  ["127.0.0.1", "this machine"],
  ["::1", "this machine"],
  ["::ffff:127.0.0.1", "this machine"],
  ["2001:db8:0a:1::7", "2001:db8:a::/48"],
  ["2001:DB8::7", "2001:db8:0::/48"],
  ["fe80::1%eth0", "fe80:0:0::/48"],
  ["not an address", ""],
])("%s is in %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
