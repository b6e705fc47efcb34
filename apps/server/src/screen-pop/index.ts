/** Pages of other systems and texts beside an interaction. Decision 0226. */

export { registerFramePage } from "./frame-page.js";
export { type Framing, FramingCheck, mayFrame } from "./framing.js";
export { formProblem, openedFor } from "./screen-pop.js";
