import { createHash, randomBytes } from "node:crypto";
import type { Clock, Ids } from "../center/clock.js";
import type { AccountStore, SessionRow } from "./account-store.js";
import { type Passwords, PasswordsBusyError } from "./passwords.js";
import { LoginThrottle } from "./throttle.js";

/** A session nobody uses ends after this. */
export const SESSION_IDLE_MS = 12 * 60 * 60_000;
/** Even one that is always in use ends then, and the user signs in anew. */
export const SESSION_MS_MAX = 24 * 60 * 60_000;
/** Use is written down at most this often, so that reading a picture is no write. */
const TOUCH_EVERY_MS = 60_000;

export type Verified =
  | { readonly ok: true; readonly agentId: string; readonly mustChange: boolean }
  | { readonly ok: false; readonly code: "invalid_credentials" }
  | { readonly ok: false; readonly code: "rate_limited"; readonly retryAfterMs: number };

/**
 * Who is signed in, for one center. A browser's seat holds a random token of 256 bits; we keep only its SHA-256,
 * so that whoever reads the table cannot become somebody. (A token is random, so a fast hash is enough.)
 */
export class Sessions {
  readonly #throttle: LoginThrottle;
  /** The attempts at one account go one by one: a hundred at once would all pass the throttle otherwise. */
  readonly #attempts = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: AccountStore,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    this.#throttle = new LoginThrottle(store);
  }

  /** Checks a name and a password. Wrong name and wrong password are one answer in one time. */
  async verify(login: {
    readonly username: string;
    readonly password: string;
    readonly address: string;
  }): Promise<Verified> {
    const key = login.username.toLowerCase();
    const before = this.#attempts.get(key) ?? Promise.resolve();
    const mine = before.then(() => this.#verifyNow(login));
    const settled = mine.catch(() => {
      // The one who asked hears of it; the next in line only waits for the end of it.
    });
    this.#attempts.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.#attempts.get(key) === settled) this.#attempts.delete(key);
    }
  }

  async #verifyNow(login: { username: string; password: string; address: string }): Promise<Verified> {
    const wait = await this.#throttle.wait(login.username, login.address, this.clock.now());
    if (wait > 0) return { ok: false, code: "rate_limited", retryAfterMs: wait };
    const account = await this.store.accountByUsername(login.username);
    const stored = account?.passwordHash ?? undefined;
    let fits: boolean;
    try {
      fits = await this.passwords.fits(stored, login.password);
    } catch (error) {
      if (error instanceof PasswordsBusyError)
        return { ok: false, code: "rate_limited", retryAfterMs: 1_000 };
      throw error;
    }
    if (!account || !stored || !fits) {
      await this.#throttle.failed(login.username, login.address, this.clock.now());
      return { ok: false, code: "invalid_credentials" };
    }
    await this.#throttle.succeeded(login.username);
    if (this.passwords.outdated(stored))
      await this.store.setPasswordHash(account.agentId, await this.passwords.hash(login.password));
    return { ok: true, agentId: account.agentId, mustChange: account.mustChange };
  }

  /** A new session with a new token: a token from before the login is never taken on (no fixation). */
  async open(
    agentId: string,
    seat: number,
    browser: string | null = null,
  ): Promise<{ readonly session: SessionRow; readonly token: string }> {
    const token = randomBytes(32).toString("base64url");
    const now = this.clock.now();
    const session: SessionRow = {
      sessionId: this.ids.next(),
      tokenHash: hashOf(token),
      agentId,
      seat,
      createdAt: now,
      usedAt: now,
      browser,
    };
    await this.store.addSession(session);
    return { session, token };
  }

  /** The session goes on under a new token: whoever may have had the one before has nothing any more. */
  async renew(session: SessionRow): Promise<string> {
    const token = randomBytes(32).toString("base64url");
    await this.store.replaceToken(session.sessionId, hashOf(token));
    return token;
  }

  /** Where this user is signed in. */
  async of(agentId: string): Promise<readonly SessionRow[]> {
    return this.store.sessionsOf(agentId);
  }

  /** The password as it is asked again: wrong ones count as at the door. */
  async verifyAgain(agentId: string, password: string, address: string): Promise<Verified> {
    const account = await this.store.accountOf(agentId);
    if (!account) return { ok: false, code: "invalid_credentials" };
    return this.verify({ username: account.username, password, address });
  }

  /** @param options.mustChange somebody else has set it; absent: it is the user's own choice */
  async setPassword(
    agentId: string,
    password: string,
    { mustChange = false }: { readonly mustChange?: boolean } = {},
  ): Promise<void> {
    await this.store.setPasswordHash(agentId, await this.passwords.hash(password), mustChange);
  }

  /** How a user signs in. */
  async standing(agentId: string): Promise<{
    readonly hasPassword: boolean;
    readonly mustChange: boolean;
    /** The next try has to wait until then; `null`: it need not. */
    readonly lockedUntil: number | null;
  }> {
    const account = await this.store.accountOf(agentId);
    if (!account) return { hasPassword: false, mustChange: false, lockedUntil: null };
    const now = this.clock.now();
    const wait = await this.#throttle.waitOfUser(account.username, now);
    return {
      hasPassword: account.passwordHash !== null,
      mustChange: account.mustChange,
      lockedUntil: wait > 0 ? now + wait : null,
    };
  }

  /** Wrong passwords of before do not count any more. */
  async unlock(agentId: string): Promise<void> {
    const account = await this.store.accountOf(agentId);
    if (account) await this.#throttle.succeeded(account.username);
  }

  /** Every session of a user ends. @param but the one that asks for it stays, should it be the same user's */
  async endAllOf(agentId: string, but: SessionRow): Promise<void> {
    await this.store.endSessionsOf(agentId, but.agentId === agentId ? { except: but.sessionId } : {});
  }

  /** The session of a token at this seat, when it is still good. Using it makes it last. */
  async find(token: string, seat: number): Promise<SessionRow | undefined> {
    if (!TOKEN_FORM.test(token)) return undefined;
    const row = await this.store.sessionByTokenHash(hashOf(token));
    if (!row || row.seat !== seat) return undefined;
    const now = this.clock.now();
    if (now - row.usedAt >= SESSION_IDLE_MS || now - row.createdAt >= SESSION_MS_MAX) {
      await this.store.endSession(row.sessionId);
      return undefined;
    }
    if (now - row.usedAt >= TOUCH_EVERY_MS) await this.store.touchSession(row.sessionId, now);
    return row;
  }

  /** A desk that is connected is in use, even when its user sends nothing by HTTP. Cheap to call with each pulse. */
  async touch(session: SessionRow): Promise<void> {
    await this.store.touchSession(session.sessionId, this.clock.now());
  }

  async end(sessionId: string): Promise<void> {
    await this.store.endSession(sessionId);
  }

  /** A user has one session: the others of this user end. */
  async endOthers(session: SessionRow): Promise<void> {
    await this.store.endSessionsOf(session.agentId, { except: session.sessionId });
  }

  /** Removes what has run out. Nothing depends on it but the size of the table. */
  async tidy(): Promise<void> {
    const now = this.clock.now();
    await this.store.endSessionsOlderThan({ usedAt: now - SESSION_IDLE_MS, createdAt: now - SESSION_MS_MAX });
    await this.store.forgetFailuresBefore(now - 24 * 60 * 60_000);
  }
}

const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/;
const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
