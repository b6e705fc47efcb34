/** Alerts on thresholds: what supervisors are told of without looking for it. Decision 0276. */
export { AlertWatch } from "./alert-watch.js";
export type { AlertRulesSet, StandingAlert } from "./standing-alert.js";
