/** Pushes to customers' apps: the port, where subscriptions live, and the adapter for browsers. */
export * from "./push.js";
export { subscriptionsInFolder } from "./subscriptions-folder.js";
export { subscriptionsInMemory } from "./subscriptions-memory.js";
export { createVapidKeys, createWebPush, PUSH_SERVICE_HOSTS, type VapidKeys } from "./web-push.js";
