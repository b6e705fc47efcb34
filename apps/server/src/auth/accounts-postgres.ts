import type { Database } from "../tables-postgres/database.js";
import { ReadsTogether } from "../tables-postgres/reads-together.js";
import type { Account, AccountStore, Failures, SessionRow } from "./account-store.js";
import { SESSION_MS_MAX } from "./sessions.js";

/** An alias and not an interface: only that fits a row's index signature. */
type SessionColumns = {
  readonly session_id: string;
  readonly token_hash: string;
  readonly agent_id: string;
  readonly seat: string;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly browser: string | null;
};

const SESSION_COLUMNS = "session_id, token_hash, agent_id, seat, created_at, last_seen_at, browser";

const sessionOf = (row: SessionColumns): SessionRow => ({
  sessionId: row.session_id,
  tokenHash: row.token_hash,
  agentId: row.agent_id,
  seat: Number(row.seat),
  createdAt: row.created_at,
  usedAt: row.last_seen_at,
  browser: row.browser,
});

type AccountColumns = {
  readonly agent_id: string;
  readonly username: string;
  readonly password_hash: string | null;
  readonly password_must_change: boolean;
};

const ACCOUNT_COLUMNS = "agent_id, username, password_hash, password_must_change";

const accountOf = (row: AccountColumns): Account => ({
  agentId: row.agent_id,
  username: row.username,
  passwordHash: row.password_hash,
  mustChange: row.password_must_change,
});

/** Accounts in the tables `user_account`, `session` and `login_failure`, of one center. */
export class PostgresAccounts implements AccountStore {
  readonly #reads: ReadsTogether;

  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {
    this.#reads = new ReadsTogether(database, centerId);
  }

  async accountByUsername(username: string): Promise<Account | undefined> {
    const [row] = await this.#rows<AccountColumns>(
      `select ${ACCOUNT_COLUMNS} from user_account where center_id = $1 and lower(username) = lower($2)`,
      [username],
    );
    return row && accountOf(row);
  }

  async accountOf(agentId: string): Promise<Account | undefined> {
    const [row] = await this.#rows<AccountColumns>(
      `select ${ACCOUNT_COLUMNS} from user_account where center_id = $1 and agent_id = $2`,
      [agentId],
    );
    return row && accountOf(row);
  }

  async setPasswordHash(agentId: string, passwordHash: string, mustChange?: boolean): Promise<void> {
    await this.#run(
      `update user_account set password_hash = $3, password_must_change = coalesce($4, password_must_change)
        where center_id = $1 and agent_id = $2`,
      [agentId, passwordHash, mustChange ?? null],
    );
  }

  async addSession(row: SessionRow): Promise<void> {
    await this.#run(
      `insert into session (center_id, token_hash, session_id, agent_id, seat, created_at, expires_at, last_seen_at, browser)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        row.tokenHash,
        row.sessionId,
        row.agentId,
        String(row.seat),
        row.createdAt,
        row.createdAt + SESSION_MS_MAX,
        row.usedAt,
        row.browser,
      ],
    );
  }

  async sessionByTokenHash(tokenHash: string): Promise<SessionRow | undefined> {
    // Every desk that comes back asks this.
    const [row] = await this.#reads.rows<SessionColumns>(
      `select ${SESSION_COLUMNS} from session where center_id = $1 and token_hash = $2`,
      [this.centerId, tokenHash],
    );
    return row && sessionOf(row);
  }

  async sessionsOf(agentId: string): Promise<SessionRow[]> {
    const rows = await this.#rows<SessionColumns>(
      `select ${SESSION_COLUMNS} from session where center_id = $1 and agent_id = $2 order by created_at`,
      [agentId],
    );
    return rows.map(sessionOf);
  }

  async replaceToken(sessionId: string, tokenHash: string): Promise<void> {
    await this.#run("update session set token_hash = $3 where center_id = $1 and session_id = $2", [
      sessionId,
      tokenHash,
    ]);
  }

  async touchSession(sessionId: string, usedAt: number): Promise<void> {
    await this.#run("update session set last_seen_at = $3 where center_id = $1 and session_id = $2", [
      sessionId,
      usedAt,
    ]);
  }

  async endSession(sessionId: string): Promise<void> {
    await this.#run("delete from session where center_id = $1 and session_id = $2", [sessionId]);
  }

  async endSessionsOf(agentId: string, options: { readonly except?: string } = {}): Promise<void> {
    await this.#run(
      "delete from session where center_id = $1 and agent_id = $2 and session_id is distinct from $3::text",
      [agentId, options.except ?? null],
    );
  }

  async endSessionsOlderThan(limits: {
    readonly usedAt: number;
    readonly createdAt: number;
  }): Promise<number> {
    return this.#run("delete from session where center_id = $1 and (last_seen_at < $2 or created_at < $3)", [
      limits.usedAt,
      limits.createdAt,
    ]);
  }

  async failures(subject: string): Promise<Failures | undefined> {
    const [row] = await this.#rows<{ failures: number; last_at: number }>(
      "select failures, last_at from login_failure where center_id = $1 and subject = $2",
      [subject],
    );
    return row && { count: row.failures, lastAt: row.last_at };
  }

  async addFailure(subject: string, at: number, forgetBefore: number): Promise<Failures> {
    const [row] = await this.#rows<{ failures: number; last_at: number }>(
      `insert into login_failure as f (center_id, subject, failures, first_at, last_at) values ($1, $2, 1, $3, $3)
       on conflict (center_id, subject) do update
          set failures = case when f.last_at >= $4 then f.failures + 1 else 1 end,
              first_at = case when f.last_at >= $4 then f.first_at else $3 end,
              last_at = greatest(f.last_at, $3)
       returning failures, last_at`,
      [subject, at, forgetBefore],
    );
    return row ? { count: row.failures, lastAt: row.last_at } : { count: 1, lastAt: at };
  }

  async clearFailures(subject: string): Promise<void> {
    await this.#run("delete from login_failure where center_id = $1 and subject = $2", [subject]);
  }

  async forgetFailuresBefore(at: number): Promise<void> {
    await this.#run("delete from login_failure where center_id = $1 and last_at < $2", [at]);
  }

  /** Every statement's first value is the center. */
  #rows<Row extends Record<string, unknown>>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.database.withCenter(this.centerId, (tx) => tx.rows<Row>(text, [this.centerId, ...values]));
  }

  #run(text: string, values: readonly unknown[]): Promise<number> {
    return this.database.withCenter(this.centerId, (tx) => tx.run(text, [this.centerId, ...values]));
  }
}
