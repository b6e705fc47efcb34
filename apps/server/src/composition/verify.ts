import { existsSync } from "node:fs";
import path from "node:path";
import { verifyCenter } from "../journal-postgres/index.js";
import { lockDataDir, openDatabase, openLog, openSecrets, type Settings } from "../platform/index.js";
import { PostgresRecordingRows, RecordingFiles, verifyRecordings } from "../recordings/index.js";
import { Database, listCenters, migrate } from "../tables-postgres/index.js";
import type { ServerLife } from "./life.js";

/** There is no center to verify: the message says where none was found. */
export class NothingToVerifyError extends Error {
  override readonly name = "NothingToVerifyError";
}

/**
 * `npm run verify`: compares the tables of every center with its journal, and its recordings with what was told of them
 * when they were written. Needs the data folder for itself, and makes
 * nothing where no server has been before.
 * @returns the exit code: 0 all is well, 1 something differs
 * @throws {NothingToVerifyError}
 */
export async function verify(settings: Settings, life: ServerLife): Promise<number> {
  const { dataDir } = settings;
  const holds = (name: string) => existsSync(path.join(dataDir, name));
  if (!holds("secrets.json") || (settings.databaseUrl === null && !holds("postgres"))) {
    throw new NothingToVerifyError(
      `There is no center in ${dataDir}: set DATA_DIR to the folder of the one to verify. Nothing was made there.`,
    );
  }
  const lock = await lockDataDir(dataDir);
  life.begun("lock", () => lock.release());
  const log = openLog(settings);
  const secrets = await openSecrets(dataDir);
  life.goOn();
  const postgres = await openDatabase({ settings, secrets, log, signal: life.signal });
  life.begun("postgres", () => postgres.stop());
  life.goOn();
  await migrate(postgres.owner);
  const database = new Database(postgres.app, { queryTimeoutMs: 0 });
  life.begun("connections", () => database.close());
  const centers = await listCenters(database);
  if (centers.length === 0)
    throw new NothingToVerifyError("There is no center in this database: nothing was verified.");
  const files = new RecordingFiles(path.join(dataDir, "recordings"), secrets.bytes("recording"));
  let sound = true;
  for (const { id, company } of centers) {
    life.goOn();
    const report = await verifyCenter(database, id);
    process.stdout.write(`${company}: ${report.ok ? "sound" : "NOT sound"}. ${JSON.stringify(report)}\n`);
    life.goOn();
    const recordings = await verifyRecordings(new PostgresRecordingRows(database, id), files);
    const allThere = recordings.problems.length === 0;
    process.stdout.write(
      `${company}: recordings ${allThere ? "sound" : "NOT sound"}. ${JSON.stringify(recordings)}\n`,
    );
    sound &&= report.ok && allThere;
  }
  return sound ? 0 : 1;
}
