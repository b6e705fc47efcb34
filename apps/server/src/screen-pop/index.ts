/** Pages of other systems and texts beside an interaction. Decisions 0226 and 0227. */

export { registerFramePage } from "./frame-page.js";
export { type Framing, FramingCheck, mayFrame } from "./framing.js";
export { formProblem, openedFor } from "./screen-pop.js";
