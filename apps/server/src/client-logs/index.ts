/** Logs that desks send to their administrators. */
export { ClientLogRows } from "./client-log-rows.js";
export { registerClientLogs } from "./register-client-logs.js";
