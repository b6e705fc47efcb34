import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import {
  BackupError,
  backUp,
  type Manifest,
  noteBackup,
  openArchive,
  refuseFullFolder,
  restoreFiles,
  restoreRows,
} from "../backup/index.js";
import {
  lockDataDir,
  openDatabase,
  openLog,
  openSecrets,
  runningDatabase,
  type Settings,
} from "../platform/index.js";
import { migrate, migrationNames } from "../tables-postgres/index.js";
import type { ServerLife } from "./life.js";
import { openStopped } from "./open-stopped.js";
import { VERSION } from "./version.js";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const withoutOwnDatabase = (settings: Settings): void => {
  if (settings.databaseUrl === null) return;
  throw new BackupError(
    "own_database",
    "With DATABASE_URL the database is backed up by its own tools (pg_dump), and DATA_DIR as files: docs/operating.md",
  );
};

/**
 * `npm run backup -- FILE`: of a server that runs or of one that is stopped.
 * @returns the exit code
 * @throws {BackupError}
 */
export async function backupCommand(settings: Settings, life: ServerLife, file: string): Promise<number> {
  withoutOwnDatabase(settings);
  const { dataDir } = settings;
  if (!existsSync(path.join(dataDir, "secrets.json")) || !existsSync(path.join(dataDir, "postgres")))
    throw new BackupError(
      "nothing_to_back_up",
      `There is no center in ${dataDir}: set DATA_DIR to its folder`,
    );
  const target = path.resolve(file);
  const stopped = await openStopped(settings, life);
  const owner = stopped ?? (await runningDatabase(dataDir));
  say(stopped === null ? `Backing up ${dataDir}, whose server goes on` : `Backing up ${dataDir}`);
  const manifest = await backUp({ dataDir, owner, file: target, version: VERSION, say });
  // Told by the metrics of the server; a folder that cannot be written makes no backup a failure.
  await noteBackup(dataDir, { at: Date.now(), bytes: (await stat(target)).size }).catch(() => undefined);
  say(
    `${target}: ${manifest.parts.length} parts, each with its SHA-256. It holds the keys: keep it as safe as the folder.`,
  );
  return 0;
}

/**
 * `npm run restore -- FILE`: into the empty folder that DATA_DIR names.
 * @returns the exit code
 * @throws {BackupError}
 */
export async function restoreCommand(settings: Settings, life: ServerLife, file: string): Promise<number> {
  withoutOwnDatabase(settings);
  const { dataDir } = settings;
  const source = path.resolve(file);
  await refuseFullFolder(dataDir);
  say(`Reading ${source}`);
  const manifest = await openArchive(source);
  const unknown = manifest.migrations.find((name) => !migrationNames.includes(name));
  if (unknown !== undefined)
    throw new BackupError(
      "backup_too_new",
      `${source} was made by Patchbay ${manifest.version}, whose tables this one does not know (${unknown})`,
    );
  life.goOn();
  const lock = await lockDataDir(dataDir);
  life.begun("lock", () => lock.release());
  say(`Made by Patchbay ${manifest.version} on ${manifest.madeAt}; nothing in it is damaged`);
  try {
    await restoreInto(settings, life, source, manifest);
  } catch (error) {
    say(`Not restored: ${dataDir} holds part of it. Remove what is in it before you try again.`);
    throw error;
  }
  say(`Restored into ${dataDir}. npm run verify compares it with its journal; npm start runs it.`);
  return 0;
}

async function restoreInto(
  settings: Settings,
  life: ServerLife,
  source: string,
  manifest: Manifest,
): Promise<void> {
  const { dataDir } = settings;
  say(`${await restoreFiles(source, dataDir)} files`);
  life.goOn();
  const secrets = await openSecrets(dataDir);
  const postgres = await openDatabase({ settings, secrets, log: openLog(settings), signal: life.signal });
  life.begun("postgres", () => postgres.stop());
  // The tables as they were when it was made; then what a newer release has changed since.
  await migrate(postgres.owner, manifest.migrations.at(-1));
  life.goOn();
  await restoreRows(source, postgres.owner, manifest);
  await migrate(postgres.owner);
  const rows = Object.values(manifest.tables).reduce((a, b) => a + b, 0);
  say(`${rows} rows of ${Object.keys(manifest.tables).length} tables`);
}
