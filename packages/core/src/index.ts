/** The contact center as a deterministic state machine: no clock, chance, I/O or await. Rules: ../SPEC.md. */
export * from "./agent/agent.js";
export { wordOf } from "./agent/word.js";
export * from "./call/call.js";
export * from "./call/picture.js";
export * from "./center/center.js";
export * from "./center/messages.js";
export * from "./center/serialize.js";
export * from "./center/state.js";
export * from "./configuration/configuration.js";
export * from "./ids/ids.js";
export { extendedWrapUp } from "./interaction/decide-interaction.js";
export * from "./interaction/interaction.js";
export { InvariantError } from "./invariant.js";
export * from "./offer/offer.js";
export { exclusionOf, hasSkills, loadOf } from "./queue/eligibility.js";
export * from "./scenario/scenario.js";
export * from "./time/time.js";
