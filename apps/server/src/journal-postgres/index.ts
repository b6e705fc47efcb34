/** The record of a center in PostgreSQL: appends, reading, snapshots by a worker, and their verification. */
export { eventVersions, readEvent, UnknownEventError } from "./event-versions.js";
export type { FromFollower, ToFollower } from "./journal-follower.js";
export { PostgresJournal, type PostgresJournalOptions } from "./postgres-journal.js";
export { JournalGapError } from "./read-events.js";
export { type FollowerStatus, SnapshotWorker, type SnapshotWorkerOptions } from "./snapshot-worker.js";
export { type Problem, type ProblemCode, type VerifyReport, verifyCenter } from "./verify.js";
