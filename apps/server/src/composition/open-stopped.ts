import type pg from "pg";
import {
  DataDirInUseError,
  lockDataDir,
  openDatabase,
  openLog,
  openSecrets,
  type Settings,
} from "../platform/index.js";
import type { ServerLife } from "./life.js";

/** The owner's connection to the database of a folder that nobody uses; `null`: its server runs. */
export async function openStopped(settings: Settings, life: ServerLife): Promise<pg.ClientConfig | null> {
  try {
    const lock = await lockDataDir(settings.dataDir);
    life.begun("lock", () => lock.release());
  } catch (error) {
    if (error instanceof DataDirInUseError) return null;
    throw error;
  }
  const secrets = await openSecrets(settings.dataDir);
  life.goOn();
  const postgres = await openDatabase({ settings, secrets, log: openLog(settings), signal: life.signal });
  life.begun("postgres", () => postgres.stop());
  life.goOn();
  return postgres.owner;
}
