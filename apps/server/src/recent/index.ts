/** Every agent's recent calls and chats. */
export { RecentCalls } from "./recent-calls.js";
