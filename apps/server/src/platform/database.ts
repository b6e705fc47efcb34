import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { APP_ROLE, DatabaseRightsError, ensureAppRole, refuseUnboundRole } from "./database-roles.js";
import {
  connectionNoted,
  type EmbeddedPostgres,
  type PostgresLog,
  startPostgres,
} from "./postgres-embedded/index.js";
import type { Secrets } from "./secrets.js";
import type { Settings } from "./settings.js";

/** The database in the embedded PostgreSQL. */
const DATABASE_NAME = "patchbay";

/** DATABASE_URL can't be reached or refused us. The message never holds the password. */
export class DatabaseUnreachableError extends Error {
  override readonly name = "DatabaseUnreachableError";
}

/** A database with its two roles, ready to be migrated. */
export interface Database {
  /** Owns the tables: for migrations only. */
  readonly owner: pg.ClientConfig;
  /** What the server works with: bound by row level security, owns nothing. Member of, or itself, `patchbay_app`. */
  readonly app: pg.ClientConfig;
  /** `null` with DATABASE_URL. */
  readonly embedded: EmbeddedPostgres | null;
  /** Close all connections first. With DATABASE_URL there is nothing to stop. */
  stop(): Promise<void>;
  /** As `EmbeddedPostgres.exited`; with DATABASE_URL it resolves at `stop`. */
  readonly exited: Promise<"stopped" | "gave_up">;
}

/**
 * Opens the database that the settings name, or the embedded one, and sees to the two roles.
 *
 * @param settings `dataDir` must be locked by us.
 * @throws {PostgresStartError} {@link DatabaseUnreachableError} {@link DatabaseRightsError}
 */
export async function openDatabase(options: {
  readonly settings: Pick<Settings, "databaseUrl" | "dataDir">;
  readonly secrets: Secrets;
  readonly log: PostgresLog;
  /** Ends a start of the embedded PostgreSQL that takes long. */
  readonly signal?: AbortSignal;
}): Promise<Database> {
  const { settings, secrets, log, signal } = options;
  const appPassword = secrets.hex("postgres-app");
  if (settings.databaseUrl !== null) return openGiven(settings.databaseUrl, appPassword);

  const embedded = await startPostgres({
    dataDir: settings.dataDir,
    ownerPassword: secrets.hex("postgres-owner"),
    log,
    ...(signal === undefined ? {} : { signal }),
  });
  const { connection } = embedded;
  const owner: pg.ClientConfig = { ...connection, database: DATABASE_NAME };
  const app: pg.ClientConfig = { ...owner, user: APP_ROLE, password: appPassword };
  try {
    await withClient({ ...connection, database: "postgres" }, async (client) => {
      const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [
        DATABASE_NAME,
      ]);
      if (rowCount === 0) await client.query(`create database ${DATABASE_NAME} template template0`);
      await ensureAppRole(client, { password: appPassword });
    });
    await withClient(app, refuseUnboundRole);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  return { owner, app, embedded, stop: () => embedded.stop(), exited: embedded.exited };
}

/**
 * The owner's connection to the embedded PostgreSQL of a server that runs: for a backup, which only reads.
 * @throws {DatabaseUnreachableError}
 */
export async function runningDatabase(dataDir: string): Promise<pg.ClientConfig> {
  const noted = await connectionNoted(dataDir);
  const password = await readFile(path.join(dataDir, "secrets", "postgres-owner"), "utf8").catch(() => "");
  if (noted === null || password === "")
    throw new DatabaseUnreachableError(
      `The PostgreSQL of ${dataDir} has not begun yet: try again in a moment.`,
    );
  return { ...noted, password: password.trim(), database: DATABASE_NAME };
}

async function openGiven(url: string, appPassword: string): Promise<Database> {
  const owner: pg.ClientConfig = { connectionString: url };
  // Other Patchbays may use the same PostgreSQL: each has a login of its own, named after its own key.
  const login = `${APP_ROLE}_${createHash("sha256").update(`login ${appPassword}`).digest("hex").slice(0, 8)}`;
  const appUrl = new URL(url);
  appUrl.username = login;
  appUrl.password = appPassword;
  const app: pg.ClientConfig = { connectionString: appUrl.href };
  try {
    await withClient(owner, async (client) => {
      const { rows } = await client.query<{ name: string; may_create: boolean }>(
        "select current_user as name, has_database_privilege(current_database(), 'create') as may_create",
      );
      if (!rows[0]?.may_create) {
        throw new DatabaseRightsError(
          `The user ${rows[0]?.name} of DATABASE_URL may not make schemas in this database: ` +
            `let an administrator run  GRANT CREATE ON DATABASE ${appUrl.pathname.slice(1)} TO "${rows[0]?.name}";`,
        );
      }
      await ensureAppRole(client, { password: appPassword, login });
    });
    await withClient(app, refuseUnboundRole);
  } catch (error) {
    if (error instanceof DatabaseRightsError) throw error;
    throw new DatabaseUnreachableError(
      `DATABASE_URL: the database at ${appUrl.host}${appUrl.pathname} can't be used: ${messageOf(error)}`,
      { cause: error },
    );
  }
  let resolveExited: (how: "stopped") => void = () => {};
  const exited = new Promise<"stopped">((resolve) => {
    resolveExited = resolve;
  });
  return { owner, app, embedded: null, stop: async () => resolveExited("stopped"), exited };
}

/** A refused connection to several addresses comes as an AggregateError with an empty message. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

async function withClient(config: pg.ClientConfig, use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionTimeoutMillis: 10_000, ...config });
  client.on("error", () => {}); // Told by the query that fails.
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end().catch(() => {});
  }
}
