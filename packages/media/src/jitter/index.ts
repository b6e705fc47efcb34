/** From packets that come late, doubled, out of order or not at all to steady sound. Rules: SPEC.md, JIT. */

export type { AudioPacket } from "./packet-store.js";
export { Playout, type PlayoutCounts, type PlayoutLimits } from "./playout.js";
