import { apiKeys } from "./api-keys.js";
import { audit } from "./audit.js";
import { entrySetup } from "./entry-setup.js";
import { firstSteps } from "./first-steps.js";
import { network } from "./network.js";
import { roleSetup } from "./role-setup.js";
import { scenario } from "./scenario.js";
import { scheduleSetup } from "./schedule-setup.js";
import { reasonSetup, serviceSetup, setupForm } from "./service-setup.js";
import { setupFirst } from "./setup-first.js";
import { userSetup } from "./user-setup.js";

/** What the parts of Set-up say and nothing else does. Few open them: it is loaded with them. */
export const setupParts = {
  apiKeys,
  audit,
  entrySetup,
  firstSteps,
  network,
  reasonSetup,
  roleSetup,
  scheduleSetup,
  serviceSetup,
  setupForm,
  userSetup,
  panelHelp: { setupFirst },
  setup: { scenario },
};
