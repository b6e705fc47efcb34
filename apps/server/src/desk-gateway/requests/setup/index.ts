import type { Responder } from "../respond.js";
import { forAdministrators } from "./administrator.js";
import { afterChatRequests } from "./after-chat-requests.js";
import { apiKeyRequests } from "./api-key-requests.js";
import { entryRequests } from "./entry-requests.js";
import { mailboxRequests } from "./mailbox-requests.js";
import { maskingRequests } from "./masking-requests.js";
import { networkRequests } from "./network-requests.js";
import { numberRequests } from "./number-requests.js";
import { promptRequests } from "./prompt-requests.js";
import { reasonRequests } from "./reason-requests.js";
import { recordingRequests } from "./recording-requests.js";
import { roleRequests } from "./role-requests.js";
import { scenarioRequests } from "./scenario-requests.js";
import { scheduleRequests } from "./schedule-requests.js";
import { screenPopSetupResponders } from "./screen-pop-requests.js";
import { serviceRequests } from "./service-requests.js";
import { skillRequests } from "./skill-requests.js";
import { teamRequests, userRequests } from "./user-requests.js";

/** What the room Set-up asks (packages/protocol/src/desk/setup.ts). A further part of it adds its responders here. */
export const setupRequests: readonly Responder[] = [
  ...userRequests,
  ...teamRequests,
  ...roleRequests,
  ...serviceRequests,
  ...skillRequests,
  ...reasonRequests,
  ...scheduleRequests,
  ...scenarioRequests,
  ...promptRequests,
  ...numberRequests,
  ...entryRequests,
  ...networkRequests,
  ...recordingRequests,
  ...mailboxRequests,
  ...maskingRequests,
  ...afterChatRequests,
  ...screenPopSetupResponders,
  ...apiKeyRequests,
].map(forAdministrators);
