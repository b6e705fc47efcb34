/** Messages that callers leave for agents and services. Decisions 0160 and 0161. */
export { type Boxes, type MessageQuestion, type MessageRow, MessageRows } from "./message-rows.js";
export { type ChangedBox, noVoicemail, TRASH_MS, Voicemail, type VoicemailDeps } from "./voicemail.js";
