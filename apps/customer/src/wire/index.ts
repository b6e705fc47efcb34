export { WireFailure } from "@patchbay/chat-sdk/parts";
export { type AfterChat, nothingAfter, type Survey } from "./after-chat.js";
/** The published messaging API, seen from a customer's app. */
export {
  type CallProgress,
  type CallRequestOutcome,
  clientEvent,
  type PartyKind,
  readEvent,
  readEvents,
  type ServerEvent,
} from "./events.js";
export { type Availability, type ChatProperties, MessagingApi } from "./messaging-api.js";
export { appSignal, type CenterSignal } from "./signals.js";
