import { z } from "zod";
import { networkRequests } from "./network.js";
import { id } from "./shapes.js";

/** What needs an answer: the negotiation of a browser's media, and keys into a call. */
export const voiceRequests = {
  /**
   * The desk's phone offers media for its leg of a call, or for the echo test. Again for the same leg: the page was
   * reloaded, and the new connection takes the place of the old one.
   */
  connectPhone: z.object({
    name: z.literal("phone.connect"),
    /** `null`: the agent's echo test, which hears itself. */
    leg: z.object({ interactionId: id, legId: id }).nullable(),
    agentId: id,
    /** Which desk: a connection of a former one is closed. */
    sessionId: id,
    offer: z.string().max(100_000),
  }),
  /**
   * An offer for the customer's app, whose leg is attached as an agent's phone is. Again for the same leg: the app was
   * reloaded, and its new connection takes the place of the old one when it is answered.
   */
  offerApp: z.object({
    name: z.literal("app.offer"),
    leg: z.object({ interactionId: id, legId: id }),
  }),
  /** What the app answered. */
  answerApp: z.object({ name: z.literal("app.answer"), phoneId: id, answer: z.string().max(100_000) }),
  addCandidate: z.object({
    name: z.literal("phone.candidate"),
    phoneId: id,
    candidate: z.string().max(2_000),
    mid: z.string().max(100),
  }),
  disconnectPhone: z.object({ name: z.literal("phone.disconnect"), phoneId: id }),
  /** Keys into the far end of a leg's call: 0-9 * # A-D, and a comma for a second's pause. */
  sendKeys: z.object({
    name: z.literal("leg.keys"),
    interactionId: id,
    legId: id,
    keys: z.string().regex(/^[0-9*#A-D,]{1,100}$/),
  }),
  /** Protective lane: at once, before it is stored; the picture that follows says the same. */
  muteLeg: z.object({ name: z.literal("leg.mute"), interactionId: id, legId: id, muted: z.boolean() }),
  /** Protective lane; as long as no picture agrees, it ends by itself after some seconds. */
  pauseRecording: z.object({ name: z.literal("recording.pause"), interactionId: id, recordingId: id }),
  hangUpLeg: z.object({ name: z.literal("leg.hang_up"), interactionId: id, legId: id }),
  /** What `leg.referred` asked for cannot be: the phone is told so and keeps its call. */
  refuseReferral: z.object({ name: z.literal("leg.refuse_referral"), interactionId: id, legId: id }),
  ...networkRequests,
} as const;
export const voiceRequestSchema = z.discriminatedUnion("name", [
  voiceRequests.connectPhone,
  voiceRequests.offerApp,
  voiceRequests.answerApp,
  voiceRequests.addCandidate,
  voiceRequests.disconnectPhone,
  voiceRequests.sendKeys,
  voiceRequests.muteLeg,
  voiceRequests.pauseRecording,
  voiceRequests.hangUpLeg,
  voiceRequests.refuseReferral,
  voiceRequests.bans,
  voiceRequests.unban,
]);
export type VoiceRequest = z.infer<typeof voiceRequestSchema>;

/** `phone.connect` and `app.offer` are answered with the description for the other side; the others with nothing. */
export const phoneAnswerSchema = z.object({ phoneId: id, answer: z.string() });
export const appOfferSchema = z.object({ phoneId: id, offer: z.string() });

export const voiceErrorCodes = [
  "invalid_request",
  "no_interaction",
  "not_suitable_state",
  "media_failed",
  "worker_lost",
  "out_of_date",
] as const;
export type VoiceErrorCode = (typeof voiceErrorCodes)[number];
