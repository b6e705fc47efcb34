import {
  type ClientEvent,
  type ClientEventName,
  clientEventSchemas,
  clientEventsBodySchema,
  isKnownClientEvent,
} from "@patchbay/protocol";
import type { CustomerBody } from "../center/content.js";
import { e164Of, type PhoneCountry } from "../center/phone-number.js";
import { cleanText, cutText } from "../center/plain-text.js";
import type { CenterWords } from "../center/records.js";
import { looksLikeHtml, textOfHtml } from "../center/text-and-html.js";
import type { ClientKind } from "./client-kind.js";
import { httpUrl, secureFormBody } from "./form-answers.js";
import { MessagingError } from "./messaging-error.js";
import type { MessagingSettings } from "./settings.js";
import { readSignalingData, type SignalingData } from "./signaling.js";

/** What an app's event asks for, whichever client wrote it. */
export type Incoming =
  | { readonly ask: "message"; readonly body: CustomerBody; readonly clientMessageId: string | null }
  | { readonly ask: "file"; readonly fileId: string; readonly clientMessageId: string | null }
  | { readonly ask: "receipt"; readonly messageId: string; readonly receipt: "delivered" | "read" }
  | { readonly ask: "typing"; readonly typing: boolean; readonly preview: string | null }
  | { readonly ask: "signal"; readonly destinationPartyId: string | null; readonly data: SignalingData }
  | { readonly ask: "disconnect" }
  | { readonly ask: "end" };

type ReadingLimits = Pick<MessagingSettings, "textLengthMax"> & Pick<CenterWords, "phoneCountry">;

/**
 * Reads a posted body. The whole of it is read before anything is done, so that a broken event in the middle
 * does not leave half a post behind. Unknown events are left out.
 * @throws {MessagingError} 5003
 */
export function readIncoming(body: unknown, kind: ClientKind, limits: ReadingLimits): Incoming[] {
  const read = clientEventsBodySchema.safeParse(body);
  if (!read.success) throw new MessagingError("5003");
  const asked: Incoming[] = [];
  for (const raw of read.data.events) {
    if (!isKnownClientEvent(raw.event)) continue;
    const event = readEvent(raw.event, raw);
    const incoming = understand(event, kind, limits);
    if (incoming !== undefined) asked.push(incoming);
  }
  return asked;
}

function readEvent(name: ClientEventName, raw: unknown): ClientEvent {
  const read = clientEventSchemas[name].safeParse(raw);
  if (read.success) return read.data;
  const field = read.error.issues[0]?.path.join(".") ?? "";
  throw new MessagingError("5003", `The event ${name} cannot be read: look at its field "${field}".`);
}

function understand(event: ClientEvent, kind: ClientKind, limits: ReadingLimits): Incoming | undefined {
  switch (event.event) {
    case "chat_session_message": {
      const said = textOf(event.msg ?? "", event.msg_text ?? "", kind);
      if (said.text.length > limits.textLengthMax)
        throw new MessagingError("5003", "The message is too long.");
      // Nothing was said: no line for anybody to read.
      if (said.text === "") return undefined;
      return {
        ask: "message",
        body: { kind: "text", ...said },
        clientMessageId: idText(event.msg_id) ?? idText(event.message_id),
      };
    }
    case "chat_session_message_delivered":
    case "chat_session_message_read": {
      const messageId = idText(event.ref_msg_id);
      if (messageId === null) return undefined;
      return {
        ask: "receipt",
        messageId,
        receipt: event.event === "chat_session_message_read" ? "read" : "delivered",
      };
    }
    case "chat_session_typing":
      return {
        ask: "typing",
        typing: true,
        preview: event.msg == null ? null : cutText(cleanText(event.msg), 2_000),
      };
    case "chat_session_not_typing":
      return { ask: "typing", typing: false, preview: null };
    case "chat_session_form_data":
      return {
        ask: "message",
        clientMessageId: null,
        body: {
          kind: "form",
          formName: cutText(cleanText(event.form_name ?? ""), 200),
          formRequestId: idText(event.form_request_id) ?? "",
          fields: flatTexts(event.data ?? {}),
        },
      };
    case "chat_session_secure_form_data":
      // The values end here: nothing behind this line ever sees them.
      return {
        ask: "message",
        clientMessageId: null,
        body: secureFormBody(
          cutText(cleanText(event.form_name ?? ""), 200),
          idText(event.form_request_id) ?? "",
          flatTexts(event.data ?? {}),
        ),
      };
    case "chat_session_secure_form_cancel":
      return {
        ask: "message",
        clientMessageId: null,
        body: {
          kind: "form_declined",
          formName: cutText(cleanText(event.form_name ?? ""), 200),
          formRequestId: idText(event.form_request_id) ?? "",
        },
      };
    case "chat_session_cobrowsing_rejected":
    case "chat_session_cobrowsing_ended":
      return {
        ask: "message",
        clientMessageId: idText(event.msg_id),
        body: {
          kind: "cobrowsing",
          step: event.event === "chat_session_cobrowsing_ended" ? "ended" : "rejected",
          providerType: "",
          url: null,
        },
      };
    case "chat_session_cobrowsing_started":
      return {
        ask: "message",
        clientMessageId: idText(event.msg_id),
        body: {
          kind: "cobrowsing",
          step: "started",
          providerType: cutText(cleanText(event.provider_type ?? ""), 200),
          url: httpUrl(event.cobrowsing_url),
        },
      };
    case "chat_session_file":
      return { ask: "file", fileId: event.file_id, clientMessageId: idText(event.msg_id) };
    case "chat_session_location":
      return { ask: "message", clientMessageId: idText(event.msg_id), body: locationBody(event) };
    case "chat_session_navigation":
      return {
        ask: "message",
        clientMessageId: idText(event.msg_id),
        body: {
          kind: "navigation",
          title: cutText(cleanText(event.title ?? ""), 500),
          page: cutText(cleanText(event.page ?? ""), 2_000),
        },
      };
    case "chat_session_signaling": {
      const data = readSignalingData(event.data);
      if (data === undefined) return undefined;
      // A number that is one: the customer's words, which are kept. Any other is answered as a signal.
      const number = data.type === "REQUEST_PHONE_CALL" ? numberIn(data, limits.phoneCountry) : undefined;
      if (number !== undefined) {
        const body = { kind: "call_request", number } as const;
        return { ask: "message", body, clientMessageId: idText(event.msg_id) };
      }
      return { ask: "signal", destinationPartyId: event.destination_party_id || null, data };
    }
    case "chat_session_disconnect":
      return { ask: "disconnect" };
    case "chat_session_end":
      return { ask: "end" };
  }
}

