import { conversation } from "./conversation.js";
import { shell } from "./shell.js";

/** German, for people who are addressed with "Sie". What is not here yet is shown in English. */
export const de = { ...shell, conversation };
