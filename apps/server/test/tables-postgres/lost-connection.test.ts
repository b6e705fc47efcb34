import { type AddressInfo, connect, createServer } from "node:net";
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

/** What PostgreSQL says to each session that is still there when it is stopped: protocol, message type E. */
function shuttingDown(): Buffer {
  const fields = Buffer.from(
    "SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0",
    "latin1",
  );
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

test("a database that is stopped while our goodbyes are on their way is no alarm, and closing waits for it", async () => {
  const GOODBYE_TAKES_MS = 150;
  const url = new URL(fresh.appUrl);
  let open = 0;
  const line = createServer((near) => {
    open += 1;
    const far = connect(`${url.searchParams.get("host")}/.s.PGSQL.${url.port}`);
    far.on("data", (bytes) => near.write(bytes));
    far.on("error", () => near.destroy());
    near.on("error", () => far.destroy());
    near.on("close", () => {
      open -= 1;
      far.destroy();
    });
    near.on("data", (bytes) => {
      const isGoodbye = bytes[0] === 0x58 && bytes.length === 5;
      if (!isGoodbye) far.write(bytes);
      else setTimeout(() => near.end(shuttingDown()), GOODBYE_TAKES_MS);
    });
  });
  await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
  const alarms: string[] = [];
  const connection = {
    host: "127.0.0.1",
    port: (line.address() as AddressInfo).port,
    user: url.username,
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
  };
  const stopping = new Database(connection, { onError: (cause) => alarms.push(cause.message) });
  await Promise.all([1, 2, 3].map(() => stopping.withCenter("larkfield", (tx) => tx.rows("select 1"))));
  expect(open).toBeGreaterThan(0);
  await stopping.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect({ open, alarms }).toEqual({ open: 0, alarms: [] });
  await new Promise((resolve) => line.close(resolve));
});
