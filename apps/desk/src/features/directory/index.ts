/** Whom a call can go to: the room of calls, and the picker. */
import "./calls-tab.js";

export { PresenceLine } from "./faces.js";
export { followRecent, useRecent } from "./recent-store.js";
export type { CallTarget, TargetKind } from "./targets.js";
