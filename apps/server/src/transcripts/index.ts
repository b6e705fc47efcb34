export { TranscriptLinks } from "./links.js";
export { registerTranscripts, transcriptDaysOf } from "./register-transcripts.js";
