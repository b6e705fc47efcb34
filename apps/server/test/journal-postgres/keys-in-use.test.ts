import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PostgresJournal } from "../../src/journal-postgres/index.js";
import { KeyFilter } from "../../src/journal-postgres/key-filter.js";
import type { Database } from "../../src/tables-postgres/database.js";
import { settableClock } from "../contracts/journal-contract.js";
import { type PostgresTown, postgresTown } from "./postgres-house.js";

let town: PostgresTown;
beforeAll(async () => {
  town = await postgresTown();
});
afterAll(() => town.drop());

const HOUR_MS = 3_600_000;

/** A database that counts how often it is asked. */
function counting(database: Database): { readonly database: Database; readonly asked: () => number } {
  let count = 0;
  const counted = new Proxy(database, {
    get: (target, name) => {
      if (name === "withCenter") count += 1;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { database: counted, asked: () => count };
}

describe("the keys of requests that were answered", () => {
  test("are found after another writer has stored them, and a new key asks the database nothing", async () => {
    const centerId = town.newCenter();
    const clock = settableClock();
    const entry = (key: string) => [{ events: [], content: [], idempotency: { key, result: key } }];
    const before = new PostgresJournal({ database: town.database, centerId, clock, owner: "before" });
    await before.open();
    await before.append(0, entry("of the one before"));
    await before.close();

    const { database, asked } = counting(town.database);
    const journal = new PostgresJournal({ database, centerId, clock, owner: "now" });
    await journal.open();
    // Until the table is read, each key is looked up.
    const untilThen = asked();
    expect(await journal.answered("new")).toBeUndefined();
    expect(asked()).toBe(untilThen + 1);
    await journal.seen(clock.now());
    await journal.append(0, entry("of our own"));
    await expect
      .poll(async () => {
        const at = asked();
        await journal.answered("newer");
        return asked() - at;
      })
      .toBe(0);
    expect(await journal.answered("of the one before")).toEqual({ result: "of the one before" });
    expect(await journal.answered("of our own")).toEqual({ result: "of our own" });
    await journal.close();
  });

  test("are kept as bits: what was added is never taken for new, and little else is taken for old", () => {
    const filter = new KeyFilter(2 ** 12);
    const added = Array.from({ length: 20_000 }, (_, i) => `customer:${i * 7_919}:chat-${i % 97}:${i}`);
    for (const key of added) filter.add(key, 0);
    expect(added.filter((key) => !filter.mayHave(key))).toEqual([]);
    const others = Array.from({ length: 20_000 }, (_, i) => `customer:${i * 104_729}:chat-${i % 89}:x${i}`);
    // 1 of 400 by the size of each part, and there are several.
    expect(others.filter((key) => filter.mayHave(key)).length).toBeLessThan(400);
    expect(filter.bytes).toBeLessThan(200_000);
  });

  test("are forgotten in parts, when the newest of a part is too old", () => {
    const filter = new KeyFilter(2 ** 9);
    for (let i = 0; i < 32; i++) filter.add(`old ${i}`, HOUR_MS);
    filter.add("young", 3 * HOUR_MS);
    filter.dropBefore(2 * HOUR_MS);
    expect(filter.mayHave("young")).toBe(true);
    expect(Array.from({ length: 32 }, (_, i) => filter.mayHave(`old ${i}`))).not.toContain(true);
  });
});
