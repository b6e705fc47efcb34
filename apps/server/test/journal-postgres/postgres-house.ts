import pg from "pg";
import { PostgresJournal } from "../../src/journal-postgres/index.js";
import { storeSnapshot } from "../../src/journal-postgres/snapshots.js";
import { type Connection, Database, migrate, PostgresRecords } from "../../src/tables-postgres/index.js";
import type { RecordHouse } from "../contracts/journal-contract.js";
import { freshDatabase } from "../support/postgres.js";

/** A migrated database of the test run's PostgreSQL; each center in it is a house of its own. */
export interface PostgresTown {
  readonly database: Database;
  readonly app: Connection;
  /** Where the tests' own statements go: sees every row, unlike the server. */
  readonly owner: pg.Client;
  readonly ownerConnection: Connection;
  newCenter(): string;
  house(centerId?: string, options?: { readonly appendDeadlineMs?: number }): RecordHouse;
  drop(): Promise<void>;
}

export async function postgresTown(): Promise<PostgresTown> {
  const fresh = await freshDatabase();
  await migrate({ connectionString: fresh.ownerUrl });
  const app = { connectionString: fresh.appUrl };
  const database = new Database(app, { connectionsMax: 4 });
  const owner = new pg.Client({ connectionString: fresh.ownerUrl });
  await owner.connect();
  let centers = 0;
  const newCenter = () => `center-${++centers}`;
  return {
    database,
    app,
    owner,
    ownerConnection: { connectionString: fresh.ownerUrl },
    newCenter,
    house: (centerId = newCenter(), options = {}) => ({
      journal: (clock, name = "a server of the tests") =>
        new PostgresJournal({ database, centerId, clock, owner: name, lockWaitMs: 300, ...options }),
      records: () => new PostgresRecords(database, centerId),
      replaceWriter: async () => {
        await database.withCenter(centerId, (tx) =>
          tx.run("update center_writer set epoch = epoch + 1 where center_id = $1", [centerId]),
        );
      },
      putSnapshot: async (seq, state) => {
        await storeSnapshot(database, centerId, { seq, state, hash: "0" });
      },
      dispose: async () => undefined,
    }),
    drop: async () => {
      await database.close();
      await owner.end();
      await fresh.drop();
    },
  };
}
