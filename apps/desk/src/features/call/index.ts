export { CallCardControls } from "./CallCardControls.js";
export { CallKeys } from "./CallKeys.js";
export { CallWork } from "./CallWork.js";
export { callCard } from "./call-card.js";
export { callLog, isCallStep } from "./call-log.js";
