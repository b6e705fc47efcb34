/**
 * The ground the server stands on: settings, the data folder and its lock, keys, the database process, TLS,
 * addresses, the log. In the order in which main.ts uses it:
 *
 * 1. `readSettings` - wrong ones are all told at once (`SettingsError`)
 * 2. `lockDataDir` - before anything in DATA_DIR is looked at; exit with `EXIT_CODE_ALREADY_RUNNING`
 * 3. `openLog`, `openSecrets`
 * 4. `openDatabase`, `openTls`; migrate with `database.owner`, work with `database.app`
 * 5. listen (`explainListenError`), `lock.announce(address)`, `printWelcome`
 *
 * At stop the other way round: stop accepting, answer polls, drain commits, close, then `database.stop()`.
 */
export { type Addresses, addressesOf, type DemoLogins, lanAddresses, printWelcome } from "./addresses.js";
export {
  DataDirInUseError,
  type DataDirLock,
  DataDirUnusableError,
  EXIT_CODE_ALREADY_RUNNING,
  lockDataDir,
} from "./data-dir-lock.js";
export { type Database, DatabaseUnreachableError, openDatabase, runningDatabase } from "./database.js";
export { APP_ROLE, DatabaseRightsError } from "./database-roles.js";
export { refuseFullDisk } from "./disk-space.js";
export { explainListenError, ListenError } from "./listen-error.js";
export { openLog } from "./log.js";
export { type EmbeddedPostgres, PostgresStartError, startPostgres } from "./postgres-embedded/index.js";
export { openSecrets, SecretLostError, type SecretName, type Secrets } from "./secrets.js";
export { type LogLevel, readSettings, type Settings, SettingsError } from "./settings.js";
export { onStopSignal } from "./stop-signals.js";
export { openTls, type TlsCredentials, TlsError } from "./tls.js";

import { DataDirInUseError, DataDirUnusableError, EXIT_CODE_ALREADY_RUNNING } from "./data-dir-lock.js";
import { DatabaseUnreachableError } from "./database.js";
import { DatabaseRightsError } from "./database-roles.js";
import { DiskFullError, explainFullDisk } from "./disk-space.js";
import { ListenError } from "./listen-error.js";
import { PostgresStartError } from "./postgres-embedded/index.js";
import { SecretLostError } from "./secrets.js";
import { SettingsError } from "./settings.js";
import { TlsError } from "./tls.js";

/**
 * What to tell a person when a start failed for a reason that only a person can mend, and the exit code.
 * @returns `undefined` for any other error: that one deserves its stack.
 */
export function explainStartError(
  error: unknown,
): { readonly message: string; readonly exitCode: number } | undefined {
  if (error instanceof DataDirInUseError)
    return { message: error.message, exitCode: EXIT_CODE_ALREADY_RUNNING };
  const known = [
    SettingsError,
    DataDirUnusableError,
    SecretLostError,
    PostgresStartError,
    DatabaseUnreachableError,
    DatabaseRightsError,
    TlsError,
    ListenError,
    DiskFullError,
  ];
  if (known.some((type) => error instanceof type)) return { message: (error as Error).message, exitCode: 1 };
  const full = explainFullDisk(error);
  return full === undefined ? undefined : { message: full, exitCode: 1 };
}
