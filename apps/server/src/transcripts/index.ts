export { giveLink } from "./give-link.js";
export { TranscriptLinks } from "./links.js";
export { registerTranscripts, transcriptDaysOf } from "./register-transcripts.js";
