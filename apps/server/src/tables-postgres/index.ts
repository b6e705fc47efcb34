/** The tables of every center behind one door: `Database.withCenter`. */
export { type Connection, Database, type DatabaseOptions, type Tx } from "./database.js";
export { MigrationError, migrate, migrationNames } from "./migrate.js";
export { PostgresRecords } from "./postgres-records.js";
export {
  type CenterAddress,
  listCenters,
  putCenter,
  putUserWords,
  putWords,
  type WordsChange,
} from "./words.js";
