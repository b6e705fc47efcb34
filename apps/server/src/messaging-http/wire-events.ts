import {
  type CustomerEvent,
  eventsKnownToAndroid,
  eventsOfOwnApp,
  eventsOfVersion2,
  MASKED_VALUE,
  type ServerEvent,
} from "@patchbay/protocol";
import { htmlOfText } from "../center/text-and-html.js";
import type { ClientKind } from "./client-kind.js";
import { signalingForApp } from "./signaling.js";

export type ApiVersion = 1 | 2;

/** To whom and about which chat the wire's words are put. */
export interface WireReader {
  readonly chatId: string;
  readonly kind: ClientKind;
  readonly version: ApiVersion;
  /** The customer's own messages belong into a history, never into a poll. */
  readonly history: boolean;
  readonly words: { readonly inactivityWarning: string; readonly inactivityTimeout: string };
}

/** Whole seconds since 1970 UTC as text: what every client reads, whatever the description says. */
export const secondsText = (at: number): string => String(Math.floor(at / 1_000));

/**
 * One customer event in the words of the published API, or `undefined` when this reader must not be told: an
 * event type that the Android SDK does not know makes that app crash.
 */
export function toWire(event: CustomerEvent, at: number, reader: WireReader): ServerEvent | undefined {
  const wire = translate(event, secondsText(at), reader);
  if (wire === undefined) return undefined;
  if (reader.kind === "android" && !eventsKnownToAndroid.has(wire.event)) return undefined;
  if (reader.kind !== "own" && eventsOfOwnApp.has(wire.event)) return undefined;
  if (reader.kind !== "web" && wire.event === "chat_session_info") return undefined;
  if (reader.version === 1 && eventsOfVersion2.has(wire.event)) return undefined;
  return wire;
}

