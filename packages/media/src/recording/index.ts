/** Recordings of calls: written as they happen, encrypted, read back. Rules: SPEC.md, REC. Without codecs beside G.711. */
export {
  type DamageCode,
  HEADER_READ_BYTES,
  RECORDING_KEY_BYTES,
  RECORDING_SAMPLE_RATE,
  RecordingDamagedError,
  type RecordingEndCause,
  type RecordingFacts,
  type RecordingFileKind,
  readHeader,
  recordingEndCauses,
  recordingFileKinds,
} from "./format.js";
export { peaksOf, wavBytes, wavStretch } from "./playing.js";
export { type PauseSpan, type Piece, type ReadableFile, RecordingReader } from "./recording-reader.js";
export { type GrowingFile, type RecordingOutcome, RecordingWriter } from "./recording-writer.js";
