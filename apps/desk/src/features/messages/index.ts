export { MyMessages } from "./MyMessages.js";
