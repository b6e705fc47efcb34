import { z } from "zod";
import { callProgress, callRequestCloseCauses } from "./calls.js";

/**
 * What the server tells an app, as it stands on the wire. **Every scalar is text**: the iOS SDK silently drops
 * an event in which one is a number. Times are whole seconds since 1970 UTC.
 */
const seconds = z.string().regex(/^\d+$/).describe("Whole seconds since 1970 UTC, as text");
const numberText = z.string().regex(/^-?\d+(\.\d+)?$/);
const party = z.string().describe("The speaker; the chat's own id when it is the customer");

const duration = z.string().regex(/^\d+$/).describe("Whole seconds, as text");
const formRequestId = z.string().regex(/^\d+$/).describe("Unique in the chat; a 32-bit integer, as text");

/** What stands for each value of a secure form, wherever the form is told of again. */
export const MASKED_VALUE = "********";

export const chatStates = ["queued", "connecting", "connected", "ivr", "failed", "completed"] as const;
export type ChatState = (typeof chatStates)[number];

export const serverEventSchema = z.discriminatedUnion("event", [
  z.object({
    event: z.literal("chat_session_status"),
    state: z.enum(chatStates),
    ewt: z.string().regex(/^\d*$/).describe("Estimated wait in seconds; empty when unknown"),
    position: z.string().regex(/^\d+$/).optional().describe("Ours: place in the queue, from 1"),
    agents_available: z
      .string()
      .regex(/^\d+$/)
      .optional()
      .describe("Ours: logged-in agents who could take it"),
  }),
  z.object({
    event: z.literal("chat_session_party_joined"),
    party_id: party,
    first_name: z.string(),
    last_name: z.string(),
    display_name: z.string(),
    type: z.enum(["scenario", "external", "internal"]),
    timestamp: seconds,
  }),
  z.object({ event: z.literal("chat_session_party_left"), party_id: party, timestamp: seconds }),
  z.object({
    event: z.literal("chat_session_message"),
    msg_id: z.string(),
    party_id: party,
    msg: z.string().describe("HTML: escaped text with line breaks, nothing else"),
    msg_text: z.string(),
    timestamp: seconds,
    channel: z.literal("chat"),
  }),
  ...(["chat_session_message_delivered", "chat_session_message_read"] as const).map((event) =>
    z.object({ event: z.literal(event), ref_msg_id: z.string(), party_id: party, timestamp: seconds }),
  ),
  ...(["chat_session_typing", "chat_session_not_typing"] as const).map((event) =>
    z.object({ event: z.literal(event), party_id: party, timestamp: seconds }),
  ),
  ...(["chat_session_timeout_warning", "chat_session_inactivity_timeout"] as const).map((event) =>
    z.object({ event: z.literal(event), msg: z.string(), timestamp: seconds }),
  ),
  z.object({ event: z.literal("chat_session_ended") }),
  z.object({
    event: z.literal("chat_session_file"),
    msg_id: z.string(),
    party_id: party,
    session_id: party.optional().describe("v1 only: the same as party_id"),
    file_id: z.string(),
    file_type: z.enum(["image", "attachment"]),
    file_name: z.string(),
    timestamp: seconds,
  }),
  z.object({
    event: z.literal("chat_session_location"),
    msg_id: z.string(),
    party_id: party,
    url: z.string().nullable(),
    latitude: numberText,
    longitude: numberText,
    timestamp: seconds,
  }),
  z.object({
    event: z.literal("chat_session_signaling"),
    msg_id: z.string().regex(/^\d+$/),
    party_id: party,
    data: z
      .record(z.string(), z.unknown())
      .describe(
        "By its type: OFFER_CALL (sdp, offerVideo), ICE_CANDIDATE (candidate, sdpMid, sdpMLineIndex), CALL_REJECTED " +
          "(reason_code, reason), END_CALL. An OFFER_CALL is alone in its answer",
      ),
    timestamp: seconds,
  }),
  z.object({ event: z.literal("chat_session_case_set"), case_id: z.string(), timestamp: seconds }),
  z.object({
    event: z.literal("chat_session_form_show"),
    form_request_id: formRequestId,
    form_name: z.string().describe("Empty for a web client: the next text message is the answer"),
    form_timeout: duration,
    channel: z.literal("chat"),
    timestamp: seconds,
  }),
  z.object({
    event: z.literal("chat_session_secure_form_show"),
    form_request_id: formRequestId,
    form_id: z.string().describe("The name of the form"),
    form_timeout: duration.optional().describe("Ours"),
    timestamp: seconds,
  }),
  z.object({
    event: z.literal("chat_session_secure_form_cancel"),
    form_request_id: formRequestId,
    form_name: z.string().optional().describe("In a history, when the customer declined it"),
    timestamp: seconds.optional(),
  }),
  z.object({
    event: z.literal("chat_session_cobrowsing_requested"),
    msg_id: z.string(),
    timestamp: seconds,
  }),
  z.object({
    event: z.literal("chat_session_info"),
    service_name: z.string().describe("Only to the web client, which alone knows this event"),
  }),
  // The two below only to our own app, which alone knows them.
  z.object({
    event: z.literal("chat_session_call"),
    call_id: z.string(),
    via: callProgress.via,
    by: callProgress.by,
    state: callProgress.state,
    timestamp: seconds,
  }),
  z.object({
    event: z.literal("chat_session_call_request_closed"),
    ref_msg_id: z.string().describe("Of the signaling event that asked, REQUEST_PHONE_CALL"),
    cause: z.enum(callRequestCloseCauses),
    timestamp: seconds,
  }),
  // Those below only in a history, and never to an app that does not know them: the customer's own.
  z.object({
    event: z.literal("chat_session_form_data"),
    form_request_id: z.string(),
    form_name: z.string(),
    data: z.record(z.string(), z.string()),
    party_id: party,
    timestamp: seconds,
  }),
  z.object({
    event: z.literal("chat_session_secure_form_data"),
    form_request_id: z.string(),
    form_name: z.string(),
    data: z
      .record(z.string(), z.literal(MASKED_VALUE))
      .describe("The names of the fields; what was put in is kept nowhere"),
    party_id: party,
    timestamp: seconds,
  }),
  z.object({
    event: z.literal("chat_session_call_requested"),
    msg_id: z.string(),
    party_id: party,
    number: z.string(),
    timestamp: seconds,
  }),
  z.object({
    event: z.literal("chat_session_navigation"),
    msg_id: z.string(),
    party_id: party,
    title: z.string(),
    page: z.string(),
    timestamp: seconds,
  }),
  ...(["chat_session_cobrowsing_rejected", "chat_session_cobrowsing_ended"] as const).map((event) =>
    z.object({ event: z.literal(event), msg_id: z.string(), party_id: party, timestamp: seconds }),
  ),
  z.object({
    event: z.literal("chat_session_cobrowsing_started"),
    msg_id: z.string(),
    party_id: party,
    provider_type: z.string(),
    cobrowsing_url: z.string().describe("Empty when the app gave none that is http or https"),
    timestamp: seconds,
  }),
]);
export type ServerEvent = z.infer<typeof serverEventSchema>;

