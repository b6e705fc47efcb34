import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { ensureAppRole } from "../../src/platform/database-roles.js";
import { startPostgres } from "../../src/platform/postgres-embedded/index.js";

declare module "vitest" {
  interface ProvidedContext {
    postgres: { readonly ownerUrl: string; readonly appPassword: string };
  }
}

/**
 * One real PostgreSQL for the whole test run, in a temporary folder, started by the same supervisor as a
 * center's own. Without fsync: what it holds is thrown away.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "patchbay-test-postgres-"));
  const postgres = await startPostgres({
    dataDir,
    ownerPassword: randomBytes(16).toString("hex"),
    log: { info: () => {}, warn: (message) => console.warn(message) },
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" },
  });
  cleanUpAfterKill(dataDir);
  const { host, port, user, password } = postgres.connection;
  const appPassword = randomBytes(16).toString("hex");
  const owner = new pg.Client({ host, port, user, password, database: "postgres" });
  await owner.connect();
  await ensureAppRole(owner, { password: appPassword });
  await owner.end();
  project.provide("postgres", {
    ownerUrl: `postgresql://${user}:${password}@localhost:${port}/postgres?host=${encodeURIComponent(host)}`,
    appPassword,
  });
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
    await rm(host, { recursive: true, force: true });
  };
}

/**
 * A test run that is killed can't stop its PostgreSQL, which outlives its starter by design. A shell waits for
 * the end of our pipe to it; after a proper stop it finds nothing left to do.
 */
function cleanUpAfterKill(dataDir: string): void {
  const script =
    'read -r _; sleep 1; pid="$(head -n 1 "$0/postgres/postmaster.pid")" && kill -INT "$pid" && sleep 5 && rm -rf "$0"';
  const watcher = spawn("/bin/sh", ["-c", script, dataDir], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  // The pipe must not keep the test run alive.
  if (watcher.stdin instanceof Socket) watcher.stdin.unref();
}
