import { forwardingReasons } from "@patchbay/core";
import { z } from "zod";
import { define, id, nothing } from "./define.js";
import { MAILBOX_RING_MS_MAX, MAILBOX_RING_MS_MIN } from "./voicemail.js";

const whenSchema = z.array(z.enum(forwardingReasons)).max(forwardingReasons.length);

/** Where colleagues' calls go on to, and when. */
export const forwardingFormSchema = z
  .object({
    enabled: z.boolean(),
    /** As typed: a number outside, or a colleague's extension. */
    number: z.string().trim().max(100),
    when: whenSchema,
    /** How long a call rings at the desk before it counts as not answered; the mailbox has the same time. */
    ringMs: z.number().int().min(MAILBOX_RING_MS_MIN).max(MAILBOX_RING_MS_MAX),
  })
  .refine(({ enabled, when }) => !enabled || when.length > 0, { path: ["when"], message: "at least one" });
export type ForwardingForm = z.infer<typeof forwardingFormSchema>;

/** The colleague whose extension the number is; `null`: it is one outside. */
const colleagueSchema = z.object({ agentId: z.string(), name: z.string() }).nullable();

/**
 * Call forwarding: a colleague's call to an agent goes on to a number outside that the agent has chosen, or to another
 * colleague. A number outside stands under the dial plan and the agent's rights when it is saved, refused as by
 * `desk.call.place`, and again when a call goes there.
 */
export const forwardingRequests = {
  forwarding: define(
    "desk.forwarding",
    nothing,
    z.object({ form: forwardingFormSchema, colleague: colleagueSchema }),
  ),
  /** Switched off, the number is kept. `self_call`: the own extension. */
  saveForwarding: define(
    "desk.forwarding.save",
    z.object({ form: forwardingFormSchema }),
    z.object({ colleague: colleagueSchema }),
  ),
  /** Administrators: whose calls go on, and where. */
  forwardings: define(
    "desk.setup.forwardings",
    nothing,
    z.object({
      agents: z.array(
        z.object({
          agentId: z.string(),
          when: whenSchema,
          number: z.string(),
          colleague: colleagueSchema,
        }),
      ),
    }),
  ),
  /** Administrators: off, at once. `object_not_found`: it is not on. */
  clearForwarding: define("desk.setup.clear_forwarding", z.object({ agentId: id }), nothing),
} as const;
