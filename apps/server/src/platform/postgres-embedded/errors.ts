export type PostgresStartErrorCode =
  /** No PostgreSQL in npm for this machine, or optional dependencies were left out. */
  | "no_binaries"
  /** We are root, and no way was found to run it as somebody else. */
  | "no_unprivileged_user"
  /** The data folder holds something that is not ours to touch, or of another major version. */
  | "unusable_folder"
  | "init_failed"
  /** It did not come up within the time given; the message ends with its own last words. */
  | "start_failed";

/** The embedded PostgreSQL can't be started. The message is written for the person at the terminal. */
export class PostgresStartError extends Error {
  override readonly name = "PostgresStartError";
  constructor(
    readonly code: PostgresStartErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}
