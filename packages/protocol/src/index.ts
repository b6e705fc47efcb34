export * from "./desk/frames.js";
export * from "./desk/login.js";
export * from "./desk/requests.js";
export * from "./desk/views.js";
export * from "./messaging/index.js";
export * from "./voice/settings.js";
export * from "./voice/wire.js";
