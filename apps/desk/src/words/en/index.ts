import { account } from "./account.js";
import { afterChat } from "./after-chat.js";
import { beside } from "./beside.js";
import { call } from "./call.js";
import { canned } from "./canned.js";
import { clientLog } from "./client-log.js";
import { contact } from "./contact.js";
import { context } from "./context.js";
import { conversation } from "./conversation.js";
import { directory } from "./directory.js";
import { emoji } from "./emoji.js";
import { errorHelp } from "./error-help.js";
import { errors } from "./errors.js";
import { followUps } from "./follow-ups.js";
import { masking } from "./masking.js";
import { messages } from "./messages.js";
import { palette } from "./palette.js";
import { panelHelp } from "./panel-help.js";
import { phone } from "./phone.js";
import { pop } from "./pop.js";
import { recorder } from "./recorder.js";
import { records } from "./records.js";
import { settings } from "./settings.js";
import { setup } from "./setup.js";
import { shell } from "./shell.js";
import { signature } from "./signature.js";
import { voicemail } from "./voicemail.js";

/** What the desk has from its first moment: all but `setup-parts.ts` and `supervise-parts.ts`. */
export const en = {
  ...shell,
  afterChat,
  beside,
  account,
  call,
  clientLog,
  canned,
  emoji,
  conversation,
  contact,
  context,
  directory,
  errors,
  errorHelp,
  masking,
  pop,
  messages,
  followUps,
  palette,
  panelHelp,
  phone,
  recorder,
  records,
  settings,
  setup,
  signature,
  voicemail,
};
