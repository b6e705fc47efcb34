export { PopHost } from "./PopHost.js";
export { pagesIn, usePop } from "./pop-store.js";
