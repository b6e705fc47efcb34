import { assistance } from "./assistance.js";
import { en } from "./index.js";
import { recordsRoom } from "./records-room.js";
import { setupParts } from "./setup-parts.js";
import { superviseParts } from "./supervise-parts.js";

/** All words of the desk: what another language must have. */
export const whole = {
  ...en,
  ...setupParts,
  ...superviseParts,
  assistance,
  panelHelp: { ...en.panelHelp, ...setupParts.panelHelp },
  records: { ...en.records, ...recordsRoom },
  setup: { ...en.setup, ...setupParts.setup },
};
