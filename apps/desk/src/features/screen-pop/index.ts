export { PopHost } from "./PopHost.js";
export { PopTab } from "./PopTab.js";
export { pagesIn, usePop } from "./pop-store.js";
