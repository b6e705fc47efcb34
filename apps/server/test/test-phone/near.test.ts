import { expect, test } from "vitest";
import { isNear } from "../../src/test-phone/index.js";

const from = (ip: string, headers: Record<string, string> = {}) => ({ ip, headers });

test.each([
  "127.0.0.1",
  "::1",
  "::ffff:192.168.1.7",
  "10.1.2.3",
  "172.31.0.1",
  "169.254.3.4",
  "fd00::1",
  "fe80::1%eth0",
])("%s is near", (ip) => {
  expect(isNear(from(ip), false)).toBe(true);
});

test.each(["203.0.113.9", "172.32.0.1", "::ffff:203.0.113.9", "2001:db8::1", "nowhere", ""])(
  "%s is not",
  (ip) => {
    expect(isNear(from(ip), false)).toBe(false);
  },
);

test("behind a proxy that nobody told us of nobody is near; behind a known one, who comes from near", () => {
  const forwarded = { "x-forwarded-for": "203.0.113.9" };
  expect(isNear(from("127.0.0.1", forwarded), false)).toBe(false);
  expect(isNear(from("127.0.0.1", { forwarded: "for=203.0.113.9" }), false)).toBe(false);
  expect(isNear(from("203.0.113.9", forwarded), true)).toBe(false);
  expect(isNear(from("192.168.1.7", { "x-forwarded-for": "192.168.1.7" }), true)).toBe(true);
});
