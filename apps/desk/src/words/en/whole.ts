import { assistance } from "./assistance.js";
import { en } from "./index.js";
import { setupParts } from "./setup-parts.js";
import { superviseParts } from "./supervise-parts.js";

/** All words of the desk: what another language must have. */
export const whole = {
  ...en,
  ...setupParts,
  ...superviseParts,
  assistance,
  setup: { ...en.setup, ...setupParts.setup },
};
