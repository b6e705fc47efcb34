import { en } from "./index.js";
import { setupParts } from "./setup-parts.js";

/** All words of the desk: what another language must have. */
export const whole = { ...en, ...setupParts, setup: { ...en.setup, ...setupParts.setup } };
