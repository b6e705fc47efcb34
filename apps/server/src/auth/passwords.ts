import { randomBytes } from "node:crypto";
import { hash, type Options, parseOptions, verify } from "@node-rs/argon2";

/**
 * argon2id with the first of the parameter sets that the OWASP Password Storage Cheat Sheet gives: 19 MiB of
 * memory, 2 passes, 1 lane. About 30 ms of one core; the work happens on a thread of the pool, never on the loop.
 */
export const PASSWORD_HASH: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/** How many passwords are hashed at the same time: each holds 19 MiB and a core. */
const AT_ONCE_MAX = 4;
/** How many may wait for their turn before newcomers are told to come back. */
const WAITING_MAX = 200;

/** More logins are being checked than this process should hold. Try again in a moment. */
export class PasswordsBusyError extends Error {
  override readonly name = "PasswordsBusyError";
}

/** Hashes and checks passwords, a few at a time. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** The hash of a password nobody knows: what an unknown user's attempt is compared with. */
  #nobody: Promise<string> | undefined;

  constructor(private readonly options: Options = PASSWORD_HASH) {}

  async hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, this.options));
  }

  /**
   * Whether the password is the one behind `stored`. Without `stored` (unknown user, or one without a password)
   * it does the same work against a hash that nothing fits, so that the time tells nobody who exists.
   *
   * @throws {PasswordsBusyError}
   */
  async fits(stored: string | undefined, password: string): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#nobody ??= hash(randomBytes(32), this.options);
      const fits = await verify(stored ?? (await this.#nobody), password);
      return stored !== undefined && fits;
    });
  }

  /** Whether the stored hash was made with other parameters than today's and should be made anew. */
  outdated(stored: string): boolean {
    const made = parseOptions(stored);
    return made.memoryCost !== this.options.memoryCost || made.timeCost !== this.options.timeCost;
  }

  /** Makes the stand-in hash now, so that the very first attempt takes no longer than the others. */
  async prepare(): Promise<void> {
    this.#nobody ??= hash(randomBytes(32), this.options);
    await this.#nobody;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE_MAX) {
      if (this.#waiting.length >= WAITING_MAX) throw new PasswordsBusyError("too many logins at once");
      await new Promise<void>((resume) => this.#waiting.push(resume));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      // The place is handed over rather than given back, so that nobody slips in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
