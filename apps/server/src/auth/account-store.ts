/** What logging in needs to know of a user. Names and roles live elsewhere. */
export interface Account {
  readonly agentId: string;
  /** As stored; compared without regard to case. */
  readonly username: string;
  /** argon2id in PHC form; `null`: this user cannot log in with a password. */
  readonly passwordHash: string | null;
  /** Somebody else has set the password: the user chooses another one at the next sign-in. */
  readonly mustChange: boolean;
}

/** One signed-in seat of one browser. The token itself is known to the browser alone. */
export interface SessionRow {
  /** The core's SessionId. Not secret: it stands in events. */
  readonly sessionId: string;
  /** SHA-256 of the token, as 64 hexadecimal digits. */
  readonly tokenHash: string;
  readonly agentId: string;
  readonly seat: number;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
  readonly usedAt: number;
  /** Such as `Firefox on Linux`; `null`: it did not say. */
  readonly browser: string | null;
}

/** Failed logins in a row under one subject: `user:<name>` or `address:<ip>`. */
export interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

/**
 * Accounts, sessions and failed logins of one center.
 *
 * Contract suite: apps/server/test/auth/account-store-contract.ts, run against both adapters.
 */
export interface AccountStore {
  accountOf(agentId: string): Promise<Account | undefined>;
  accountByUsername(username: string): Promise<Account | undefined>;
  /** Does nothing when there is no such user. @param mustChange absent: as it is */
  setPasswordHash(agentId: string, passwordHash: string, mustChange?: boolean): Promise<void>;
  addSession(row: SessionRow): Promise<void>;
  sessionByTokenHash(tokenHash: string): Promise<SessionRow | undefined>;
  sessionsOf(agentId: string): Promise<SessionRow[]>;
  /** The session goes on under another token; the one before opens nothing any more. */
  replaceToken(sessionId: string, tokenHash: string): Promise<void>;
  touchSession(sessionId: string, usedAt: number): Promise<void>;
  endSession(sessionId: string): Promise<void>;
  endSessionsOf(agentId: string, options?: { readonly except?: string }): Promise<void>;
  /** Removes sessions that were used last, or made, before these moments; how many. */
  endSessionsOlderThan(limits: { readonly usedAt: number; readonly createdAt: number }): Promise<number>;
  failures(subject: string): Promise<Failures | undefined>;
  /** Counts one more and gives the new count. One whose last failure is before `forgetBefore` starts at 1 again. */
  addFailure(subject: string, at: number, forgetBefore: number): Promise<Failures>;
  clearFailures(subject: string): Promise<void>;
  forgetFailuresBefore(at: number): Promise<void>;
}
