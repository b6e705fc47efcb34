/** The customer's messaging API on the wire: v1 and v2 as published, and our own stream beside them. */
export * from "./after-chat.js";
export * from "./bodies.js";
export * from "./calls.js";
export * from "./client-events.js";
export * from "./errors.js";
export * from "./server-events.js";
export * from "./stream.js";
export * from "./widget.js";
