import type { Event } from "@patchbay/core";
import { IDEMPOTENCY_MS, planAppend } from "../center/append-plan.js";
import type { Clock } from "../center/clock.js";
import {
  type Journal,
  type JournalEntry,
  JournalError,
  type JournalHead,
  type StoredSnapshot,
} from "../center/journal.js";
import { PHONE_COUNTRY_DEFAULT, type PhoneCountry } from "../center/phone-number.js";
import type { Database, LoneConnection } from "../tables-postgres/database.js";
import { APPEND_STATEMENT, batchOf } from "./append-statement.js";
import { classifyAppendError } from "./classify.js";
import { KeysInUse } from "./keys-in-use.js";
import { readEvents } from "./read-events.js";
import { snapshotBelow } from "./snapshots.js";

export interface PostgresJournalOptions {
  readonly database: Database;
  readonly centerId: string;
  readonly clock: Clock;
  /** For the person who starts a second server: who owns the center. Host, process and since when. */
  readonly owner: string;
  /** After this long without an answer the outcome of an append counts as unknown. */
  readonly appendDeadlineMs?: number;
  /** How long `open` waits for the lock of a predecessor that is just going. */
  readonly lockWaitMs?: number;
  readonly phoneCountry?: () => PhoneCountry;
  /** A damaged snapshot was passed over. */
  readonly onDamagedSnapshot?: (count: number) => void;
}

const APPEND_DEADLINE_MS = 1_500;
const LOCK_WAIT_MS = 1_000;
const LOCK_RETRY_MS = 50;
const CONNECT_TIMEOUT_MS = 5_000;
/**
 * An append touches single rows by their keys. PostgreSQL plans its statements once, when the tables may be all but empty,
 * and would go on reading whole tables while they grow.
 */
const PLANS_OF_APPENDS = "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off";
const KEYS_PURGED_EVERY_MS = 10 * 60_000;

/** The record of one center in PostgreSQL; see the port. Appends go over the connection that holds the lock. */
export class PostgresJournal implements Journal {
  readonly #database: Database;
  readonly #centerId: string;
  readonly #clock: Clock;
  readonly #options: PostgresJournalOptions;
  readonly #deadlineMs: number;
  #connection: LoneConnection | null = null;
  /** Of the connection that we cut last: its server process may still be at work and hold the lock. */
  #abandonedPid: number | null = null;
  #epoch = 0;
  #keysPurgedAt = 0;
  #keys: KeysInUse;

  constructor(options: PostgresJournalOptions) {
    this.#options = options;
    this.#database = options.database;
    this.#centerId = options.centerId;
    this.#clock = options.clock;
    this.#deadlineMs = options.appendDeadlineMs ?? APPEND_DEADLINE_MS;
    this.#keys = new KeysInUse(options.database, options.centerId);
  }

  /** Taken at the last `open`; 0 before. Others that outlive us know a predecessor by it. */
  get epoch(): number {
    return this.#epoch;
  }

  async open(): Promise<JournalHead> {
    this.#abandon();
    // Another server may have been at work since.
    this.#keys = new KeysInUse(this.#database, this.#centerId);
    try {
      return await this.#takeOver();
    } catch (cause) {
      this.#abandon();
      if (cause instanceof JournalError) throw cause;
      throw new JournalError("unavailable", `the journal cannot be opened: ${messageOf(cause)}`, { cause });
    }
  }

