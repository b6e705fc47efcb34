/** The customer's chat on this device, and what the screens may ask of it. */
export { numberTyped } from "./calls.js";
export { askPosition, metresBetween } from "./live-position.js";
export {
  type Customer,
  emptyReport,
  type IncidentCode,
  type Injured,
  incidentCodes,
  type Place,
  parametersOf,
  type Report,
  type ReportDraft,
  type ReportPhoto,
} from "./report.js";
export { Session } from "./session.js";
export type { SessionState } from "./session-state.js";
