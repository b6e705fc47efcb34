/** The conversation with the adviser, from waiting to the end. */
export { ChatPage } from "./ChatPage.js";
