/** The server's end of the wire. Contract: packages/protocol/src/voice/wire.ts. */
export { Attachment, type AttachmentDeps, type RequestOutcome } from "./attachment.js";
export { EventLog, type NumberedEvent } from "./event-log.js";
