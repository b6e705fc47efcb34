import { z } from "zod";
import { phoneDevices } from "../voice/words.js";
import { phoneNumberViewSchema } from "./contact-view.js";
import { define, nothing } from "./define.js";

/** What an agent talks through, beyond the browser. */
export const phoneRequests = {
  /**
   * From now on the agent talks through this: a desk phone that is registered here under the agent's account, or any
   * number outside (`number`; `null`: the one of last time). Not while a call is in hand: `not_suitable_state`. Without an
   * account `phone_not_registered`; a number that may not be called is refused as by `desk.call.place`.
   */
  choosePhone: define(
    "desk.phone.choose",
    z.object({ device: z.enum(phoneDevices), number: z.string().max(100).nullable().default(null) }),
    nothing,
  ),
  /**
   * Whether the agent's desk phone or number outside stays up between calls: `line` of the own view says how it is. Not
   * while a call is in hand, and not in a browser: `not_suitable_state`.
   */
  keepLine: define("desk.phone.line.keep", z.object({ keep: z.boolean() }), nothing),
  /** "Call me": the line is called, and stays. */
  raiseLine: define("desk.phone.line.raise", nothing, nothing),
  lowerLine: define("desk.phone.line.lower", nothing, nothing),
  /** What there is to choose from. */
  phoneOptions: define(
    "desk.phone.options",
    nothing,
    z.object({
      /** The agent's account for a desk phone; `null`: none is set up. */
      desk: z.object({ user: z.string(), registered: z.boolean() }).nullable(),
      /** The agent's own number outside; `null`: none was given yet. */
      number: phoneNumberViewSchema.nullable(),
    }),
  ),
} as const;
