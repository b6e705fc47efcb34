import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import path from "node:path";
import type { Settings } from "./settings.js";

const MB = 1024 ** 2;
/**
 * A new demo center takes 45 MB at once, nearly all of it the empty PostgreSQL; within its first days the write-ahead log
 * grows to 80 MB and more, and the log and the first files come to it.
 */
const NEW_CENTER_MB_MIN = 300;
/** PostgreSQL wants whole write-ahead files of 16 MB to come up and to recover. */
const KNOWN_CENTER_MB_MIN = 50;

/** There is too little room where DATA_DIR lies. */
export class DiskFullError extends Error {
  override readonly name = "DiskFullError";
}

/**
 * Looks before anything is written: half a database on a full disk is harder to explain than none.
 *
 * @param freeBytes for tests
 * @throws {DiskFullError}
 */
export async function refuseFullDisk(
  { dataDir, databaseUrl }: Pick<Settings, "dataDir" | "databaseUrl">,
  freeBytes: (folder: string) => Promise<number> = freeBytesOf,
): Promise<void> {
  const makesDatabase = databaseUrl === null && !existsSync(path.join(dataDir, "postgres"));
  const neededMb = makesDatabase ? NEW_CENTER_MB_MIN : KNOWN_CENTER_MB_MIN;
  const freeMb = Math.floor((await freeBytes(dataDir)) / MB);
  if (freeMb >= neededMb) return;
  throw new DiskFullError(
    `The disk of DATA_DIR ${dataDir} has ${freeMb} MB free, and ` +
      `${makesDatabase ? "a new center" : "the server"} needs ${neededMb} MB: make room, or set DATA_DIR to another disk.`,
  );
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** A disk that fills up in the middle of a start. @returns `undefined` for any other error */
export function explainFullDisk(error: unknown): string | undefined {
  const { code, path: file } = (error ?? {}) as NodeJS.ErrnoException;
  if (code !== "ENOSPC" && code !== "EDQUOT") return undefined;
  return `The disk of DATA_DIR is full${file === undefined ? "" : ` (${file} could not be written)`}: make room and start again.`;
}
