import { context } from "./context.js";
import { conversation } from "./conversation.js";
import { errors } from "./errors.js";
import { shell } from "./shell.js";

export const en = { ...shell, conversation, context, errors };
