import type { whole } from "../en/whole.js";
import type { Translation } from "../translation.js";
import { account } from "./account.js";
import { afterChat } from "./after-chat.js";
import { apiKeys } from "./api-keys.js";
import { assistance } from "./assistance.js";
import { audit } from "./audit.js";
import { beside } from "./beside.js";
import { call } from "./call.js";
import { canned } from "./canned.js";
import { clientLog } from "./client-log.js";
import { contact } from "./contact.js";
import { context } from "./context.js";
import { conversation } from "./conversation.js";
import { directory } from "./directory.js";
import { emoji } from "./emoji.js";
import { entrySetup } from "./entry-setup.js";
import { errorHelp } from "./error-help.js";
import { errors } from "./errors.js";
import { figures } from "./figures.js";
import { firstSteps } from "./first-steps.js";
import { followUps } from "./follow-ups.js";
import { masking } from "./masking.js";
import { messages } from "./messages.js";
import { network } from "./network.js";
import { palette } from "./palette.js";
import { panelHelp } from "./panel-help.js";
import { phone } from "./phone.js";
import { pop } from "./pop.js";
import { recorder } from "./recorder.js";
import { records } from "./records.js";
import { replay } from "./replay.js";
import { roleSetup } from "./role-setup.js";
import { scheduleSetup } from "./schedule-setup.js";
import { reasonSetup, serviceSetup, setupForm } from "./service-setup.js";
import { settings } from "./settings.js";
import { setup } from "./setup.js";
import { shell } from "./shell.js";
import { signature } from "./signature.js";
import { supervise } from "./supervise.js";
import { userSetup } from "./user-setup.js";
import { voicemail } from "./voicemail.js";

/** German, for people who are addressed with "Sie". */
export const de = {
  ...shell,
  account,
  afterChat,
  apiKeys,
  firstSteps,
  scheduleSetup,
  audit,
  assistance,
  beside,
  call,
  canned,
  clientLog,
  contact,
  context,
  conversation,
  directory,
  emoji,
  errorHelp,
  errors,
  figures,
  followUps,
  masking,
  messages,
  network,
  palette,
  panelHelp,
  phone,
  pop,
  recorder,
  reasonSetup,
  records,
  entrySetup,
  serviceSetup,
  replay,
  settings,
  setup,
  setupForm,
  signature,
  supervise,
  roleSetup,
  userSetup,
  voicemail,
} satisfies Translation<typeof whole>;
