import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DatabaseRightsError, ensureAppRole, refuseUnboundRole } from "../../src/platform/database-roles.js";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";

let database: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

test("the server's role logs in with its password and is bound by row level security", async () => {
  const app = await connected(database.appUrl);
  await expect(refuseUnboundRole(app)).resolves.toBeUndefined();
  await app.end();
});

test("a wrong password is refused: there is no trust authentication", async () => {
  const url = new URL(database.appUrl);
  url.password = "wrong";
  await expect(connected(url.href)).rejects.toMatchObject({ code: "28P01" });
});

test("a role that bypasses row level security, itself or through a membership, is refused", async () => {
  await expect(refuseUnboundRole(owner)).rejects.toThrow(DatabaseRightsError);
  await owner.query("create role test_bypasser bypassrls nologin");
  await owner.query("create role test_member login password 'a-test-password' in role test_bypasser");
  const url = new URL(database.appUrl);
  url.username = "test_member";
  url.password = "a-test-password";
  const member = await connected(url.href);
  await expect(refuseUnboundRole(member)).rejects.toThrow(/test_bypasser/);
  await member.end();
  await owner.query("drop role test_member; drop role test_bypasser");
});

test("a role that owns a table is refused", async () => {
  await owner.query("create role test_table_owner login password 'a-test-password'");
  await owner.query("create table belongings (id int); alter table belongings owner to test_table_owner");
  const url = new URL(database.appUrl);
  url.username = "test_table_owner";
  url.password = "a-test-password";
  const client = await connected(url.href);
  await expect(refuseUnboundRole(client)).rejects.toThrow(/belongings/);
  await client.end();
  await owner.query("drop table belongings; drop role test_table_owner");
});

test("on a shared PostgreSQL the login is a member of patchbay_app, whose password stays as it was", async () => {
  await ensureAppRole(owner, { login: "patchbay_app_0a1b2c3d", password: "another-password" });
  const url = new URL(database.appUrl);
  url.username = "patchbay_app_0a1b2c3d";
  url.password = "another-password";
  const second = await connected(url.href);
  await expect(refuseUnboundRole(second)).resolves.toBeUndefined();
  await second.end();
  const first = await connected(database.appUrl);
  await first.end();
  await owner.query("drop role patchbay_app_0a1b2c3d");
});

test("an owner who may not make roles is told what an administrator has to run", async () => {
  await owner.query("create role test_plain login password 'a-test-password'");
  const url = new URL(database.ownerUrl);
  url.username = "test_plain";
  url.password = "a-test-password";
  const plain = await connected(url.href);
  await expect(ensureAppRole(plain, { login: "patchbay_app_feedbeef", password: "x" })).rejects.toThrow(
    /ALTER ROLE "test_plain" CREATEROLE/,
  );
  await plain.end();
  await owner.query("drop role test_plain");
});
