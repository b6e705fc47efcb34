import type { Account, AccountStore, Failures, SessionRow } from "./account-store.js";

/** Accounts that are gone with the process: for tests and the simulated day. */
export class MemoryAccounts implements AccountStore {
  readonly #accounts = new Map<string, Account>();
  readonly #sessions = new Map<string, SessionRow>();
  readonly #failures = new Map<string, Failures>();

  add(account: Omit<Account, "mustChange"> & Partial<Account>): void {
    this.#accounts.set(account.username.toLowerCase(), { mustChange: false, ...account });
  }

  async accountOf(agentId: string): Promise<Account | undefined> {
    return [...this.#accounts.values()].find((account) => account.agentId === agentId);
  }

  async accountByUsername(username: string): Promise<Account | undefined> {
    return this.#accounts.get(username.toLowerCase());
  }

  async setPasswordHash(agentId: string, passwordHash: string, mustChange?: boolean): Promise<void> {
    for (const account of this.#accounts.values())
      if (account.agentId === agentId)
        this.add({ ...account, passwordHash, mustChange: mustChange ?? account.mustChange });
  }

  async addSession(row: SessionRow): Promise<void> {
    this.#sessions.set(row.sessionId, row);
  }

  async sessionByTokenHash(tokenHash: string): Promise<SessionRow | undefined> {
    return [...this.#sessions.values()].find((row) => row.tokenHash === tokenHash);
  }

  async sessionsOf(agentId: string): Promise<SessionRow[]> {
    return [...this.#sessions.values()].filter((row) => row.agentId === agentId);
  }

  async replaceToken(sessionId: string, tokenHash: string): Promise<void> {
    const row = this.#sessions.get(sessionId);
    if (row) this.#sessions.set(sessionId, { ...row, tokenHash });
  }

  async touchSession(sessionId: string, usedAt: number): Promise<void> {
    const row = this.#sessions.get(sessionId);
    if (row) this.#sessions.set(sessionId, { ...row, usedAt });
  }

  async endSession(sessionId: string): Promise<void> {
    this.#sessions.delete(sessionId);
  }

  async endSessionsOf(agentId: string, options: { readonly except?: string } = {}): Promise<void> {
    for (const row of this.#sessions.values())
      if (row.agentId === agentId && row.sessionId !== options.except) this.#sessions.delete(row.sessionId);
  }

  async endSessionsOlderThan(limits: {
    readonly usedAt: number;
    readonly createdAt: number;
  }): Promise<number> {
    let ended = 0;
    for (const row of this.#sessions.values()) {
      if (row.usedAt >= limits.usedAt && row.createdAt >= limits.createdAt) continue;
      this.#sessions.delete(row.sessionId);
      ended += 1;
    }
    return ended;
  }

  async failures(subject: string): Promise<Failures | undefined> {
    return this.#failures.get(subject);
  }

  async addFailure(subject: string, at: number, forgetBefore: number): Promise<Failures> {
    const before = this.#failures.get(subject);
    const now = { count: before && before.lastAt >= forgetBefore ? before.count + 1 : 1, lastAt: at };
    this.#failures.set(subject, now);
    return now;
  }

  async clearFailures(subject: string): Promise<void> {
    this.#failures.delete(subject);
  }

  async forgetFailuresBefore(at: number): Promise<void> {
    for (const [subject, { lastAt }] of this.#failures) if (lastAt < at) this.#failures.delete(subject);
  }
}
