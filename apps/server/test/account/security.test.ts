import type { FastifyInstance } from "fastify";
import { TOTP } from "otpauth";
import { afterEach, beforeEach, expect, test } from "vitest";
import { browserName } from "../../src/auth/browser-name.js";
import { passwordFault } from "../../src/auth/index.js";
import { stepOfCode } from "../../src/auth/one-time-code.js";
import { type ACenter, aCenter, aDeskWithAccounts, logIn, ourPage } from "../desk-http/a-center.js";
import { untitled } from "./profile-store-contract.js";

const PASSWORD = "correct horse";
const GOOD = "violin gravel umbrella";
let center: ACenter;
let app: FastifyInstance;
let cookie: string;

beforeEach(async () => {
  center = await aCenter();
  await center.addUser("sofia", ["agent"]);
  await center.addUser("admin", ["administrator"]);
  center.profiles.add("sofia", { profile: untitled, username: "sofia", extension: null, photoFileId: null });
  await center.reloadWords();
  ({ app } = await aDeskWithAccounts(center));
  ({ cookie } = await logIn(app, "sofia"));
});
afterEach(async () => {
  await app.close();
  await center.stop();
});

/** Follows the cookie, as a browser does. */
const send = async (method: "GET" | "PUT" | "POST" | "DELETE", url: string, payload?: object) => {
  const answer = await app.inject({
    method,
    url,
    headers: { ...ourPage(), cookie },
    ...(payload ? { payload } : {}),
  });
  const set = answer.headers["set-cookie"];
  if (typeof set === "string") cookie = set.split(";")[0] ?? "";
  return answer;
};
const codeOf = (answer: { json<T>(): T }): string => answer.json<{ code: string }>().code;
const view = async () =>
  (await send("GET", "/api/account/security")).json<{ secondFactor: object | null; sessions: object[] }>();

/** Switches the second factor on. What the app then shows, at a moment; and the recovery codes. */
async function enrol(): Promise<{ app: (at?: number) => string; recoveryCodes: string[] }> {
  const begun = await send("POST", "/api/account/second-factor", { password: PASSWORD });
  expect(begun.statusCode).toBe(200);
  const { letters, address, qr } = begun.json<{ letters: string; address: string; qr: { path: string } }>();
  expect(new URL(address).searchParams.get("secret")).toBe(letters);
  expect(qr.path).toMatch(/^M4 4h1v1h-1z/);
  const totp = new TOTP({ secret: letters });
  const shown = (at = center.clock.now()): string => totp.generate({ timestamp: at });
  const confirmed = await send("POST", "/api/account/second-factor/confirmation", { code: shown() });
  expect(confirmed.statusCode).toBe(200);
  center.clock.time += 30_000;
  return { app: shown, recoveryCodes: confirmed.json<{ recoveryCodes: string[] }>().recoveryCodes };
}
const enter = (code?: string, options: { force?: boolean; password?: string } = {}) =>
  logIn(app, "sofia", { force: true, seat: 2, ...options, ...(code === undefined ? {} : { code }) });

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("RFC 6238, appendix B: at %i s the code is %s", (seconds, code) => {
  const secret = Buffer.from("12345678901234567890");
  const step = Math.floor(seconds / 30);
  expect(stepOfCode(secret, code, seconds * 1000)).toBe(step);
  expect(stepOfCode(secret, code, (seconds + 30) * 1000), "a clock one step off").toBe(step);
  expect(stepOfCode(secret, code, (seconds + 90) * 1000), "later").toBeUndefined();
});

test("a second factor counts when a code has confirmed it, and then signing in asks for one", async () => {
  await send("POST", "/api/account/second-factor", { password: PASSWORD });
  expect((await view()).secondFactor).toBeNull();
  expect((await enter()).response.statusCode, "not confirmed").toBe(200);
  ({ cookie } = await logIn(app, "sofia", { force: true }));
  const { app: shown } = await enrol();
  expect((await view()).secondFactor).toMatchObject({ recoveryCodesLeft: 10 });
  const without = await enter();
  expect([without.response.statusCode, codeOf(without.response)]).toEqual([401, "second_factor_required"]);
  expect(without.cookie).toBe("");
  expect(codeOf((await enter("000000")).response)).toBe("second_factor_wrong");
  expect((await enter(shown())).response.statusCode).toBe(200);
});

test("the wrong password is told before any code, and says nothing of a second factor", async () => {
  const { app: shown } = await enrol();
  for (const code of [undefined, shown()])
    expect(codeOf((await enter(code, { password: "nope" })).response)).toBe("invalid_credentials");
});

test("a code is used once; being asked whether to take over does not use it", async () => {
  const { app: shown } = await enrol();
  const code = shown();
  const asked = await enter(code, { force: false });
  expect(codeOf(asked.response)).toBe("user_already_logged_in");
  const both = await Promise.all([enter(code), enter(code)]);
  expect(both.map(({ response }) => response.statusCode).sort()).toEqual([200, 401]);
  center.clock.time += 30_000;
  expect(codeOf((await enter(code)).response), "the one before is a step old, and used").toBe(
    "second_factor_wrong",
  );
  expect((await enter(shown())).response.statusCode).toBe(200);
});

