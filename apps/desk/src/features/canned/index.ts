export { CannedPanel } from "./CannedPanel.js";
export { CannedRow } from "./CannedRow.js";
export { countUse, followCanned, readCanned, useCanned } from "./canned-store.js";
export { firstGap } from "./fill.js";
export { Preview } from "./Preview.js";
export { languageOf, searchCanned, usableIn } from "./search.js";
export { useFilling } from "./use-filling.js";
