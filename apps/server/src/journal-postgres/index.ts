/** The record of a center in PostgreSQL: appends, reading, snapshots by a worker, and their verification. */
export { PostgresJournal, type PostgresJournalOptions } from "./postgres-journal.js";
