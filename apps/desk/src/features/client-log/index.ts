/** Sending this desk's log to its administrators. */
export { openSendLogs, SendLogs } from "./SendLogs.js";
