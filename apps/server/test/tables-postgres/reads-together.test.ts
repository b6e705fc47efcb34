import { afterAll, beforeAll, expect, test } from "vitest";
import { Database, migrate } from "../../src/tables-postgres/index.js";
import { ReadsTogether } from "../../src/tables-postgres/reads-together.js";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";

let fresh: TestDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  await migrate({ connectionString: fresh.ownerUrl });
  database = new Database({ connectionString: fresh.appUrl });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const ONE = "select $1::integer as one, current_setting('patchbay.center') as center";

test("reads of one turn share a transaction of their center, and each gets its own rows", async () => {
  let transactions = 0;
  const counted: Pick<Database, "withCenter"> = {
    withCenter: (centerId, run) => {
      transactions += 1;
      return database.withCenter(centerId, run);
    },
  };
  const reads = new ReadsTogether(counted, "larkfield");
  const rows = await Promise.all(Array.from({ length: 30 }, (_, i) => reads.rows(ONE, [i])));
  expect(rows).toEqual(Array.from({ length: 30 }, (_, i) => [{ one: i, center: "larkfield" }]));
  expect(transactions).toBe(1);
  const more = await Promise.all(Array.from({ length: 1_000 }, (_, i) => reads.rows(ONE, [i])));
  expect(more.flat().map(({ one }) => one)).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
  expect(transactions).toBeLessThan(30);
});

test("one that fails is the only one that does", async () => {
  const reads = new ReadsTogether(database, "larkfield");
  const outcomes = await Promise.allSettled([
    reads.rows(ONE, [1]),
    reads.rows("select 1 / $1::integer", [0]),
    reads.rows(ONE, [3]),
    reads.rows("select nothing from nowhere"),
    reads.rows(ONE, [5]),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
});

test("when the database is gone, nobody waits for the others to learn it", async () => {
  let tries = 0;
  const gone: Pick<Database, "withCenter"> = {
    withCenter: () => {
      tries += 1;
      return Promise.reject(new Error("connect ECONNREFUSED"));
    },
  };
  const reads = new ReadsTogether(gone, "larkfield");
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => reads.rows(ONE, [1])));
  expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
  expect(tries).toBe(1);
});
