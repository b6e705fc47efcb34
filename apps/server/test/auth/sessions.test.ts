import { beforeEach, expect, test } from "vitest";
import {
  delayAfter,
  MemoryAccounts,
  Passwords,
  SESSION_IDLE_MS,
  SESSION_MS_MAX,
  Sessions,
} from "../../src/auth/index.js";
import { PASSWORD_HASH } from "../../src/auth/passwords.js";
import { networkOf } from "../../src/auth/throttle.js";
import { quickPasswords, TestClock } from "../desk-http/a-center.js";

let clock: TestClock;
let accounts: MemoryAccounts;
let sessions: Sessions;
let made = 0;
const ids = { next: () => `session-${++made}` };

beforeEach(async () => {
  clock = new TestClock();
  accounts = new MemoryAccounts();
  accounts.add({
    agentId: "sofia",
    username: "Sofia",
    passwordHash: await quickPasswords.hash("correct horse"),
  });
  sessions = new Sessions(accounts, quickPasswords, clock, ids);
});

const attempt = (password: string, username = "sofia", address = "192.0.2.1") =>
  sessions.verify({ username, password, address });

test("the right password signs in, a wrong one and an unknown user get the same answer", async () => {
  expect(await attempt("correct horse")).toEqual({ ok: true, agentId: "sofia", mustChange: false });
  expect(await attempt("wrong")).toEqual({ ok: false, code: "invalid_credentials" });
  expect(await attempt("wrong", "nobody")).toEqual({ ok: false, code: "invalid_credentials" });
});

test("after five failures the account waits, twice as long each time, at most a quarter of an hour", async () => {
  for (let i = 0; i < 5; i++)
    expect(await attempt("wrong", "sofia", `192.0.2.${i}`)).toMatchObject({ code: "invalid_credentials" });
  expect(await attempt("correct horse", "SOFIA", "192.0.2.9")).toEqual({
    ok: false,
    code: "rate_limited",
    retryAfterMs: 5_000,
  });
  clock.time += 5_000;
  expect(await attempt("wrong", "sofia", "192.0.2.9")).toMatchObject({ code: "invalid_credentials" });
  expect(await attempt("wrong", "sofia", "192.0.2.9")).toMatchObject({ retryAfterMs: 10_000 });
  clock.time += 10_000;
  expect(await attempt("correct horse", "sofia", "192.0.2.9")).toMatchObject({ ok: true });
  expect(await attempt("wrong", "sofia", "192.0.2.9")).toMatchObject({ code: "invalid_credentials" });
  expect([4, 5, 6, 7, 12, 13, 1_000].map((count) => delayAfter(count))).toEqual([
    0, 5_000, 10_000, 20_000, 640_000, 900_000, 900_000,
  ]);
});

test("one address that tries many accounts waits as well, and a success of its own does not free it", async () => {
  // Fewer are an office where several people mistype in one morning: nobody else is kept out by it.
  for (let i = 0; i < 29; i++) await attempt("wrong", `user${i}`);
  expect(await attempt("correct horse")).toMatchObject({ ok: true });
  await attempt("wrong", "user30");
  expect(await attempt("correct horse")).toMatchObject({ code: "rate_limited", retryAfterMs: 5_000 });
  expect(await attempt("correct horse", "sofia", "198.51.100.7")).toMatchObject({ ok: true });
});

test("a clock that is set back keeps nobody waiting longer than the delay", async () => {
  for (let i = 0; i < 5; i++) await attempt("wrong");
  clock.time -= 24 * 60 * 60_000;
  expect(await attempt("correct horse")).toMatchObject({ retryAfterMs: 5_000 });
});

test("an unknown user is slowed down like a known one", async () => {
  for (let i = 0; i < 5; i++) await attempt("wrong", "nobody", `192.0.2.${i}`);
  expect(await attempt("wrong", "nobody", "192.0.2.9")).toMatchObject({ code: "rate_limited" });
});

test("attempts that come all at once are looked at one by one", async () => {
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) => attempt("wrong", "sofia", `192.0.2.${i}`)),
  );
  expect(answers.filter((answer) => !answer.ok && answer.code === "invalid_credentials")).toHaveLength(5);
});

test("a user without a password cannot sign in", async () => {
  accounts.add({ agentId: "new", username: "new", passwordHash: null });
  expect(await attempt("", "new")).toMatchObject({ code: "invalid_credentials" });
});

test("a token is good at its own seat only, and what is stored is not the token", async () => {
  const { session, token } = await sessions.open("sofia", 2);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(JSON.stringify(session)).not.toContain(token);
  expect(await sessions.find(token, 2)).toMatchObject({ sessionId: session.sessionId, agentId: "sofia" });
  expect(await sessions.find(token, 1)).toBeUndefined();
  expect(await sessions.find(`${token.slice(0, 42)}${token.endsWith("A") ? "B" : "A"}`, 2)).toBeUndefined();
  expect(await sessions.find(session.tokenHash, 2)).toBeUndefined();
});

test("a session lives on with use, but not unused for 12 hours and never beyond 24", async () => {
  const first = await sessions.open("sofia", 1);
  clock.time += SESSION_IDLE_MS - 1;
  expect(await sessions.find(first.token, 1)).toBeDefined();
  clock.time += SESSION_IDLE_MS - 1;
  expect(await sessions.find(first.token, 1)).toBeDefined();
  clock.time += 2;
  expect(await sessions.find(first.token, 1)).toBeUndefined();
  const second = await sessions.open("sofia", 1);
  clock.time += SESSION_IDLE_MS;
  expect(await sessions.find(second.token, 1)).toBeUndefined();
  expect(SESSION_MS_MAX).toBe(24 * 3_600_000);
});

test("a hash made with older parameters is made anew at the next login", async () => {
  const stronger = new Sessions(
    accounts,
    new Passwords({ memoryCost: 128, timeCost: 2, parallelism: 1 }),
    clock,
    ids,
  );
  expect(
    await stronger.verify({ username: "sofia", password: "correct horse", address: "192.0.2.1" }),
  ).toMatchObject({ ok: true });
  expect((await accounts.accountByUsername("sofia"))?.passwordHash).toContain("m=128,t=2");
  expect(await attempt("correct horse")).toMatchObject({ ok: true });
});

test("passwords are hashed by argon2id with the parameters of the OWASP sheet", async () => {
  expect(await new Passwords().hash("x")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(PASSWORD_HASH.memoryCost).toBe(19_456);
});

test("an unknown user's check does the same work as a known one's", async () => {
  const passwords = new Passwords();
  await passwords.prepare();
  const stored = await passwords.hash("correct horse");
  const timed = async (hash: string | undefined) => {
    const from = performance.now();
    expect(await passwords.fits(hash, "wrong")).toBe(false);
    return performance.now() - from;
  };
  // In turns, and the quickest of each: what else the machine does only adds time, and adds it to both.
  let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < 7; i++) {
    known = Math.min(known, await timed(stored));
    unknown = Math.min(unknown, await timed(undefined));
  }
  // An early "no such user" would be hundreds of times faster; even a busy machine blurs no factor of three.
  expect(unknown).toBeGreaterThan(known / 3);
  expect(unknown).toBeLessThan(known * 3);
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:2:bbbb:1:2:3", "2001:db8:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
])("the address %s counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
