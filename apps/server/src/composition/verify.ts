import { verifyCenter } from "../journal-postgres/index.js";
import { lockDataDir, openDatabase, openLog, openSecrets, type Settings } from "../platform/index.js";
import { Database, listCenters, migrate } from "../tables-postgres/index.js";

/**
 * `npm run verify`: compares the tables of every center with its journal. Needs the data folder for itself.
 * @returns the exit code: 0 all is well, 1 something differs
 */
export async function verify(settings: Settings): Promise<number> {
  const lock = await lockDataDir(settings.dataDir);
  const log = openLog(settings);
  const secrets = await openSecrets(settings.dataDir);
  const postgres = await openDatabase({ settings, secrets, log });
  try {
    await migrate(postgres.owner);
    const database = new Database(postgres.app, { queryTimeoutMs: 0 });
    let sound = true;
    for (const { id, company } of await listCenters(database)) {
      const report = await verifyCenter(database, id);
      process.stdout.write(`${company}: ${report.ok ? "sound" : "NOT sound"}. ${JSON.stringify(report)}\n`);
      sound &&= report.ok;
    }
    await database.close();
    return sound ? 0 : 1;
  } finally {
    await postgres.stop();
    await lock.release();
  }
}
