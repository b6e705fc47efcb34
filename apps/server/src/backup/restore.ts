import { createWriteStream } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { bytesOf, checkArchive, type Manifest, readParts } from "./archive.js";
import { BackupError } from "./errors.js";
import { putRows, setCounters, tablesOf } from "./table-rows.js";

/** A folder that a server or a restore has not touched. @throws {BackupError} `restore_folder_not_empty` */
export async function refuseFullFolder(dataDir: string): Promise<void> {
  const there = await readdir(dataDir).catch(() => []);
  if (there.length > 0)
    throw new BackupError(
      "restore_folder_not_empty",
      `${dataDir} is not empty: a backup is restored into an empty folder. Set DATA_DIR to a new one; nothing was changed`,
    );
}

/** Looks through the whole archive before anything is written. */
export const openArchive = (file: string): Promise<Manifest> => checkArchive(file);

/** The files first: the keys among them are the database's passwords. */
export async function restoreFiles(file: string, dataDir: string): Promise<number> {
  let files = 0;
  await readParts(file, async (name, bytes) => {
    const [kind, ...rest] = name.split("/");
    if (kind !== "data") return drain(bytes);
    const target = insideOf(dataDir, rest);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await pipeline(Readable.from(bytes), createWriteStream(target, { flags: "wx", mode: 0o600 }));
    files += 1;
  });
  return files;
}

/** The rows of every table, in one transaction. The tables have the form that the manifest names. */
export async function restoreRows(file: string, owner: pg.ClientConfig, manifest: Manifest): Promise<void> {
  const client = new pg.Client(owner);
  client.on("error", () => {}); // Told by the query that fails.
  await client.connect();
  try {
    await client.query("begin");
    const known = new Set(await tablesOf(client));
    // What migrations have put there comes back with the rows.
    for (const table of known) await client.query(`delete from ${client.escapeIdentifier(table)}`);
    const counts = new Map<string, number>();
    await readParts(file, async (name, bytes) => {
      const [kind, table = ""] = name.split("/");
      if (kind !== "tables") return drain(bytes);
      if (!known.has(table))
        throw new BackupError(
          "backup_too_new",
          `This Patchbay has no table ${table}: use the one that wrote it`,
        );
      counts.set(table, (counts.get(table) ?? 0) + (await putRows(client, table, await bytesOf(bytes))));
    });
    for (const [table, rows] of Object.entries(manifest.tables)) {
      if ((counts.get(table) ?? 0) !== rows)
        throw new BackupError("backup_damaged", `${table} has ${counts.get(table) ?? 0} rows, not ${rows}`);
      await setCounters(client, table);
    }
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
}

async function drain(bytes: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of bytes);
}

/** @throws {BackupError} for a path that leads out of the folder: no archive of ours has one */
function insideOf(dataDir: string, parts: readonly string[]): string {
  const target = path.resolve(dataDir, ...parts);
  if (parts.length === 0 || !target.startsWith(`${path.resolve(dataDir)}${path.sep}`))
    throw new BackupError("backup_damaged", "The backup names a file outside of its folder");
  return target;
}
