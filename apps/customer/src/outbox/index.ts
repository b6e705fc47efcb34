/** What was sent and is not confirmed yet: kept on the device, tried until it is. */
export * from "./outbox.js";
export { Sender, type SenderPorts } from "./sender.js";
