export { ContextColumn, contextShortcuts } from "./ContextColumn.js";
export { OfferContext } from "./OfferContext.js";