export const serverEventsBodySchema = z.object({ events: z.array(serverEventSchema) });

/** Every event type that the Android SDK 2.1.0 knows. Any other makes the app crash. */
export const eventsKnownToAndroid: ReadonlySet<string> = new Set([
  "chat_session_status",
  "chat_session_party_joined",
  "chat_session_party_left",
  "chat_session_message",
  "chat_session_message_delivered",
  "chat_session_message_read",
  "chat_session_message_status",
  "chat_session_typing",
  "chat_session_not_typing",
  "chat_session_form_show",
  "chat_session_form_submit",
  "chat_session_timeout_warning",
  "chat_session_inactivity_timeout",
  "chat_session_ended",
  "chat_session_file",
  "chat_session_location",
  "chat_session_signaling",
  "chat_session_case_set",
  "chat_session_unknown_event",
  "chat_session_disconnect",
  "chat_session_end",
]);

/** Additions of ours that only our own app is told (`app=patchbay` in its queries). */
export const eventsOfOwnApp: ReadonlySet<string> = new Set([
  "chat_session_call",
  "chat_session_call_request_closed",
  "chat_session_call_requested",
]);

/** Added by version 2; a client of version 1 is not told. */
export const eventsOfVersion2: ReadonlySet<string> = new Set([
  "chat_session_message_delivered",
  "chat_session_message_read",
  "chat_session_case_set",
]);
