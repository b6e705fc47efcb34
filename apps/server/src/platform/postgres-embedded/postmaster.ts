import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { chown, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import type { Identity } from "./identity.js";

/** The port is only a part of the socket's name: nothing listens on the network. */
export const SOCKET_PORT = 5432;

/**
 * A connection to the PostgreSQL behind `runFolder`, if it is the one that works in this very folder.
 *
 * What a pid file says proves nothing: pids are used again, folders are copied and moved. The proof has two
 * parts. The server knows the owner's password (SCRAM proves it to us as it proves us to the server), and it can
 * read a fresh random file that we put into the folder.
 *
 * @returns `undefined` when nobody answers, or it is another one.
 */
export async function connectIfOurs(options: {
  readonly clusterFolder: string;
  readonly runFolder: string;
  readonly owner: { readonly user: string; readonly password: string };
  readonly identity: Identity;
}): Promise<pg.Client | undefined> {
  const { clusterFolder, runFolder, owner, identity } = options;
  const client = new pg.Client({
    host: runFolder,
    port: SOCKET_PORT,
    user: owner.user,
    password: owner.password,
    database: "postgres",
    connectionTimeoutMillis: 5000,
    application_name: "patchbay supervisor",
  });
  // A lost connection is told by `end`; without a listener the event `error` would end the process.
  client.on("error", () => {});
  const name = `patchbay-proof-${randomBytes(6).toString("hex")}`;
  const proof = path.join(clusterFolder, name);
  const nonce = randomBytes(16).toString("hex");
  try {
    await client.connect();
    await writeFile(proof, nonce, { mode: 0o600, flag: "wx" });
    if (process.getuid?.() === 0) await chown(proof, identity.owner.uid, identity.owner.gid);
    const { rows } = await client.query("select pg_read_file($1) as nonce", [name]);
    if (rows[0]?.nonce === nonce) return client;
  } catch {
    // Nobody there, still starting, shutting down, or a stranger: not ours to use now.
  } finally {
    await rm(proof, { force: true });
  }
  await client.end().catch(() => {});
  return undefined;
}

/**
 * The pid of the postmaster behind a proven connection: the parent of the process that serves it.
 * @returns `undefined` when that process is gone.
 */
export async function postmasterPid(proven: pg.Client): Promise<number | undefined> {
  const { rows } = await proven.query("select pg_backend_pid() as pid");
  const parent = parentOf(Number(rows[0]?.pid));
  // A child whose parent died is handed to init.
  return parent !== undefined && parent > 1 ? parent : undefined;
}

function parentOf(pid: number): number | undefined {
  try {
    if (process.platform !== "linux") {
      return Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }).trim());
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold anything, brackets too: the fields begin after the last one.
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

/**
 * Removes a pid file that names a process which provably is no PostgreSQL of this folder. After a reboot or in
 * a new container the number often belongs to somebody else, and PostgreSQL would refuse to start for ever.
 * When in doubt the file stays.
 */
export async function removeStalePidFile(clusterFolder: string, runFolder: string): Promise<boolean> {
  const file = path.join(clusterFolder, "postmaster.pid");
  const text = await readFile(file, "utf8").catch(() => "");
  const pid = Number(text.split("\n")[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isProvablyAnother(pid, clusterFolder)) return false;
  await rm(file, { force: true });
  // The socket's lock names the same pid.
  await rm(path.join(runFolder, `.s.PGSQL.${SOCKET_PORT}.lock`), { force: true });
  return true;
}

function isProvablyAnother(pid: number, clusterFolder: string): boolean {
  if (process.platform === "linux") {
    try {
      // Every process of a PostgreSQL has its data folder as working directory, and keeps it.
      const [its, ours] = [statSync(`/proc/${pid}/cwd`), statSync(clusterFolder)];
      return its.dev !== ours.dev || its.ino !== ours.ino;
    } catch (error) {
      // No such process: PostgreSQL sees that by itself. Not ours to look at: another user's, thus not our database.
      return (error as NodeJS.ErrnoException).code === "EACCES" && process.getuid?.() !== 0;
    }
  }
  try {
    const command = execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" });
    return !command.includes("postgres");
  } catch {
    return false;
  }
}
