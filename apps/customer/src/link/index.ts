/** Keeps a chat connected: resume, poll, back off, resume. */
export { browserClock, type LoopClock } from "@patchbay/chat-sdk/parts";
export { Link, type LinkState } from "./link.js";
