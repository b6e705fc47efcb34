export { focusComposer } from "./composer/focus.js";
export { EmptyWork } from "./EmptyWork.js";
export { WorkArea } from "./WorkArea.js";
