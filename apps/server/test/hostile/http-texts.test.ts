/** Every route of the server's own table, with ids and bodies that nobody in their right mind sends, and from pages that are not ours. */
import { randomInt } from "node:crypto";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { appHeaders, cookieOf, hostOf, ourPage, twoCenters } from "../composition/support/two-centers.js";
import { naughtyStrings } from "./naughty-strings.js";

const errors: string[] = [];
const world = await twoCenters(pino({ level: "error" }, { write: (line: string) => void errors.push(line) }));
afterAll(() => world.close());
const cookie = await cookieOf(world.app, "larkfield", "administrator", 3);

/** Signing in and out has tests of its own, and would end the session of this one. */
const routes = world.auth
  .routes()
  .filter(({ method, url }) => method !== "HEAD" && method !== "OPTIONS" && url !== "/api/session");
const takesBody = (method: string): boolean => ["POST", "PUT", "PATCH", "DELETE"].includes(method);

/** What can be in an address at all, and is not cut to another one there. */
const ids = naughtyStrings.filter(
  (text) => !/\p{Surrogate}/u.test(text) && /[^.\s/]/.test(text) && text.length < 300,
);

const oddBodies = [
  "null",
  "[]",
  '"text"',
  "12",
  "{",
  '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}',
  `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
  '{"text":"\\u0000\\ud800","name":"\\u0000","form":null,"events":[null]}',
  `{"text":"${"x".repeat(200_000)}"}`,
];

const from = (): string => `127.${1 + randomInt(250)}.${randomInt(250)}.${randomInt(250)}`;
const call = (method: string, url: string, headers: Record<string, string>, payload?: string) =>
  world.app.inject({
    method: method as "GET",
    url,
    query: { tenantUrl: hostOf("larkfield"), appId: "demo-app", seat: "3" },
    headers: { ...headers, ...(payload === undefined ? {} : { "content-type": "application/json" }) },
    remoteAddress: from(),
    ...(payload === undefined ? {} : { payload }),
  });
const ours = (access: unknown): Record<string, string> =>
  access === "customer"
    ? { ...appHeaders("larkfield"), "idempotency-key": "a-key" }
    : { ...ourPage("larkfield"), cookie };

const withIds = routes.filter(({ url }) => url.includes(":"));
test.each(withIds.map((route) => [`${route.method} ${route.url}`, route] as const))(
  "%s: no id makes it fail",
  async (_name, { method, url, access }) => {
    const before = errors.length;
    const answers = await Promise.all(
      ids.map(async (id) => {
        const address = url.replace(/:\w+/g, encodeURIComponent(id)).replace("*", "x");
        const { statusCode } = await call(
          method,
          address,
          ours(access),
          takesBody(method) ? "{}" : undefined,
        );
        return [id.slice(0, 60), statusCode] as const;
      }),
    );
    expect(answers.filter(([, status]) => status >= 500)).toEqual([]);
    expect(errors.slice(before)).toEqual([]);
  },
);

const withBodies = routes.filter(({ method }) => takesBody(method));
test.each(withBodies.map((route) => [`${route.method} ${route.url}`, route] as const))(
  "%s: no body makes it fail, nor changes what an object is",
  async (_name, { method, url, access }) => {
    const before = errors.length;
    const address = url.replace(/:\w+/g, "nobody").replace("*", "x");
    const answers = await Promise.all(
      oddBodies.map(async (body) => {
        const { statusCode } = await call(method, address, ours(access), body);
        return [body.slice(0, 60), statusCode] as const;
      }),
    );
    expect(answers.filter(([, status]) => status >= 500)).toEqual([]);
    expect(errors.slice(before)).toEqual([]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  },
);

/** Whoever uses a cookie and changes something has to be a page of ours. */
const withCookies = withBodies.filter(({ access }) => {
  const isKey = typeof access === "object" && "key" in access;
  return !isKey && !["public", "capability", "customer"].includes(String(access));
});
const foreign: Readonly<Record<string, Record<string, string>>> = {
  "a form of a foreign page": { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  "a neighbouring host": { origin: `http://evil.${hostOf("larkfield")}`, "sec-fetch-site": "same-site" },
  "a sandboxed frame": { origin: "null", "sec-fetch-site": "cross-site" },
  "an origin that begins like ours": {
    origin: `http://${hostOf("larkfield")}.evil.example`,
    "sec-fetch-site": "same-origin",
  },
};
test("there are routes that a foreign page must not use", () => {
  expect(withCookies.length).toBeGreaterThan(15);
});
test.each(withCookies.map((route) => [`${route.method} ${route.url}`, route] as const))(
  "%s: a foreign page gets nowhere with the cookie of a seat",
  async (_name, { method, url }) => {
    const before = world.open.get("larkfield")?.runtime.state.seq;
    const address = url.replace(/:\w+/g, "nobody");
    for (const [what, headers] of Object.entries(foreign)) {
      const told = await call(method, address, { ...ourPage("larkfield"), cookie, ...headers }, "{}");
      expect([what, told.statusCode, told.json().code]).toEqual([what, 403, "not_our_page"]);
    }
    const { "x-patchbay": _header, ...without } = ourPage("larkfield");
    const told = await call(method, address, { ...without, cookie }, "{}");
    expect([told.statusCode, told.json().code]).toEqual([403, "not_our_page"]);
    expect(world.open.get("larkfield")?.runtime.state.seq).toBe(before);
  },
);

test.each(
  routes.filter(({ method, access }) => method === "GET" && access === "any").map(({ url }) => [url]),
)("GET %s: what is read with a cookie is in no shared cache", async (url) => {
  const told = await call("GET", url.replace(/:\w+/g, "nobody"), ours("any"));
  expect(String(told.headers["cache-control"] ?? "")).toMatch(/no-store|private/);
});
