/** Whom a call can go to. */
export { TargetPicker, type TargetPickerProps } from "./TargetPicker.js";
export type { CallTarget, TargetKind } from "./targets.js";
