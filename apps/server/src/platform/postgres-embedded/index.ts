/** The PostgreSQL that comes with Patchbay: found, started, taken over, kept running, stopped. */

export { OWNER_ROLE } from "./cluster.js";
export { PostgresStartError, type PostgresStartErrorCode } from "./errors.js";
export { connectionNoted } from "./running.js";
export { scramVerifier } from "./scram.js";
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type PostgresLog,
  startPostgres,
} from "./supervisor.js";
