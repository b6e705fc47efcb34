/** What an operator's Prometheus reads. Decision 0318. */
export { CenterMetrics } from "./center-metrics.js";
export { registerMetrics } from "./register-metrics.js";
export { ServerMetrics } from "./server-metrics.js";
