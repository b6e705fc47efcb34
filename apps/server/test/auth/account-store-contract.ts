import { expect, test } from "vitest";
import type { AccountStore, SessionRow } from "../../src/auth/index.js";

const session = (sessionId: string, more: Partial<SessionRow> = {}): SessionRow => ({
  sessionId,
  tokenHash: `hash of ${sessionId}`,
  agentId: "sofia",
  seat: 1,
  createdAt: 1_000,
  usedAt: 1_000,
  browser: null,
  ...more,
});

/** What every adapter of AccountStore does. `make` gives an empty store whose only user is Sofia, without a password. */
export function accountStoreContract(make: () => Promise<AccountStore>): void {
  test("a user is found whatever the case of the name; nobody else is", async () => {
    const store = await make();
    expect(await store.accountByUsername("SOFIA")).toEqual({
      agentId: "sofia",
      username: "Sofia",
      passwordHash: null,
      mustChange: false,
    });
    expect(await store.accountByUsername("sofi")).toBeUndefined();
    await store.setPasswordHash("sofia", "$argon2id$x");
    await store.setPasswordHash("nobody", "$argon2id$y");
    expect((await store.accountByUsername("sofia"))?.passwordHash).toBe("$argon2id$x");
    await store.setPasswordHash("sofia", "$argon2id$z", true);
    await store.setPasswordHash("sofia", "$argon2id$x");
    expect(await store.accountOf("sofia")).toMatchObject({ passwordHash: "$argon2id$x", mustChange: true });
    await store.setPasswordHash("sofia", "$argon2id$x", false);
    expect((await store.accountOf("sofia"))?.mustChange).toBe(false);
  });

  test("a session is found by its token alone, remembers its use and ends", async () => {
    const store = await make();
    await store.addSession(
      session("s1", { seat: 2, createdAt: 1_764_000_000_000, usedAt: 1_764_000_000_000 }),
    );
    await store.touchSession("s1", 1_764_000_060_000);
    expect(await store.sessionByTokenHash("hash of s1")).toEqual(
      session("s1", { seat: 2, createdAt: 1_764_000_000_000, usedAt: 1_764_000_060_000 }),
    );
    await store.endSession("s1");
    await store.endSession("s1");
    expect(await store.sessionByTokenHash("hash of s1")).toBeUndefined();
  });

  test("a session goes on under another token, and is found by its user with its browser", async () => {
    const store = await make();
    await store.addSession(session("s1", { browser: "Firefox on Linux" }));
    await store.addSession(session("s2", { agentId: "ben" }));
    await store.replaceToken("s1", "another hash");
    expect(await store.sessionByTokenHash("hash of s1")).toBeUndefined();
    const renewed = session("s1", { browser: "Firefox on Linux", tokenHash: "another hash" });
    expect(await store.sessionByTokenHash("another hash")).toEqual(renewed);
    expect(await store.sessionsOf("sofia")).toEqual([renewed]);
    expect(await store.accountOf("sofia")).toEqual(await store.accountByUsername("sofia"));
    expect(await store.accountOf("Sofia")).toBeUndefined();
  });

  test("the other sessions of a user end, those of others do not", async () => {
    const store = await make();
    for (const row of [session("s1"), session("s2"), session("s3", { agentId: "ben" })])
      await store.addSession(row);
    await store.endSessionsOf("sofia", { except: "s2" });
    expect(await store.sessionByTokenHash("hash of s1")).toBeUndefined();
    expect(await store.sessionByTokenHash("hash of s2")).toBeDefined();
    await store.endSessionsOf("sofia");
    expect(await store.sessionByTokenHash("hash of s2")).toBeUndefined();
    expect(await store.sessionByTokenHash("hash of s3")).toBeDefined();
  });

  test("old sessions are cleared away", async () => {
    const store = await make();
    await store.addSession(session("idle", { createdAt: 500, usedAt: 500 }));
    await store.addSession(session("long", { createdAt: 10, usedAt: 5_000 }));
    await store.addSession(session("good", { createdAt: 500, usedAt: 5_000 }));
    expect(await store.endSessionsOlderThan({ usedAt: 1_000, createdAt: 100 })).toBe(2);
    expect(await store.sessionByTokenHash("hash of good")).toBeDefined();
  });

  test("failures add up, are forgotten after quiet, and are cleared by subject", async () => {
    const store = await make();
    expect(await store.addFailure("user:sofia", 1_000, 0)).toEqual({ count: 1, lastAt: 1_000 });
    expect(await store.addFailure("user:sofia", 2_000, 0)).toEqual({ count: 2, lastAt: 2_000 });
    await store.addFailure("address:192.0.2.1", 2_000, 0);
    expect(await store.failures("user:sofia")).toEqual({ count: 2, lastAt: 2_000 });
    expect(await store.addFailure("user:sofia", 9_000, 2_001)).toEqual({ count: 1, lastAt: 9_000 });
    await store.clearFailures("user:sofia");
    expect(await store.failures("user:sofia")).toBeUndefined();
    await store.forgetFailuresBefore(2_001);
    expect(await store.failures("address:192.0.2.1")).toBeUndefined();
  });
}
