/** Media workers: processes that hold the sound of calls, and who keeps them alive. */
export type { CallShown, LegOf, LegShown, WorkerFailure, WorkerOutcome } from "./messages.js";
export { Supervisor, type SupervisorDeps, type Worker } from "./supervisor.js";
