/** The server side of the desk's WebSocket: snapshots, gapless changes, requests. Decisions 0080 to 0082. */
export { type Connecting, DeskHub } from "./hub/desk-hub.js";
export {
  type CloseReason,
  closeCodes,
  DEFAULT_DESK_SETTINGS,
  type DeskConnection,
  type DeskHubDeps,
  type DeskHubSettings,
  type DeskIdentity,
  type DeskProblem,
  type DeskTransport,
} from "./hub/ports.js";
export { presenceOf } from "./requests/supervision-requests.js";
export {
  type DeskStreamDeps,
  FRAME_BYTES_MAX,
  registerDeskStream,
  UNREAD_BYTES_MAX,
  type UpgradeIdentity,
} from "./websocket/register-desk-stream.js";
