import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { PostgresStartError } from "./errors.js";
import { giveTo, type Identity } from "./identity.js";

/** The PostgreSQL that we ship. A folder made by another major version can't be opened by it. */
const MAJOR_VERSION = "18";

/** The embedded database's owner: it migrates, and owns all tables. */
export const OWNER_ROLE = "patchbay_owner";

/**
 * Makes the data folder of PostgreSQL if there is none yet.
 *
 * It is made beside its place and moved there when it is whole and on disk, so a folder in its place is always
 * whole, and what an interrupted start left behind is known by its name and thrown away.
 *
 * @throws {PostgresStartError} `unusable_folder`, `init_failed`
 * @returns whether it was made just now.
 */
export async function ensureCluster(options: {
  readonly dataDir: string;
  readonly clusterFolder: string;
  readonly runFolder: string;
  readonly identity: Identity;
  readonly ownerPassword: string;
}): Promise<boolean> {
  const { dataDir, clusterFolder, runFolder, identity, ownerPassword } = options;
  if (await isCluster(clusterFolder)) {
    await giveTo(identity.owner, clusterFolder);
    return false;
  }
  const prefix = `${path.basename(clusterFolder)}.new-`;
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(prefix)) await rm(path.join(dataDir, name), { recursive: true, force: true });
  }
  const fresh = path.join(dataDir, `${prefix}${randomBytes(4).toString("hex")}`);
  await mkdir(fresh, { mode: 0o700 });
  await giveTo(identity.owner, fresh);
  // In the private folder; an interrupted start may have left it.
  const passwordFile = path.join(runFolder, "initdb-password");
  await rm(passwordFile, { force: true });
  try {
    await writeFile(passwordFile, `${ownerPassword}\n`, { mode: 0o600, flag: "wx" });
    if (process.getuid?.() === 0) await chown(passwordFile, identity.owner.uid, identity.owner.gid);
    await runInitdb(identity, fresh, passwordFile);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, clusterFolder);
  const parent = await open(dataDir);
  await parent.sync().finally(() => parent.close());
  return true;
}

/** @throws {PostgresStartError} `unusable_folder` when something else is in its place. */
async function isCluster(folder: string): Promise<boolean> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw new PostgresStartError(
      "unusable_folder",
      `The database folder ${folder} can't be read by this user (${(error as NodeJS.ErrnoException).code}). ` +
        "Start Patchbay as the user who started it the first time.",
      { cause: error },
    );
  }
  if (names.length === 0) {
    await rmdir(folder);
    return false;
  }
  const version = await readFile(path.join(folder, "PG_VERSION"), "utf8").then(
    (text) => text.trim(),
    () => undefined,
  );
  if (version === undefined) {
    throw new PostgresStartError(
      "unusable_folder",
      `${folder} is not empty and not a PostgreSQL data folder: move it away, or choose another DATA_DIR.`,
    );
  }
  if (version !== MAJOR_VERSION) {
    throw new PostgresStartError(
      "unusable_folder",
      `${folder} was made by PostgreSQL ${version}, and this Patchbay brings ${MAJOR_VERSION}: ` +
        "start it with the Patchbay version that made it.",
    );
  }
  return true;
}

async function runInitdb(identity: Identity, folder: string, passwordFile: string): Promise<void> {
  const { command, args, uid, gid } = identity.spawnable("initdb", folder, (seen) => [
    `--pgdata=${seen}`,
    `--username=${OWNER_ROLE}`,
    `--pwfile=${passwordFile}`,
    "--auth-local=scram-sha-256",
    "--auth-host=reject",
    "--encoding=UTF8",
    // Part of PostgreSQL itself: sorts the same on every machine, whatever its C library.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-instructions",
  ]);
  const output: string[] = [];
  const code = await new Promise<number | string>((resolve) => {
    const child = spawn(command, args, {
      cwd: "/",
      env: programEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    child.stdout.on("data", (chunk) => output.push(String(chunk)));
    child.stderr.on("data", (chunk) => output.push(String(chunk)));
    child.once("error", (error) => resolve(error.message));
    child.once("close", (exitCode, signal) => resolve(exitCode ?? signal ?? "unknown"));
  });
  if (code === 0) return;
  throw new PostgresStartError(
    "init_failed",
    `PostgreSQL could not make its data folder ${folder} (${code}): ${lastLines(output.join(""))}`,
  );
}

/** Nothing of ours: PG* variables would change what the programs do, LD_* what they load. */
export function programEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"] ?? "/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C", TZ: "UTC" };
}

export function lastLines(text: string): string {
  return text.trim().split("\n").slice(-6).join("\n");
}
