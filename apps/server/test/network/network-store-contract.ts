import { dialPlanDefaults, networkDoorsDefaults, type Trunk, trunkDefaults } from "@patchbay/protocol";
import { beforeEach, expect, test } from "vitest";
import type { NetworkStore } from "../../src/network/index.js";

/** What every store of a network does. */
export function networkStoreContract(makeStore: () => Promise<NetworkStore>): void {
  let store: NetworkStore;
  beforeEach(async () => {
    store = await makeStore();
  });
  const trunk = (name: string, over: Partial<Trunk> = {}): Trunk => ({
    ...trunkDefaults,
    name,
    host: "192.0.2.1",
    ...over,
  });
  const by = { changedAt: 1_000, changedBy: "admin" };
  const sofia = { agentId: "agent1", enabled: true, entryId: null, note: "Desk 12" };

  test("is empty at first", async () => {
    expect(await store.read()).toEqual({
      revision: 0,
      plan: null,
      doors: null,
      trunks: [],
      accounts: [],
      unreadable: [],
    });
  });

  test("a change raises the revision; one from an older revision changes nothing", async () => {
    expect(await store.change(0, { kind: "doors", doors: networkDoorsDefaults }, by)).toBe(1);
    expect(await store.change(0, { kind: "trunk", trunkId: "t", trunk: trunk("A") }, by)).toBeNull();
    expect(await store.change(1, { kind: "plan", plan: dialPlanDefaults }, by)).toBe(2);
    expect(await store.read()).toMatchObject({
      revision: 2,
      plan: dialPlanDefaults,
      doors: networkDoorsDefaults,
      trunks: [],
    });
  });

  test("a trunk's password stays until it is changed or taken away", async () => {
    const passwordIs = async () => (await store.read()).trunks[0]?.password?.toString() ?? null;
    await store.change(
      0,
      { kind: "trunk", trunkId: "t", trunk: trunk("A"), password: Buffer.from("one") },
      by,
    );
    await store.change(
      1,
      { kind: "trunk", trunkId: "t", trunk: trunk("B", { priority: 2 }) },
      { ...by, changedAt: 2 },
    );
    expect(await passwordIs()).toBe("one");
    expect((await store.read()).trunks).toMatchObject([
      { trunkId: "t", trunk: { name: "B", priority: 2 }, changedAt: 2, changedBy: "admin" },
    ]);
    await store.change(
      2,
      { kind: "trunk", trunkId: "t", trunk: trunk("B"), password: Buffer.from("two") },
      by,
    );
    expect(await passwordIs()).toBe("two");
    await store.change(3, { kind: "trunk", trunkId: "t", trunk: trunk("B"), password: null }, by);
    expect(await passwordIs()).toBeNull();
    await store.change(4, { kind: "trunk_removed", trunkId: "t" }, by);
    expect((await store.read()).trunks).toEqual([]);
  });

  test("accounts and trunks are listed by name and id; an account keeps its password, and has one", async () => {
    await store.change(0, { kind: "account", user: "1002", account: sofia, password: Buffer.from("b") }, by);
    await store.change(1, { kind: "account", user: "1001", account: sofia, password: Buffer.from("a") }, by);
    await store.change(2, { kind: "account", user: "1001", account: { ...sofia, enabled: false } }, by);
    const { accounts } = await store.read();
    expect(
      accounts.map(({ user, account, password }) => [user, account.enabled, password.toString()]),
    ).toEqual([
      ["1001", false, "a"],
      ["1002", true, "b"],
    ]);
    await expect(store.change(3, { kind: "account", user: "1003", account: sofia }, by)).rejects.toThrow();
    expect((await store.read()).revision).toBe(3);
    await store.change(3, { kind: "account_removed", user: "1001" }, by);
    expect((await store.read()).accounts).toHaveLength(1);
    await store.change(4, { kind: "trunk", trunkId: "b", trunk: trunk("B") }, by);
    await store.change(5, { kind: "trunk", trunkId: "a", trunk: trunk("A") }, by);
    expect((await store.read()).trunks.map(({ trunkId }) => trunkId)).toEqual(["a", "b"]);
  });

  const entry = (number: string, reason = "", since = 5) => ({ number, reason, addedBy: "admin", since });

  test("a number is on the list from its first day, with its newest reason", async () => {
    expect(await store.addDoNotCall([entry("+15035550142", "asked"), entry("+15035550143")])).toBe(2);
    const again = { ...entry("+15035550142", "asked twice", 9), addedBy: "agent1" };
    expect(await store.addDoNotCall([again, entry("+15035550144"), entry("+15035550144", "later")])).toBe(1);
    expect(await store.doNotCall("+15035550142")).toEqual({ ...again, since: 5 });
    expect((await store.doNotCall("+15035550144"))?.reason).toBe("later");
    expect(await store.doNotCall("15035550142")).toBeUndefined();
    expect([
      await store.removeDoNotCall("+15035550142"),
      await store.removeDoNotCall("+15035550142"),
    ]).toEqual([true, false]);
    expect(await store.doNotCall("+15035550142")).toBeUndefined();
    expect(await store.addDoNotCall([])).toBe(0);
  });

  test("the list is read page by page, by number, and searched", async () => {
    await store.addDoNotCall(["+3", "+1", "+2", "+12", "+21"].map((number) => entry(number)));
    const page = async (search: string, after: string | null, limit: number) => {
      const { rows, more, count } = await store.doNotCallList({ search, after, limit });
      return [rows.map(({ number }) => number), more, count];
    };
    expect(await page("", null, 2)).toEqual([["+1", "+12"], true, 5]);
    expect(await page("", "+12", 2)).toEqual([["+2", "+21"], true, 5]);
    expect(await page("", "+21", 2)).toEqual([["+3"], false, 5]);
    expect(await page("1", null, 10)).toEqual([["+1", "+12", "+21"], false, 3]);
    expect(await page("%", null, 10)).toEqual([[], false, 0]);
  });
}
