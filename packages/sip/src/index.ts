/**
 * A small SIP stack for Node: messages, transactions, dialogs, digest, session descriptions, and a user agent over
 * UDP, TCP and TLS. What of which RFC is built, and what is not: SPEC.md.
 */
export * from "./agent/index.js";
export * from "./auth/index.js";
export {
  formatReplaces,
  parseReplaces,
  type ReferTarget,
  type Replaces,
  readReferTo,
  replacedKey,
  type SessionTimerPolicy,
} from "./dialog/index.js";
export * from "./message/index.js";
export * from "./sdp/index.js";
export { type SipClock, type SipRandom, systemClock, systemRandom } from "./time/clock.js";
export { standardTiming, type Timing } from "./transaction/index.js";
export * from "./transport/index.js";
