/** Recordings of calls on the server's side: what is known of each, who may hear it, how long it is kept. Decision 0141. */
export { readRange } from "./byte-range.js";
export { type OpenRecording, RecordingFiles } from "./recording-files.js";
export {
  deletedAfter,
  type RecordingAccess,
  type RecordingRow,
  type RecordingRows,
  type RecordingRule,
  recordingRuleDefault,
} from "./recording-rows.js";
export { MemoryRecordingRows } from "./recording-rows-memory.js";
export { PostgresRecordingRows } from "./recording-rows-postgres.js";
export { type RecordingEvent, Recordings, type RecordingsDeps } from "./recordings.js";
export { registerRecordings } from "./register-recordings.js";
export { isInMailboxOf, type RecordingRights, rightsTo } from "./rights.js";
export { verifyRecordings } from "./verify-recordings.js";
