export { focusComposer } from "./composer/focus.js";
export { EmptyWork } from "./EmptyWork.js";
export { OfferPreviewWork } from "./OfferPreviewWork.js";
export { WorkArea } from "./WorkArea.js";