function numberIn({ number }: SignalingData, country: PhoneCountry): string | undefined {
  return typeof number === "string" || typeof number === "number"
    ? e164Of(cutText(cleanText(String(number)), 100), country)
    : undefined;
}

/**
 * `msg_text` is plain and wins. Otherwise `msg` is HTML from the iOS SDK, text from Android (where "a < b" is
 * what was typed), and either of both from everybody else.
 */
export function textOf(msg: string, msgText: string, kind: ClientKind): { text: string; html?: string } {
  const plain = cleanText(msgText).trim();
  const isHtml = msg !== "" && kind !== "android" && (kind === "ios" || looksLikeHtml(msg));
  const text = plain !== "" ? plain : isHtml ? textOfHtml(msg) : cleanText(msg).trim();
  return isHtml && looksLikeHtml(msg) ? { text, html: cleanText(msg) } : { text };
}

/** An id as its sender wrote it, as text. The text "null" is what Android sends for none at all. */
function idText(id: string | number | null | undefined): string | null {
  if (id === null || id === undefined) return null;
  const text = cutText(cleanText(String(id)), 200);
  return text === "" || text === "null" ? null : text;
}

function locationBody(event: Extract<ClientEvent, { event: "chat_session_location" }>): CustomerBody {
  const position = readPosition(event.latitude, event.longitude);
  if (position === undefined)
    throw new MessagingError("5003", "latitude or longitude is no position on earth.");
  const address = cutText(cleanText(event.address ?? ""), 1_000);
  return {
    kind: "location",
    ...position,
    accuracy: readAccuracy(event.accuracy),
    address: address === "" ? null : address,
    url: event.url == null ? null : cutText(cleanText(event.url), 2_000),
  };
}

/** A position from numbers or their text; `undefined` when it is none. */
export function readPosition(
  latitude: unknown,
  longitude: unknown,
): { latitude: number; longitude: number } | undefined {
  const north = readNumber(latitude);
  const east = readNumber(longitude);
  if (north === undefined || east === undefined) return undefined;
  if (Math.abs(north) > 90 || Math.abs(east) > 180) return undefined;
  return { latitude: north, longitude: east };
}

/** Metres; `null` when unknown or nonsense. */
export function readAccuracy(value: unknown): number | null {
  const metres = readNumber(value);
  return metres !== undefined && metres >= 0 && metres < 1e7 ? metres : null;
}

function readNumber(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || !/^\s*[+-]?\d{1,12}(?:\.\d{1,20})?\s*$/.test(value)) return undefined;
  return Number(value);
}

/** More parameters or fields than this are left out: a chat is worth more than its hundred-and-first fact. */
export const FIELDS_MAX = 100;

/** A map with texts only: scalars as their text, anything nested as JSON; the first `FIELDS_MAX` names. */
export function flatTexts(map: Readonly<Record<string, unknown>>): Record<string, string> {
  const flat: [string, string][] = [];
  for (const [name, value] of Object.entries(map)) {
    if (value === null || value === undefined) continue;
    if (flat.length >= FIELDS_MAX) break;
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    const key = cutText(cleanText(name), 100);
    if (key !== "" && key !== "__proto__") flat.push([key, cutText(cleanText(text), 4_000)]);
  }
  return Object.fromEntries(flat);
}
