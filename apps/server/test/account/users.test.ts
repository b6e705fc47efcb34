import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ACenter, aCenter, aDeskWithAccounts, logIn, ourPage } from "../desk-http/a-center.js";

const GIVEN = "violin gravel umbrella";
const OWN = "lantern copper meadow";
let center: ACenter;
let app: FastifyInstance;
let cookie: string;

beforeEach(async () => {
  center = await aCenter();
  await center.addUser("sofia", ["agent"]);
  await center.addUser("admin", ["administrator"]);
  await center.reloadWords();
  ({ app } = await aDeskWithAccounts(center));
  ({ cookie } = await logIn(app, "admin"));
});
afterEach(async () => {
  await app.close();
  await center.stop();
});

const send = (method: "GET" | "PUT" | "DELETE", url: string, payload?: object, as = cookie) =>
  app.inject({ method, url, headers: { ...ourPage(), cookie: as }, ...(payload ? { payload } : {}) });
const enter = (password: string, newPassword?: string) =>
  app.inject({
    method: "POST",
    url: "/api/session",
    headers: ourPage(),
    payload: { username: "sofia", password, seat: 2, force: true, ...(newPassword && { newPassword }) },
  });
const codeOf = (answer: { json<T>(): T }): string => answer.json<{ code: string }>().code;
const standing = async () =>
  (await send("GET", "/api/users/accounts"))
    .json<{ accounts: { agentId: string }[] }>()
    .accounts.find(({ agentId }) => agentId === "sofia");

test("a password that somebody else has set opens the way to an own one, and to nothing else", async () => {
  const set = await send("PUT", "/api/users/sofia/password", { password: GIVEN, mustChange: true });
  expect([set.statusCode, set.json()]).toEqual([200, { password: null }]);
  expect(await standing()).toMatchObject({ hasPassword: true, mustChange: true, lockedUntil: null });
  const asked = await enter(GIVEN);
  expect([asked.statusCode, codeOf(asked)]).toEqual([403, "password_change_required"]);
  expect(asked.headers["set-cookie"]).toBeUndefined();
  expect(codeOf(await enter(GIVEN, GIVEN))).toBe("password_unchanged");
  expect(codeOf(await enter(GIVEN, "sofia"))).toBe("password_too_short");
  expect(codeOf(await enter("wrong", OWN))).toBe("invalid_credentials");
  expect((await enter(GIVEN, OWN)).statusCode).toBe(200);
  expect(codeOf(await enter(GIVEN))).toBe("invalid_credentials");
  expect((await enter(OWN)).statusCode).toBe(200);
  expect(await standing()).toMatchObject({ mustChange: false });
});

test("one that is made up is told once, and is none that anybody guesses", async () => {
  const made = await send("PUT", "/api/users/sofia/password", { password: null, mustChange: false });
  expect(made.headers["cache-control"]).toBe("no-store");
  const { password } = made.json<{ password: string }>();
  expect(password).toMatch(/^[A-Za-z2-9]{16}$/);
  expect((await enter(password)).statusCode).toBe(200);
  const again = await send("PUT", "/api/users/sofia/password", { password: null, mustChange: false });
  expect(again.json<{ password: string }>().password).not.toBe(password);
});

test("a new password ends every session of that user, and is told among the changes without itself", async () => {
  const sofia = (await logIn(app, "sofia")).cookie;
  expect((await send("GET", "/api/session", undefined, sofia)).statusCode).toBe(200);
  await send("PUT", "/api/users/sofia/password", { password: GIVEN, mustChange: false });
  expect((await send("GET", "/api/session", undefined, sofia)).statusCode).toBe(401);
  const row = await center.handle.records.audit.newestOf("password", "sofia");
  expect(row).toMatchObject({ by: "admin", secretSet: true, before: {}, after: {} });
});

test("too easy a password is none, and a user who is not there gets none", async () => {
  const easy = await send("PUT", "/api/users/sofia/password", { password: "password123", mustChange: true });
  expect([easy.statusCode, codeOf(easy)]).toEqual([400, "password_too_easy"]);
  const nobody = await send("PUT", "/api/users/nobody/password", { password: GIVEN, mustChange: true });
  expect([nobody.statusCode, codeOf(nobody)]).toEqual([404, "object_not_found"]);
});

test("who has mistyped too often is let try again", async () => {
  for (let tries = 0; tries < 6; tries += 1) await enter("wrong password");
  const locked = (await standing()) as { lockedUntil?: number | null } | undefined;
  expect(locked?.lockedUntil).toBeGreaterThan(center.clock.now());
  expect(codeOf(await enter("correct horse"))).toBe("rate_limited");
  expect((await send("DELETE", "/api/users/sofia/lock")).statusCode).toBe(204);
  expect(await standing()).toMatchObject({ lockedUntil: null });
});

test("is for administrators", async () => {
  const sofia = (await logIn(app, "sofia")).cookie;
  for (const [method, url, payload] of [
    ["GET", "/api/users/accounts", undefined],
    ["PUT", "/api/users/admin/password", { password: GIVEN, mustChange: false }],
    ["DELETE", "/api/users/admin/lock", undefined],
  ] as const)
    expect(codeOf(await send(method, url, payload, sofia)), url).toBe("not_enough_privileges");
});
