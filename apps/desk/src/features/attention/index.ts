/** Getting the agent's attention: sounds, notifications, badges. */
export { Attention, NotificationQuestion, SilentPage } from "./Attention.js";
export { chime } from "./chimes.js";
export { Ringer } from "./ringer.js";
export { notificationsAllowed, notify, soundOf } from "./tell.js";