test("guessing codes is slowed down, and the right password does not begin the count anew", async () => {
  const { app: shown } = await enrol();
  const wrong = shown() === "000000" ? "000001" : "000000";
  for (let guess = 0; guess < 5; guess++) await enter(wrong);
  const { response } = await enter(shown());
  expect([response.statusCode, codeOf(response)]).toEqual([429, "rate_limited"]);
  expect(response.headers["retry-after"]).toBe("5");
  center.clock.time += 5_000;
  expect((await enter(shown())).response.statusCode).toBe(200);
});

test("a recovery code opens the door once, however it is typed, and is stored as a hash", async () => {
  const { recoveryCodes } = await enrol();
  expect(new Set(recoveryCodes).size).toBe(10);
  const code = recoveryCodes[3] ?? "";
  expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  expect((await enter(code.toUpperCase().replaceAll("-", " "))).response.statusCode).toBe(200);
  expect(codeOf((await enter(code)).response)).toBe("second_factor_wrong");
  expect((await center.secondFactors.standing("sofia"))?.recoveryCodesLeft).toBe(9);
  expect(await center.secondFactorRows.hasRecoveryCode("sofia", recoveryCodes[4] ?? "")).toBe(false);
});

test("switching it off asks for the password and a code; an administrator can without", async () => {
  const { app: shown } = await enrol();
  const off = (password: string, code: string) =>
    send("POST", "/api/account/second-factor/removal", { password, code });
  expect(codeOf(await off("nope", shown()))).toBe("invalid_credentials");
  expect(codeOf(await off(PASSWORD, "000000"))).toBe("second_factor_wrong");
  expect((await off(PASSWORD, shown())).statusCode).toBe(204);
  expect((await enter()).response.statusCode).toBe(200);

  ({ cookie } = await logIn(app, "sofia", { force: true }));
  await enrol();
  ({ cookie } = await logIn(app, "admin", { seat: 3 }));
  const reset = () => send("DELETE", "/api/users/sofia/second-factor?seat=3");
  expect((await reset()).statusCode).toBe(204);
  expect((await reset()).statusCode).toBe(404);
  expect((await enter()).response.statusCode).toBe(200);
});

test("beginning asks for the password, and one that counts is not replaced by a thief", async () => {
  const begin = (password: string) => send("POST", "/api/account/second-factor", { password });
  expect(codeOf(await begin("nope"))).toBe("invalid_credentials");
  await enrol();
  expect(codeOf(await begin(PASSWORD))).toBe("not_suitable_state");
});

test("a new password ends what was copied of the old session, and only the new one opens the door", async () => {
  const before = cookie;
  const change = (password: string, newPassword: string) =>
    send("PUT", "/api/account/password", { password, newPassword });
  expect(codeOf(await change("nope", GOOD))).toBe("invalid_credentials");
  expect(codeOf(await change(PASSWORD, "short"))).toBe("password_too_short");
  expect(codeOf(await change(PASSWORD, "Password2024"))).toBe("password_too_easy");
  expect(codeOf(await change(PASSWORD, PASSWORD))).toBe("password_unchanged");
  expect((await change(PASSWORD, GOOD)).statusCode).toBe(204);
  expect(cookie).not.toBe(before);
  expect((await view()).sessions).toMatchObject([{ isThis: true, seat: 1 }]);
  const copied = await app.inject({
    url: "/api/account/security",
    headers: { ...ourPage(), cookie: before },
  });
  expect(copied.statusCode).toBe(401);
  expect(codeOf((await enter()).response)).toBe("invalid_credentials");
  expect((await enter(undefined, { password: GOOD })).response.statusCode).toBe(200);
});

test("guessing the old password from a seat that was left open is slowed down", async () => {
  for (let guess = 0; guess < 5; guess++)
    await send("PUT", "/api/account/password", { password: "nope", newPassword: GOOD });
  const held = await send("PUT", "/api/account/password", { password: PASSWORD, newPassword: GOOD });
  expect([held.statusCode, codeOf(held)]).toEqual([429, "rate_limited"]);
});

test.each([
  ["password12", "password_too_easy"],
  ["qwertyuiop", "password_too_easy"],
  ["sofialindqvist", "password_too_easy"],
  ["aaaaaaaaaaaaaaaa", "password_too_easy"],
  ["violin9!", "password_too_short"],
  ["violin gravel umbrella", undefined],
  ["öäü-Wolken über Kiel", undefined],
])("%s: %s", (password, fault) => {
  expect(passwordFault(password, ["Sofia", "Lindqvist"])).toBe(fault);
});

test("a browser is called what people call it", () => {
  const chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36";
  expect(browserName(chrome)).toBe("Chrome on Windows");
  expect(browserName(`${chrome} Edg/130.0`)).toBe("Edge on Windows");
  expect(browserName("curl/8")).toBeNull();
  expect(browserName(undefined)).toBeNull();
});
