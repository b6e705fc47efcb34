export { type Emoji, searchEmoji, useEmoji } from "./emoji.js";
export { noteEmoji } from "./recents.js";
