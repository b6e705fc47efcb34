import { readdir } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { ArchiveWriter, type Manifest } from "./archive.js";
import { BackupError } from "./errors.js";
import { LAST_BACKUP } from "./last-backup.js";
import { migrationsOf, rowsOf, tablesOf } from "./table-rows.js";

/** Of the machine or of one run: made anew wherever the backup is restored. */
const LEFT_OUT = new Set([
  "postgres",
  "postgres-run-folder",
  "log",
  "lock",
  "voice.lock",
  "voice.json",
  "voice.sock",
  LAST_BACKUP,
  `${LAST_BACKUP}.new`,
]);

export interface BackupOptions {
  readonly dataDir: string;
  /** As the owner of the tables, past row level security. */
  readonly owner: pg.ClientConfig;
  readonly file: string;
  readonly version: string;
  readonly say: (line: string) => void;
}

/**
 * Writes everything of a center's folder into one file: all tables as of one moment, then the files, which are written before the
 * rows that name them, and the keys. Of a server that goes on meanwhile, everything that was acknowledged before is in it.
 *
 * @throws {BackupError}
 */
export async function backUp({ dataDir, owner, file, version, say }: BackupOptions): Promise<Manifest> {
  // A backup in the folder would hold all backups before it, and half of itself.
  if (path.resolve(file).startsWith(`${path.resolve(dataDir)}${path.sep}`))
    throw new BackupError("file_inside_data", `${file} is inside of ${dataDir}: name one elsewhere`);
  const archive = await ArchiveWriter.create(file);
  const client = new pg.Client(owner);
  client.on("error", () => {}); // Told by the query that fails.
  try {
    await client.connect();
    await client.query("begin isolation level repeatable read read only");
    const tables: Record<string, number> = {};
    for (const table of await tablesOf(client)) {
      let [rows, part] = [0, 0];
      for await (const some of rowsOf(client, table)) {
        part += 1;
        rows += some.rows;
        await archive.add(`tables/${table}/${String(part).padStart(6, "0")}.ndjson`, some.bytes);
      }
      tables[table] = rows;
    }
    const migrations = await migrationsOf(client);
    await client.query("commit");
    say(`${Object.values(tables).reduce((a, b) => a + b, 0)} rows of ${Object.keys(tables).length} tables`);
    let [files, bytes] = [0, 0];
    for (const name of await filesIn(dataDir)) {
      if (!(await archive.addFile(`data/${name.split(path.sep).join("/")}`, path.join(dataDir, name))))
        continue;
      files += 1;
      if (files % 1_000 === 0) say(`${files} files`);
    }
    const manifest = await archive.finish({ version, madeAt: new Date().toISOString(), migrations, tables });
    bytes = manifest.parts.reduce((sum, part) => sum + part.bytes, 0);
    say(`${files} files; ${bytes} bytes in all, before they were packed`);
    return manifest;
  } catch (error) {
    await archive.discard();
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Every file below a folder, relative to it. */
async function filesIn(dataDir: string): Promise<string[]> {
  const found: string[] = [];
  const look = async (folder: string): Promise<void> => {
    for (const entry of await readdir(path.join(dataDir, folder), { withFileTypes: true })) {
      const name = path.join(folder, entry.name);
      if (folder === "" && LEFT_OUT.has(entry.name)) continue;
      if (entry.isDirectory()) await look(name);
      else if (entry.isFile()) found.push(name);
    }
  };
  await look("");
  return found.sort();
}
