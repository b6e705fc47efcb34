import { z } from "zod";
import { amountSchema, id } from "./shapes.js";
import {
  digitsChecks,
  diversionReasons,
  legDevices,
  legRoles,
  monitoringModes,
  recordingKinds,
} from "./words.js";

const keysSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("menu"),
    choices: z.array(z.string().length(1)).readonly(),
    timeoutMs: z.number().int(),
  }),
  z.object({
    kind: z.literal("collect"),
    lengthMin: z.number().int(),
    lengthMax: z.number().int(),
    secure: z.boolean(),
    check: z.enum(digitsChecks).nullable().optional(),
    cancels: z.boolean().optional(),
    timeoutMs: z.number().int(),
  }),
]);

const playBase = { id, to: z.array(id).readonly() };

/** See `PlayPicture` of the core: one id is one playing. */
export const playPictureSchema = z.discriminatedUnion("kind", [
  z.object({
    ...playBase,
    kind: z.literal("prompts"),
    prompts: z.array(id).readonly(),
    keys: keysSchema.nullable(),
  }),
  z.object({ ...playBase, kind: z.literal("music"), music: id }),
  z.object({
    ...playBase,
    kind: z.literal("position"),
    ahead: z.number().int(),
    waitSeconds: z.number().int().nullable(),
  }),
  z.object({ ...playBase, kind: z.literal("ringback") }),
  z.object({ ...playBase, kind: z.literal("tone") }),
  z.object({
    ...playBase,
    kind: z.literal("voicemail"),
    prompts: z.array(id).readonly(),
    recordingId: id,
    maxMs: z.number().int(),
  }),
  z.object({ ...playBase, kind: z.literal("echo"), prompts: z.array(id).readonly() }),
  /** See `PaymentPicture` of the core: paid once for each id, with the digits behind these tokens. */
  z.object({
    ...playBase,
    kind: z.literal("pay"),
    prompts: z.array(id).readonly(),
    payment: z.object({
      amount: amountSchema,
      card: id.nullable(),
      expiry: id.nullable(),
      code: id.nullable(),
    }),
  }),
]);

/** See `LegPicture` of the core; here with what the network needs to know and the core does not. */
export const legPictureSchema = z.object({
  legId: id,
  role: z.enum(legRoles),
  agentId: id.nullable(),
  /** Of agents and supervisors, and `app` of a customer. */
  device: z.enum(legDevices).nullable(),
  want: z.enum(["answer", "dial", "attach", "move"]),
  /** For `move`: the call and the leg that have the line until it is asked for here. */
  from: z.object({ interactionId: id, legId: id }).optional(),
  muted: z.boolean(),
  /** Legs in the same circle hear each other. `null`: only what is played to it. */
  circle: z.enum(["main", "consult"]).nullable(),
  /** Of a supervisor: beside whom, and who hears the supervisor. */
  beside: z.object({ legId: id, mode: z.enum(monitoringModes) }).nullable(),
  /**
   * For `dial`: the number to call and the caller id to show, as the dial plan gives them; the trunk that takes the call
   * may change both. `account:<user>` is the desk phone of that account.
   */
  dial: z
    .object({
      to: z.string().max(100),
      from: z.string().max(100),
      /** The call was for somebody else, whose extension or line this is: whoever gets it is told so (RFC 5806). */
      diversion: z.object({ from: z.string().max(100), reason: z.enum(diversionReasons) }).optional(),
    })
    .optional(),
});

/** Whom to call, as whom, and for whom the call was at first. */
export type LegDial = NonNullable<z.infer<typeof legPictureSchema>["dial"]>;

export const recordingPictureSchema = z.object({
  recordingId: id,
  legId: id,
  kind: z.enum(recordingKinds),
  /** Silence is kept in its place. */
  paused: z.boolean(),
});

export const callPictureSchema = z.object({
  interactionId: id,
  /** The journal's sequence number after which it is true. A lower one than the last is out of date and ignored. */
  revision: z.number().int(),
  /** `null`: the call is over; every leg hangs up and the call is forgotten. */
  picture: z
    .object({
      direction: z.enum(["inbound", "outbound", "internal"]),
      legs: z.array(legPictureSchema).readonly(),
      plays: z.array(playPictureSchema).readonly(),
      /** What these legs say and hear is written, in two channels. */
      recordings: z.array(recordingPictureSchema).readonly(),
      /** Tokens of secure digits that are still needed: others are forgotten. Absent: all are kept. */
      secrets: z.array(id).readonly().optional(),
    })
    .nullable(),
});
export type WireCallPicture = z.infer<typeof callPictureSchema>;
