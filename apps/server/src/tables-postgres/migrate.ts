import { Kysely, type Migration, Migrator, PostgresDialect, sql } from "kysely";
import pg from "pg";
import type { Connection } from "./database.js";
import { migrationTexts } from "./migrations/index.js";

/** A migration did not go in; what was there before is untouched. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
  constructor(
    readonly migration: string,
    options: { readonly cause: unknown },
  ) {
    super(`database migration ${migration} failed: ${String(options.cause)}`, options);
  }
}

/** Of this release, in order. */
export const migrationNames: readonly string[] = Object.keys(migrationTexts);

const asMigration = (text: string): Migration => ({
  up: async (db) => {
    await sql.raw(text).execute(db);
  },
});

/**
 * Brings the tables to this release's form, as the owner of the database. Safe to run at every start and by
 * two at once (the migrator takes a lock). Returns the names of those that went in.
 * @param upTo only as far as this one: the form that a backup has
 * @throws {MigrationError}
 */
export async function migrate(owner: Connection, upTo?: string): Promise<readonly string[]> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ ...owner, max: 2 }) }),
  });
  try {
    const migrations = Object.fromEntries(
      Object.entries(migrationTexts).map(([name, text]) => [name, asMigration(text)]),
    );
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error, results } = await (upTo === undefined
      ? migrator.migrateToLatest()
      : migrator.migrateTo(upTo));
    if (error !== undefined) {
      throw new MigrationError(
        results?.find((result) => result.status === "Error")?.migrationName ?? "set-up",
        {
          cause: error,
        },
      );
    }
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
