export { CallCardControls } from "./CallCardControls.js";
export { CallKeys } from "./CallKeys.js";
export { CallWork } from "./CallWork.js";
export { ConsultationRow } from "./ConsultationRow.js";
export { monitor, takeOver } from "./call-actions.js";
export { callCard } from "./call-card.js";
export { callLog, isCallStep } from "./call-log.js";
export { callsInHand, liveCall } from "./call-state.js";
export { useCallPartner, useCardNames } from "./use-call.js";
