import { z } from "zod";
import { instant } from "../instant.js";
import { amountSchema, id } from "./shapes.js";
import { legEndCauses, writtenKinds } from "./words.js";

/** Facts. Each is told until it is acknowledged, across the server's restarts, and is to be stored once. */
export const voiceEventSchema = z.discriminatedUnion("type", [
  /** Somebody calls. The voice process has sent 100 Trying and waits for a picture. */
  z.object({
    type: z.literal("call.arrived"),
    interactionId: id,
    /** The dialled number, as the request line has it. */
    to: z.string().max(100),
    /** The caller's number; `null` when withheld. */
    from: z.string().max(100).nullable(),
    fromName: z.string().max(200).nullable(),
    /** Address and port from which it came, for the log and the limits. */
    source: z.string().max(100),
    /** The desk phone's account that proved who it is. Whoever has none reaches access numbers alone. */
    account: z.string().max(40).optional(),
    /** The trunk that brought it. */
    trunkId: z.string().max(64).optional(),
  }),
  z.object({ type: z.literal("leg.ringing"), interactionId: id, legId: id }),
  z.object({ type: z.literal("leg.connected"), interactionId: id, legId: id }),
  /** Its media has stopped; the call has not. */
  z.object({ type: z.literal("leg.lost"), interactionId: id, legId: id }),
  z.object({
    type: z.literal("leg.gone"),
    interactionId: id,
    legId: id,
    cause: z.enum(legEndCauses),
    /** The network's own words, for the history: status and reason of SIP. */
    status: z.number().int().nullable(),
    reason: z.string().max(200).nullable(),
  }),
  /**
   * A desk phone wants its call to go to this number, or, with `other`, to whoever is in that other call of the same
   * phone. It is done when the leg is out of the picture, and refused by `leg.refuse_referral`; the phone is answered then.
   */
  z.object({
    type: z.literal("leg.referred"),
    interactionId: id,
    legId: id,
    target: z.string().max(100),
    other: z.object({ interactionId: id, legId: id }).optional(),
  }),
  z.object({ type: z.literal("play.ended"), interactionId: id, playId: id }),
  z.object({ type: z.literal("play.key"), interactionId: id, playId: id, key: z.string().length(1) }),
  z.object({
    type: z.literal("play.collected"),
    interactionId: id,
    playId: id,
    length: z.number().int(),
    /** Absent when secure: then the digits stay in the voice process, under the token. */
    digits: z.string().max(100).optional(),
    token: id.nullable(),
    /** The last four of a card's number, which may be shown. */
    lastDigits: z
      .string()
      .regex(/^\d{4}$/)
      .optional(),
  }),
  /** Digits that fail the step's check. */
  z.object({ type: z.literal("play.invalid"), interactionId: id, playId: id }),
  /** The caller wants no more of it. */
  z.object({ type: z.literal("play.cancelled"), interactionId: id, playId: id }),
  /** What came of a payment; told also when its call is over. */
  z.object({
    type: z.literal("play.paid"),
    interactionId: id,
    playId: id,
    amount: amountSchema,
    outcome: z.enum(["approved", "declined", "failed"]),
    /** Why not; of a failure one of our own words (docs/voice.md), else the processor's. */
    code: z.string().max(64).nullable(),
    /** The processor's own word for the payment. */
    reference: z.string().max(64).nullable(),
    lastDigits: z
      .string()
      .regex(/^\d{4}$/)
      .nullable(),
  }),
  /** What was said into a mailbox, in ms; 0: nothing, or too little to be kept. */
  z.object({
    type: z.literal("play.recorded"),
    interactionId: id,
    playId: id,
    durationMs: z.number().int(),
  }),
  z.object({ type: z.literal("play.no_input"), interactionId: id, playId: id }),
  /** From now on there is a file, or nothing will come of it and its end is told at once. */
  z.object({
    type: z.literal("recording.started"),
    interactionId: id,
    recordingId: id,
    legId: id,
    /** Whose leg it is; of a message in a mailbox, nobody's. */
    agentId: id.nullable(),
    kind: z.enum(writtenKinds),
    /** Below the folder of recordings. */
    file: z.string().regex(/^\d{4}\/\d{2}\/[A-Za-z0-9_-]{1,180}\.r\d{1,6}$/),
    startedAt: instant,
  }),
  /** `disk_full`, `failed`: the disk gave up, the call did not. What had been written until then is there. */
  z.object({
    type: z.literal("recording.ended"),
    interactionId: id,
    recordingId: id,
    cause: z.enum(["stopped", "disk_full", "failed"]),
    durationMs: z.number().int(),
    /** Of the file, and the SHA-256 of these bytes, hexadecimal; 0 and empty: there is no file. */
    bytes: z.number().int(),
    sha256: z.string().regex(/^([0-9a-f]{64})?$/),
  }),
]);
export type VoiceEvent = z.infer<typeof voiceEventSchema>;