function translate(event: CustomerEvent, timestamp: string, reader: WireReader): ServerEvent | undefined {
  const ofOthers = !("from" in event) || event.from !== "customer";
  if (!ofOthers && !reader.history) return undefined;
  switch (event.type) {
    case "state":
      return {
        event: "chat_session_status",
        state: event.state,
        ewt: event.ewtSeconds === null ? "" : String(event.ewtSeconds),
        ...(event.position === null ? {} : { position: String(event.position) }),
        ...(event.agentsAvailable === null ? {} : { agents_available: String(event.agentsAvailable) }),
      };
    case "party.joined":
      return {
        event: "chat_session_party_joined",
        party_id: event.partyId,
        first_name: event.name,
        last_name: "",
        display_name: event.name,
        type: "internal",
        timestamp,
      };
    case "party.left":
      return { event: "chat_session_party_left", party_id: event.partyId, timestamp };
    case "message":
      return {
        event: "chat_session_message",
        ...speaker(event, reader),
        msg: htmlOfText(event.text),
        msg_text: event.text,
        timestamp,
        channel: "chat",
      };
    case "file":
      return {
        event: "chat_session_file",
        ...speaker(event, reader),
        ...(reader.version === 1 ? { session_id: speaker(event, reader).party_id } : {}),
        file_id: event.fileId,
        file_type: event.image === null ? "attachment" : "image",
        file_name: event.name,
        timestamp,
      };
    case "location":
      return {
        event: "chat_session_location",
        ...speaker(event, reader),
        url: event.url,
        latitude: decimal(event.latitude),
        longitude: decimal(event.longitude),
        timestamp,
      };
    case "form":
      return {
        event: "chat_session_form_data",
        form_request_id: event.formRequestId,
        form_name: event.formName,
        data: event.fields,
        party_id: speaker(event, reader).party_id,
        timestamp,
      };
    case "navigation":
      return {
        event: "chat_session_navigation",
        ...speaker(event, reader),
        title: event.title,
        page: event.page,
        timestamp,
      };
    case "service":
      return { event: "chat_session_info", service_name: event.name };
    case "form.requested": {
      const { formRequestId: form_request_id, formName } = event;
      const form_timeout = String(event.timeoutSeconds);
      return event.secure
        ? {
            event: "chat_session_secure_form_show",
            form_request_id,
            form_id: formName,
            form_timeout,
            timestamp,
          }
        : {
            event: "chat_session_form_show",
            form_request_id,
            form_name: formName,
            form_timeout,
            channel: "chat",
            timestamp,
          };
    }
    case "form.withdrawn":
      return {
        event: "chat_session_secure_form_cancel",
        form_request_id: event.formRequestId,
        timestamp,
      };
    case "form.declined":
      return {
        event: "chat_session_secure_form_cancel",
        form_request_id: event.formRequestId,
        form_name: event.formName,
        timestamp,
      };
    case "form.secure":
      return {
        event: "chat_session_secure_form_data",
        form_request_id: event.formRequestId,
        form_name: event.formName,
        data: Object.fromEntries(event.fieldNames.map((name) => [name, MASKED_VALUE] as const)),
        party_id: speaker(event, reader).party_id,
        timestamp,
      };
    case "call.requested":
      return {
        event: "chat_session_call_requested",
        ...speaker(event, reader),
        number: event.number,
        timestamp,
      };
    case "call.request_closed":
      return {
        event: "chat_session_call_request_closed",
        ref_msg_id: event.clientMessageId ?? event.messageId,
        cause: event.cause,
        timestamp,
      };
    case "call":
      if (reader.history) return undefined;
      return {
        event: "chat_session_call",
        call_id: event.callId,
        via: event.via,
        by: event.by,
        state: event.state,
        timestamp,
      };
    case "cobrowsing.requested":
      return {
        event: "chat_session_cobrowsing_requested",
        msg_id: event.messageId,
        timestamp,
      };
    case "cobrowsing":
      return event.step === "started"
        ? {
            event: "chat_session_cobrowsing_started",
            ...speaker(event, reader),
            provider_type: event.providerType,
            cobrowsing_url: event.url ?? "",
            timestamp,
          }
        : { event: `chat_session_cobrowsing_${event.step}`, ...speaker(event, reader), timestamp };
    case "receipt":
      // The customer's own receipts are no news to the customer.
      if (event.by === "customer") return undefined;
      return {
        event: event.receipt === "read" ? "chat_session_message_read" : "chat_session_message_delivered",
        ref_msg_id: event.clientMessageId ?? event.messageId,
        party_id: event.partyId ?? reader.chatId,
        timestamp,
      };
    case "case":
      return { event: "chat_session_case_set", case_id: String(event.caseNumber), timestamp };
    case "inactivity.warning":
      return { event: "chat_session_timeout_warning", msg: reader.words.inactivityWarning, timestamp };
    case "inactivity.timeout":
      return { event: "chat_session_inactivity_timeout", msg: reader.words.inactivityTimeout, timestamp };
    case "ended":
      return { event: "chat_session_ended" };
    case "typing":
      if (reader.history) return undefined;
      return {
        event: event.typing ? "chat_session_typing" : "chat_session_not_typing",
        party_id: event.partyId,
        timestamp,
      };
    case "signaling":
      if (reader.history) return undefined;
      return {
        event: "chat_session_signaling",
        msg_id: event.messageId,
        party_id: event.partyId,
        data: signalingForApp(event.data),
        timestamp,
      };
  }
}

type Said = Extract<CustomerEvent, { readonly from: "customer" | "agent" }>;

/** The customer's own carry the app's id back and the chat's id as party, as the original does. */
const speaker = (event: Said, reader: WireReader): { msg_id: string; party_id: string } => ({
  msg_id: event.from === "customer" ? (event.clientMessageId ?? event.messageId) : event.messageId,
  party_id: event.from === "customer" ? reader.chatId : (event.partyId ?? reader.chatId),
});

/** Seven decimals are a centimetre on earth. Never in exponent form, which some parsers refuse. */
const decimal = (value: number): string => value.toFixed(7).replace(/\.?0+$/, "");
