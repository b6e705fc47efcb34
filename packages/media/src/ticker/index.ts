/** The beat of 20 ms. Rules: SPEC.md, TIC. */
export { type RunningTicker, runTicker, steadyNow } from "./run-ticker.js";
export { type TickLateness, TickSchedule } from "./ticker.js";
