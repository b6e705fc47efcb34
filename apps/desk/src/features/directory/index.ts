/** Whom a call can go to: the room of calls, and the picker. */
export { CallsRoom } from "./CallsRoom.js";
export { PresenceLine } from "./faces.js";
export { followRecent, useRecent } from "./recent-store.js";
export { TargetPicker, type TargetPickerProps } from "./TargetPicker.js";
export type { CallTarget, TargetKind } from "./targets.js";
