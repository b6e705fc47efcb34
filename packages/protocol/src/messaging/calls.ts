import { z } from "zod";

/** What became of the customer's wish to be called. */
export const callRequestCloseCauses = ["placed", "dismissed", "withdrawn"] as const;

/** How a call beside the chat stands, by telephone or in the app. */
export const callProgress = {
  callId: z.string(),
  via: z.enum(["phone", "app"]),
  by: z.enum(["customer", "agent"]),
  state: z.enum(["calling", "ringing", "connected", "not_reached", "ended"]),
};

const callProgressSchema = z.object(callProgress);
export type CallProgress = z.infer<typeof callProgressSchema>;

/** A description (SDP) longer than this is none of a call with one voice; in characters. */
export const SDP_MAX = 100_000;

const numberOrText = z.union([z.number(), z.string().max(40)]);

/**
 * The `data` of a signaling event that an app sends, by its `type` (wire contract 3.3). Read generously: Android sends
 * line indexes as text and candidates without a type, which is inferred before.
 */
export const appSignalSchema = z.discriminatedUnion("type", [
  /** The customer wants to talk in the app. */
  z.looseObject({ type: z.literal("REQUEST_CALL") }),
  z.looseObject({ type: z.literal("ANSWER_CALL"), sdp: z.string().min(1).max(SDP_MAX) }),
  z.looseObject({
    type: z.literal("ICE_CANDIDATE"),
    candidate: z.string().max(2_000).nullish(),
    sdpMid: z.union([z.string().max(100), z.number()]).nullish(),
    sdpMLineIndex: numberOrText.nullish(),
  }),
  z.looseObject({ type: z.literal("CALL_REJECTED") }),
  z.looseObject({ type: z.literal("END_CALL") }),
  z.looseObject({ type: z.literal("OFFER_CALL") }),
  z.looseObject({ type: z.literal("REQUEST_PHONE_CALL"), number: numberOrText }),
  z.looseObject({ type: z.literal("REQUEST_SMS") }),
]);
export type AppSignal = z.infer<typeof appSignalSchema>;
export const appSignalTypes: ReadonlySet<string> = new Set(
  appSignalSchema.options.map((option) => option.shape.type.value),
);

/** `reason_code` of CALL_REJECTED; every scalar is text. */
export const callRejectionReasons = {
  not_available: "Calls are not available at the moment.",
  no_agent: "Nobody is there who could take the call.",
  declined: "The agent cannot take a call now. Please go on in the chat.",
  no_answer: "Nobody took the call.",
  failed: "The call could not be connected.",
  number_invalid: "This is no telephone number.",
  not_supported: "This is not supported.",
} as const;
export type CallRejectionReason = keyof typeof callRejectionReasons;

/** What the server says to an app, by `type`. */
export const centerSignalSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("OFFER_CALL"), sdp: z.string(), offerVideo: z.boolean() }),
  z.object({
    type: z.literal("ICE_CANDIDATE"),
    candidate: z.string(),
    sdpMid: z.string(),
    sdpMLineIndex: z.union([z.number().int(), z.string()]),
  }),
  z.object({
    type: z.literal("CALL_REJECTED"),
    reason_code: z.enum(Object.keys(callRejectionReasons) as [CallRejectionReason, ...CallRejectionReason[]]),
    reason: z.string(),
  }),
  z.object({ type: z.literal("END_CALL") }),
]);
export type CenterSignal = z.infer<typeof centerSignalSchema>;
