import type { en } from "../en/index.js";
import type { Translation } from "../translation.js";
import { account } from "./account.js";
import { afterChat } from "./after-chat.js";
import { beside } from "./beside.js";
import { call } from "./call.js";
import { context } from "./context.js";
import { conversation } from "./conversation.js";
import { errors } from "./errors.js";
import { settings } from "./settings.js";
import { shell } from "./shell.js";

/** German, for people who are addressed with "Sie". */
export const de = {
  ...shell,
  account,
  afterChat,
  beside,
  call,
  context,
  conversation,
  errors,
  settings,
} satisfies Translation<typeof en>;
