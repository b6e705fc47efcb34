export { countries } from "./countries.js";
/** What becomes of what somebody dialled, without I/O. Rules: SPEC.md. */
export { listedNumber, REASON_MAX, type ReadList, readDoNotCallFile } from "./do-not-call.js";
export { type CallOut, type PlannedCall, planCall, type ReadNumber, readNumber } from "./plan-call.js";
