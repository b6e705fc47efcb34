/** Calls between agents and customers' apps, negotiated by the chat's signaling events (wire contract 3.3). */
export { AppCalls, type AppCallsDeps } from "./app-calls.js";
