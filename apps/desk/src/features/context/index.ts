export { ContextColumn, contextShortcuts } from "./ContextColumn.js";
export { CopyButton } from "./copy-button.js";
export { showFinished, useFinished } from "./finished.js";
export { OfferContext } from "./OfferContext.js";
