export { MessageManager } from "./MessageManager.js";
export { MessagePanel } from "./MessagePanel.js";
export { MyMessages } from "./MyMessages.js";
export { PlayingMessage } from "./PlayingMessage.js";
