import { Socket } from "node:net";
import pg from "pg";

/** Where PostgreSQL is and who we are to it. */
export type Connection = Pick<
  pg.ClientConfig,
  "connectionString" | "host" | "port" | "database" | "user" | "password" | "ssl"
>;

/** One transaction that sees exactly one center's rows. Not to be kept after the function it was given to. */
export interface Tx {
  /** Runs one statement and returns its rows. */
  rows<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs one statement and returns how many rows it touched. */
  run(text: string, values?: readonly unknown[]): Promise<number>;
}

/** A connection of one's own: the journal's writer holds its session lock on it. */
export interface LoneConnection {
  readonly client: pg.Client;
  /** The server process that serves it. */
  readonly backendPid: number;
  /** Cuts the socket at once. Nobody knows what became of a statement under way. */
  destroy(): void;
}

/** Ids of centers stand in statements as literals; this form needs no escaping. */
const CENTER_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

/** 8-byte integers are our milliseconds and sequence numbers: they fit a double until the year 287,396. */
const INT8 = 20;
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === INT8 && format !== "binary"
      ? Number
      : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

/** Nothing that people wait for takes this long; a database that has stopped must not hold them for ever. */
const QUERY_TIMEOUT_MS = 10_000;
/** A database that does not even answer a goodbye must not hold a stop. */
const CLOSE_WITHIN_MS = 1_000;

export interface DatabaseOptions {
  readonly connectionsMax?: number;
  /** How long one statement may take before its connection is given up; 0: for ever. */
  readonly queryTimeoutMs?: number;
  /** An idle connection broke. */
  readonly onError?: (cause: Error) => void;
}

/**
 * The only door to the database for the server's role. Rows of a center are visible solely inside `withCenter`:
 * every center table has row level security forced on a setting that lives as long as the transaction.
 */
export class Database {
  readonly #pool: pg.Pool;
  readonly #connection: Connection;
  readonly #queryTimeoutMs: number;
  /** Connections of the pool that have not ended, with whoever waits for the end of all. */
  readonly #open = new Set<pg.PoolClient>();
  #whenNoneIsOpen: (() => void) | null = null;

  constructor(connection: Connection, options: DatabaseOptions = {}) {
    this.#connection = connection;
    this.#queryTimeoutMs = options.queryTimeoutMs ?? QUERY_TIMEOUT_MS;
    this.#pool = new pg.Pool({
      ...connection,
      max: options.connectionsMax ?? 8,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      query_timeout: this.#queryTimeoutMs,
      application_name: "patchbay",
      types,
    });
    // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
    this.#pool.on("error", (cause) => {
      if (this.#whenNoneIsOpen === null) options.onError?.(cause);
    });
    // The pool listens to a connection only while it is idle. One that breaks between two statements of a transaction
    // would end the process as well; the next statement learns of it by its own rejection.
    this.#pool.on("connect", (client) => {
      client.on("error", () => undefined);
      this.#open.add(client);
      client.once("end", () => {
        this.#open.delete(client);
        if (this.#open.size === 0) this.#whenNoneIsOpen?.();
      });
    });
  }

  /** Connections of the pool: open, of these idle, and those who wait for one. */
  get pool(): { readonly open: number; readonly idle: number; readonly waiting: number } {
    const { totalCount: open, idleCount: idle, waitingCount: waiting } = this.#pool;
    return { open, idle, waiting };
  }

  /** Where and as whom: for the worker that opens its own. */
  get connection(): Connection {
    return this.#connection;
  }

  /** Runs `run` in one transaction that sees the rows of this center and no other; rolled back when it throws. */
  async withCenter<Result>(
    centerId: string,
    run: (tx: Tx) => Promise<Result>,
    options: {
      /** Every statement sees the same moment, and none writes: for comparing tables with each other. */
      readonly oneMoment?: boolean;
    } = {},
  ): Promise<Result> {
    const mode = options.oneMoment ? " isolation level repeatable read, read only" : "";
    const opening = `begin${mode}; select ${settingOf(centerId)}`;
    const client = await this.#pool.connect();
    try {
      await client.query(opening);
      const result = await run(transactionOn(client));
      await client.query("commit");
      client.release();
      return result;
    } catch (cause) {
      // Ends the connection and with it the transaction. What failed may be the connection itself, and then a
      // polite rollback would only wait for an answer that never comes.
      client.release(true);
      throw cause;
    }
  }

  /** What belongs to no center: the directory of centers, and who we are to the database. */
  async outsideCenters<Row extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    return (await this.#pool.query<Row>(text, [...values])).rows;
  }

  /**
   * For the journal's writer alone, which needs a session of its own.
   * @throws when the database cannot be reached within `timeoutMs`.
   */
  async connectAlone(applicationName: string, timeoutMs: number): Promise<LoneConnection> {
    const socket = new Socket();
    const client = new pg.Client({
      ...this.#connection,
      application_name: applicationName,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: this.#queryTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      stream: () => socket,
      types,
    });
    // The statement under way learns of it by its own rejection; an idle connection has nobody to tell.
    client.on("error", () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
      return { client, backendPid: rows[0]?.pid ?? 0, destroy: () => socket.destroy() };
    } catch (cause) {
      socket.destroy();
      throw cause;
    }
  }

  /**
   * Waits for statements under way, then for the end of every connection: the pool only says goodbye, and a PostgreSQL
   * that is stopped before it has heard all of them calls the rest broken.
   */
  async close(): Promise<void> {
    const noneIsOpen = new Promise<void>((resolve) => {
      this.#whenNoneIsOpen = resolve;
    });
    await this.#pool.end();
    if (this.#open.size === 0) return;
    let stopWaiting: NodeJS.Timeout | undefined;
    const impatient = new Promise<void>((resolve) => {
      stopWaiting = setTimeout(resolve, CLOSE_WITHIN_MS);
    });
    await Promise.race([noneIsOpen, impatient]);
    clearTimeout(stopWaiting);
  }
}

function settingOf(centerId: string): string {
  if (!CENTER_ID.test(centerId)) throw new Error(`"${centerId}" is no id of a center`);
  return `set_config('patchbay.center', '${centerId}', true)`;
}

function transactionOn(client: pg.PoolClient): Tx {
  return {
    rows: async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(text, [...values])).rows,
    run: async (text, values = []) => (await client.query(text, [...values])).rowCount ?? 0,
  };
}
