import { z } from "zod";
import { SDP_MAX } from "./calls.js";

/**
 * What an app tells the server. Read generously: clients send ids as text, as numbers, as the text "null", as
 * null or not at all, and add fields of their own. Unknown events are accepted and ignored.
 */
const opaque = z.union([z.string().max(1_000), z.number()]).nullish();
const text = z.string().max(100_000).nullish();
/** A description in JSON, where each line break takes more signs than in the description itself. */
const SIGNAL_TEXT_MAX = 2 * SDP_MAX;
const numberOrText = z.union([z.number(), z.string().max(40)]);
const map = z.record(z.string(), z.unknown());

export const clientEventSchemas = {
  chat_session_message: z.looseObject({
    event: z.literal("chat_session_message"),
    msg_id: opaque.describe("Opaque, optional, not unique; comes back in receipts and history"),
    message_id: opaque,
    msg: text.describe("Text or HTML"),
    msg_text: text.describe("The same as plain text; wins when not empty"),
  }),
  chat_session_message_delivered: z.looseObject({
    event: z.literal("chat_session_message_delivered"),
    ref_msg_id: opaque,
  }),
  chat_session_message_read: z.looseObject({
    event: z.literal("chat_session_message_read"),
    ref_msg_id: opaque,
  }),
  chat_session_typing: z.looseObject({
    event: z.literal("chat_session_typing"),
    msg: text.describe("The text so far"),
  }),
  chat_session_not_typing: z.looseObject({ event: z.literal("chat_session_not_typing") }),
  chat_session_form_data: z.looseObject({
    event: z.literal("chat_session_form_data"),
    form_request_id: opaque,
    form_name: text,
    data: map.nullish(),
  }),
  chat_session_secure_form_data: z.looseObject({
    event: z.literal("chat_session_secure_form_data"),
    form_request_id: opaque,
    form_name: text,
    data: map.nullish().describe("Only the names of the fields are kept; the values are dropped at once"),
  }),
  chat_session_secure_form_cancel: z.looseObject({
    event: z.literal("chat_session_secure_form_cancel"),
    form_request_id: opaque,
    form_name: text,
  }),
  chat_session_file: z.looseObject({
    event: z.literal("chat_session_file"),
    msg_id: opaque,
    file_id: z.string().min(1).max(200),
    file_name: text,
    file_type: text,
  }),
  chat_session_location: z.looseObject({
    event: z.literal("chat_session_location"),
    msg_id: opaque,
    latitude: numberOrText,
    longitude: numberOrText,
    accuracy: numberOrText.nullish().describe("Ours: metres"),
    address: text.describe("Ours"),
    url: text,
  }),
  chat_session_navigation: z.looseObject({
    event: z.literal("chat_session_navigation"),
    msg_id: opaque,
    title: text,
    page: text,
  }),
  chat_session_cobrowsing_rejected: z.looseObject({
    event: z.literal("chat_session_cobrowsing_rejected"),
    msg_id: opaque,
  }),
  chat_session_cobrowsing_started: z.looseObject({
    event: z.literal("chat_session_cobrowsing_started"),
    msg_id: opaque,
    provider_type: text,
    cobrowsing_url: text.describe("Where the agent looks; kept only when it is http or https"),
  }),
  chat_session_cobrowsing_ended: z.looseObject({
    event: z.literal("chat_session_cobrowsing_ended"),
    msg_id: opaque,
  }),
  chat_session_signaling: z.looseObject({
    event: z.literal("chat_session_signaling"),
    msg_id: opaque,
    destination_party_id: text,
    data: z
      .union([map, z.string().max(SIGNAL_TEXT_MAX)])
      .nullish()
      .describe(
        "An object; its JSON text is read as well. By its type: REQUEST_CALL, ANSWER_CALL (sdp), ICE_CANDIDATE (candidate, " +
          "sdpMid, sdpMLineIndex), CALL_REJECTED, END_CALL; REQUEST_PHONE_CALL (number) asks for a call by telephone. " +
          "Answered by signaling events of the server: OFFER_CALL (sdp, offerVideo: false), ICE_CANDIDATE, CALL_REJECTED " +
          "(reason_code, reason), END_CALL",
      ),
  }),
  chat_session_disconnect: z.looseObject({ event: z.literal("chat_session_disconnect") }),
  chat_session_end: z.looseObject({ event: z.literal("chat_session_end") }),
} as const;

export type ClientEventName = keyof typeof clientEventSchemas;
export type ClientEvent = {
  [Name in ClientEventName]: z.infer<(typeof clientEventSchemas)[Name]>;
}[ClientEventName];

export const isKnownClientEvent = (name: string): name is ClientEventName =>
  Object.hasOwn(clientEventSchemas, name);

/** How many events one post may carry. */
export const EVENTS_IN_POST_MAX = 100;

/** The body as the wire has it; each event is then read by its own schema. */
export const clientEventsBodySchema = z.looseObject({
  events: z.array(z.looseObject({ event: z.string() })).max(EVENTS_IN_POST_MAX),
});

/** For the documentation: the same body with every event spelled out. */
export const clientEventsDocumentedSchema = z.object({
  events: z
    .array(z.union(Object.values(clientEventSchemas)))
    .max(EVENTS_IN_POST_MAX)
    .describe(
      "Carried out in their order, but chat_session_end or chat_session_disconnect last wherever it stands. Sent again because the answer was " +
        "lost, messages whose msg_id is a UUID are taken once, also when the chat is over by then",
    ),
});
