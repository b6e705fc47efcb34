/** What was refused: counted by code, and findable by its number. */
export { type NotedRefusal, type Refusal, Refusals } from "./refusals.js";
export { registerRefusals } from "./register-refusals.js";
