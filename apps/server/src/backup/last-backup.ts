import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

/** In `DATA_DIR`; no backup holds it, for it would tell of the one before. */
export const LAST_BACKUP = "backup.json";

/** What the last command that succeeded has left behind. */
export interface LastBackup {
  /** When it was whole, ms since 1970. */
  readonly at: number;
  /** Of the file. */
  readonly bytes: number;
}

export async function noteBackup(dataDir: string, last: LastBackup): Promise<void> {
  const file = path.join(dataDir, LAST_BACKUP);
  await writeFile(`${file}.new`, `${JSON.stringify(last)}\n`);
  await rename(`${file}.new`, file);
}

/** @returns `null`: none was made, or nobody can say */
export async function lastBackup(dataDir: string): Promise<LastBackup | null> {
  try {
    const { at, bytes } = JSON.parse(await readFile(path.join(dataDir, LAST_BACKUP), "utf8")) as LastBackup;
    return Number.isFinite(at) && Number.isFinite(bytes) ? { at, bytes } : null;
  } catch {
    return null;
  }
}
