import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { buildApp } from "../../src/composition/build-app.js";
import { OpenCenters } from "../../src/composition/centers.js";
import type { Settings } from "../../src/platform/settings.js";
import { noPush, subscriptionsInMemory } from "../../src/push/index.js";

/** More refused calls than one address may make at once. */
const CALLS = 100;
const PROXY = "192.0.2.10";

/** A server that knows no center: each call for one is refused, and refusals are counted by the caller's address. */
async function serverWith(trustProxy: Settings["trustProxy"]) {
  const { app } = await buildApp({
    settings: { trustProxy, publicUrl: null, mapTilesUrl: null },
    centers: new OpenCenters(),
    isReady: () => true,
    whenReady: Promise.resolve(),
    log: pino({ level: "silent" }),
    appsDir: "/nowhere",
    version: "test",
    push: noPush,
    subscriptionsFor: () => subscriptionsInMemory(),
  });
  onTestFinished(() => app.close());
  const call = async (remoteAddress: string, forwardedFor: string) =>
    (
      await app.inject({
        url: "/clientweb/api/v2/availability?tenantUrl=nobody.example",
        remoteAddress,
        headers: { "x-forwarded-for": forwardedFor },
      })
    ).statusCode;
  /** The last answer to many calls, each with another word for where it comes from. */
  const flood = async (remoteAddress: string, forwardedFor: (nth: number) => string) => {
    let last = 0;
    for (let nth = 0; nth < CALLS; nth++) last = await call(remoteAddress, forwardedFor(nth));
    return last;
  };
  return { call, flood };
}

test("behind a trusted proxy one customer's refused calls are not held against another", async () => {
  const { call, flood } = await serverWith([PROXY]);
  expect(await flood(PROXY, () => "203.0.113.1")).toBe(429);
  expect(await call(PROXY, "203.0.113.2")).toBe(403);
});

test("behind a trusted proxy that appends, an address that the caller made up is not believed", async () => {
  const { flood } = await serverWith([PROXY]);
  expect(await flood(PROXY, (nth) => `198.51.100.${nth}, 203.0.113.1`)).toBe(429);
});

test("one trusted hop is the proxy itself, and nobody before it", async () => {
  const { call, flood } = await serverWith(1);
  expect(await flood(PROXY, (nth) => `198.51.100.${nth}, 203.0.113.1`)).toBe(429);
  expect(await call(PROXY, "203.0.113.2")).toBe(403);
});

test.each([
  ["without a trusted proxy", false],
  ["past the trusted proxy", [PROXY]],
] as const)("%s nobody's word about an address is believed", async (_, trustProxy) => {
  const { flood } = await serverWith(trustProxy);
  expect(await flood("203.0.113.9", (nth) => `198.51.100.${nth}`)).toBe(429);
});
