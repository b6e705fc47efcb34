import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DatabaseUnreachableError, openDatabase } from "../../src/platform/database.js";
import { openSecrets, type Secrets } from "../../src/platform/secrets.js";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";

const log = { info: () => {}, warn: () => {} };
let database: TestDatabase;
let superuser: pg.Client;
let dataDir: string;
let secrets: Secrets;
const logins: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "patchbay-database-"));
  secrets = await openSecrets(dataDir);
  database = await freshDatabase();
  superuser = new pg.Client({ connectionString: database.ownerUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.query(`drop owned by test_customer; drop role test_customer`);
  for (const login of logins) await superuser.query(`drop role if exists ${login}`);
  await superuser.end();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

function urlAs(user: string): string {
  const url = new URL(database.ownerUrl);
  url.username = user;
  url.password = "a-test-password";
  return url.href;
}

const open = (databaseUrl: string) => openDatabase({ settings: { databaseUrl, dataDir }, secrets, log });

test("an ordinary owner is told, right by right, what an administrator has to allow", async () => {
  await superuser.query("create role test_customer login password 'a-test-password'");
  await expect(open(urlAs("test_customer"))).rejects.toThrow(
    /GRANT CREATE ON DATABASE \w+ TO "test_customer"/,
  );
  await superuser.query(`grant create on database ${database.name} to test_customer`);
  await expect(open(urlAs("test_customer"))).rejects.toThrow(/ALTER ROLE "test_customer" CREATEROLE/);
  await superuser.query("alter role test_customer createrole");
  await expect(open(urlAs("test_customer"))).rejects.toThrow(
    /GRANT patchbay_app TO "test_customer" WITH ADMIN OPTION/,
  );
});

test("an owner with these rights gets a login of its own for the server, at each start the same", async () => {
  await superuser.query("grant patchbay_app to test_customer with admin option");
  const first = await open(urlAs("test_customer"));
  const app = new pg.Client(first.app);
  await app.connect();
  const { rows } = await app.query(
    "select current_user as name, pg_has_role('patchbay_app', 'usage') as member, rolsuper, rolbypassrls from pg_roles where rolname = current_user",
  );
  await app.end();
  expect(rows[0]).toMatchObject({ member: true, rolsuper: false, rolbypassrls: false });
  expect(rows[0].name).toMatch(/^patchbay_app_[0-9a-f]{8}$/);
  logins.push(rows[0].name);
  const second = await open(urlAs("test_customer"));
  expect(second.app).toEqual(first.app);
  await second.stop();
  expect(await second.exited).toBe("stopped");
});

test("a database that can't be reached is told without the password", async () => {
  const failure = await open("postgresql://someone:very-secret@127.0.0.1:1/none").catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(DatabaseUnreachableError);
  expect((failure as Error).message).toMatch(/127\.0\.0\.1:1\/none .*ECONNREFUSED/);
  expect((failure as Error).message).not.toContain("very-secret");
});
