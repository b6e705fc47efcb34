/** The map of the accident, as a component, and the words for a place. */
export { AccidentMap } from "./AccidentMap.js";
export { useNearby } from "./use-nearby.js";