  async #takeOver(): Promise<JournalHead> {
    const connection = await this.#database.connectAlone(
      `patchbay writer ${this.#centerId}`,
      CONNECT_TIMEOUT_MS,
    );
    this.#connection = connection;
    const { client } = connection;
    // The server gives up a little after we did, so that what hangs there does not hold the row for ever.
    await client.query(`set statement_timeout = ${this.#deadlineMs + 500}`);
    await client.query(PLANS_OF_APPENDS);
    if (this.#abandonedPid !== null) {
      // The name guards against a number that has meanwhile become somebody else's.
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where pid = $1 and pid <> pg_backend_pid() and application_name = current_setting('application_name')`,
        [this.#abandonedPid],
      );
      this.#abandonedPid = null;
    }
    await this.#lock(connection);
    const { writer, snapshot, damaged } = await this.#database.withCenter(this.#centerId, async (tx) => {
      // Waits for the row if an append of the predecessor is under way; after this none of its can commit.
      const [row] = await tx.rows<{ epoch: number; last_seq: number; last_seen_at: number | null }>(
        `insert into center_writer as w (center_id, epoch, owner) values ($1, 1, $2)
         on conflict (center_id) do update set epoch = w.epoch + 1, owner = excluded.owner
         returning epoch, last_seq, last_seen_at`,
        [this.#centerId, this.#options.owner],
      );
      if (row === undefined) throw new Error("the writer's row was neither made nor changed");
      return { writer: row, ...(await snapshotBelow(tx, this.#centerId, row.last_seq + 1)) };
    });
    if (damaged > 0) this.#options.onDamagedSnapshot?.(damaged);
    this.#epoch = writer.epoch;
    return {
      epoch: writer.epoch,
      lastSeq: writer.last_seq,
      lastSeenAt: writer.last_seen_at,
      snapshot: snapshot && { seq: snapshot.seq, state: snapshot.state },
    };
  }

  async #lock(connection: LoneConnection): Promise<void> {
    const waitMs = this.#options.lockWaitMs ?? LOCK_WAIT_MS;
    for (let waitedMs = 0; ; waitedMs += LOCK_RETRY_MS) {
      const { rows } = await connection.client.query<{ taken: boolean }>(
        "select pg_try_advisory_lock(hashtextextended('patchbay writer ' || $1, 0)) as taken",
        [this.#centerId],
      );
      if (rows[0]?.taken) return;
      if (waitedMs >= waitMs) break;
      await new Promise<void>((resolve) => this.#clock.after(LOCK_RETRY_MS, resolve));
    }
    const [writer] = await this.#database.withCenter(this.#centerId, (tx) =>
      tx.rows<{ owner: string | null }>("select owner from center_writer where center_id = $1", [
        this.#centerId,
      ]),
    );
    throw new JournalError("owned_by_another", writer?.owner ?? "another server that has not said its name");
  }

  async snapshotBefore(seq: number): Promise<StoredSnapshot | null> {
    const { snapshot, damaged } = await this.#database.withCenter(this.#centerId, (tx) =>
      snapshotBelow(tx, this.#centerId, seq),
    );
    if (damaged > 0) this.#options.onDamagedSnapshot?.(damaged);
    return snapshot && { seq: snapshot.seq, state: snapshot.state };
  }

  read(afterSeq: number): AsyncIterable<readonly Event[]> {
    return readEvents(this.#database, this.#centerId, afterSeq);
  }

  async append(expectedLastSeq: number, entries: readonly JournalEntry[]): Promise<void> {
    const connection = this.#connection;
    if (connection === null) throw new JournalError("unavailable", "the journal is not open");
    if (entries.length === 0) return;
    const now = this.#clock.now();
    const plan = planAppend(expectedLastSeq, entries, {
      now,
      phoneCountry: this.#options.phoneCountry?.() ?? PHONE_COUNTRY_DEFAULT,
    });
    const values = [
      this.#centerId,
      this.#epoch,
      expectedLastSeq,
      plan.lastSeq,
      plan.at,
      now - IDEMPOTENCY_MS,
      batchOf(plan),
    ];
    // Before anybody knows whether they are stored: "maybe" is the worst that follows.
    for (const { key } of plan.answers) this.#keys.add(key, now);
    try {
      await this.#withinDeadline(connection.client.query({ ...APPEND_STATEMENT, values }), "outcome_unknown");
    } catch (cause) {
      const error = cause instanceof JournalError ? cause : classifyAppendError(cause);
      if (error.code !== "refused" && this.#connection === connection) this.#abandon();
      throw error;
    }
  }

  /** A promise that is never kept must not hold anybody. */
  async #withinDeadline<Result>(
    pending: Promise<Result>,
    code: "outcome_unknown" | "unavailable",
  ): Promise<Result> {
    let stop = (): void => undefined;
    const deadline = new Promise<never>((_, reject) => {
      stop = this.#clock.after(this.#deadlineMs, () =>
        reject(new JournalError(code, `the database did not answer within ${this.#deadlineMs} ms`)),
      );
    });
    try {
      return await Promise.race([pending, deadline]);
    } finally {
      stop();
      pending.catch(() => undefined);
    }
  }

  async answered(key: string): Promise<{ readonly result: unknown } | undefined> {
    if (this.#keys.isNew(key)) return undefined;
    const since = this.#clock.now() - IDEMPOTENCY_MS;
    const looked = this.#database.withCenter(this.#centerId, (tx) =>
      tx.rows<{ result: unknown }>(
        "select result from idempotency where center_id = $1 and key = $2 and at > $3",
        [this.#centerId, key, since],
      ),
    );
    const [answer] = await this.#withinDeadline(looked, "unavailable");
    return answer && { result: answer.result };
  }

  async seen(at: number): Promise<void> {
    const mine = await this.#database.withCenter(this.#centerId, async (tx) => {
      // It shares a row with the appends: never wait long for one, never make one wait for a disk.
      await tx.run("set local synchronous_commit = off");
      await tx.run("set local lock_timeout = '1s'");
      return tx.run(
        "update center_writer set last_seen_at = greatest(last_seen_at, $3) where center_id = $1 and epoch = $2",
        [this.#centerId, this.#epoch, at],
      );
    });
    if (mine === 0) throw new JournalError("fenced", "another server has taken over this center");
    this.#keys.learn(at - IDEMPOTENCY_MS);
    if (at - this.#keysPurgedAt < KEYS_PURGED_EVERY_MS) return;
    this.#keysPurgedAt = at;
    await this.#database.withCenter(this.#centerId, (tx) =>
      tx.run("delete from idempotency where center_id = $1 and at <= $2", [
        this.#centerId,
        at - IDEMPOTENCY_MS,
      ]),
    );
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    if (connection === null) return;
    const ended = connection.client.end();
    const stop = this.#clock.after(1_000, () => {
      this.#abandonedPid = connection.backendPid;
      connection.destroy();
    });
    await ended.catch(() => undefined);
    stop();
  }

  #abandon(): void {
    if (this.#connection === null) return;
    this.#abandonedPid = this.#connection.backendPid;
    this.#connection.destroy();
    this.#connection = null;
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
