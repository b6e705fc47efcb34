/** What programs read with an API key: docs/api.md. Decision 0316. */
export { type ReportingDeps, registerReporting } from "./register-reporting.js";
