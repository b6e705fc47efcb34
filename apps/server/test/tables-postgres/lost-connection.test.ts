import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Database, migrate } from "../../src/tables-postgres/index.js";
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

/** As when PostgreSQL dies: the server process says so, unasked, and closes the connection. */
async function cut(backendPid: number): Promise<void> {
  const owner = new pg.Client({ connectionString: fresh.ownerUrl });
  await owner.connect();
  await owner.query("select pg_terminate_backend($1)", [backendPid]);
  await owner.end();
}

test("a connection that breaks between two statements fails the transaction and not the process", async () => {
  const transaction = database.withCenter("larkfield", async (tx) => {
    const [row] = await tx.rows<{ pid: number }>("select pg_backend_pid() as pid");
    await cut(row?.pid ?? 0);
    // Long enough for the word of its end to come while no statement is under way.
    await new Promise((resolve) => setTimeout(resolve, 100));
    return tx.rows("select 1");
  });
  await expect(transaction).rejects.toThrow();
  expect(await database.withCenter("larkfield", (tx) => tx.rows("select 1 as one"))).toEqual([{ one: 1 }]);
});
