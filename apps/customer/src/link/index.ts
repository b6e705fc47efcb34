/** Keeps a chat connected: resume, poll, back off, resume. */
export { browserClock, type LoopClock } from "./clock.js";
export { Link, type LinkState } from "./link.js";
