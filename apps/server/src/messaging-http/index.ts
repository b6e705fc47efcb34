/** The customer's side of chat: a service without a transport, and its HTTP plugin. */
export { docsPage, docsStyle, safeDocsHeaders } from "./docs-page.js";
export { RateLimit } from "./limits.js";
export { MessagingError, unavailable } from "./messaging-error.js";
export { type MessagingParts, MessagingService } from "./messaging-service.js";
export {
  type MessagingHttp,
  type MessagingHttpOptions,
  registerMessagingHttp,
} from "./register-messaging-http.js";
export { type MessagingSettings, messagingDefaults, publishedIceServers } from "./settings.js";
export {
  type CustomerSignal,
  createSignaling,
  type PartySignal,
  type Signaling,
  type SignalingData,
} from "./signaling.js";
