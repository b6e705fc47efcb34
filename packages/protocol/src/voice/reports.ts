import { z } from "zod";
import { registrationsReportSchema, trunksReportSchema } from "./network.js";
import { id } from "./shapes.js";

/** How a leg's media does, about every second while there is somebody to tell. */
export const voiceReportSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("quality"),
    interactionId: id,
    legId: id,
    /** Mean opinion score, 1 to 5 (ITU-T G.107). */
    mos: z.number(),
    /** Share of packets lost, 0 to 1; jitter and round trip in milliseconds. */
    loss: z.number(),
    jitterMs: z.number(),
    roundTripMs: z.number().nullable(),
    /** Loudness heard from the leg, 0 to 1. */
    level: z.number(),
  }),
  /** An echo test's connection: whether packets come and go, and how loud the microphone is. */
  z.object({
    type: z.literal("phone"),
    phoneId: id,
    agentId: id,
    state: z.enum(["connecting", "connected", "lost", "closed"]),
    level: z.number(),
    packetsReceived: z.number().int(),
  }),
  /** A way to our side of an app's connection; the offer names those that were known with it. */
  z.object({
    type: z.literal("candidate"),
    phoneId: id,
    candidate: z.string().max(2_000),
    mid: z.string().max(100),
  }),
  /** How many digits a caller has entered at this moment; never which. */
  z.object({ type: z.literal("keys"), interactionId: id, playId: id, entered: z.number().int() }),
  /** What stands at the network's door: a busy port stops voice alone. */
  z.object({
    type: z.literal("network"),
    ready: z.boolean(),
    problem: z
      .object({
        code: z.enum(["port_in_use", "not_permitted", "other"]),
        variable: z.string(),
        port: z.number(),
      })
      .nullable(),
  }),
  trunksReportSchema,
  registrationsReportSchema,
]);
export type VoiceReport = z.infer<typeof voiceReportSchema>;
