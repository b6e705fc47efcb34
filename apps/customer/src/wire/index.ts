/** The published messaging API, seen from a customer's app. */
export { clientEvent, type PartyKind, readEvent, readEvents, type ServerEvent } from "./events.js";
export { type Availability, type ChatProperties, MessagingApi } from "./messaging-api.js";
export { WireFailure } from "./wire-failure.js";
