import { type CenterSignal, readSignal } from "./signals.js";

/**
 * Events of the published messaging API as this app reads them. The app is an outside client: it has its own
 * reading of the wire on purpose, so that a mistake of our server's definitions shows here (decision 0070).
 */
export interface WireEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** What an event means to us. Times are milliseconds since 1970; `null` = the server gave none. */
export type ServerEvent =
  | {
      readonly type: "status";
      readonly state: string;
      readonly waitSeconds: number | null;
      readonly agentsAvailable: number | null;
    }
  | {
      readonly type: "joined";
      readonly partyId: string;
      readonly name: string;
      readonly party: PartyKind;
      readonly at: number | null;
    }
  | { readonly type: "left"; readonly partyId: string; readonly at: number | null }
  | {
      readonly type: "message";
      readonly id: string;
      readonly partyId: string | null;
      readonly text: string;
      readonly at: number | null;
    }
  | {
      readonly type: "file";
      readonly id: string;
      readonly partyId: string | null;
      readonly fileId: string;
      readonly fileName: string;
      readonly picture: boolean;
      readonly at: number | null;
    }
  | {
      readonly type: "location";
      readonly id: string;
      readonly partyId: string | null;
      readonly latitude: number;
      readonly longitude: number;
      readonly at: number | null;
    }
  | {
      readonly type: "receipt";
      readonly mark: "delivered" | "read";
      readonly refId: string;
      readonly at: number | null;
    }
  | { readonly type: "typing"; readonly partyId: string | null; readonly typing: boolean }
  | { readonly type: "timeout_warning"; readonly text: string; readonly at: number | null }
  | { readonly type: "inactivity_timeout"; readonly text: string; readonly at: number | null }
  | { readonly type: "ended" }
  /** Negotiation of a call in the app; see signals.ts. */
  | { readonly type: "signal"; readonly signal: CenterSignal }
  /** Additions of our server, told to this app alone. */
  | ({ readonly type: "call"; readonly at: number | null } & CallProgress)
  | {
      readonly type: "call_requested";
      readonly id: string;
      readonly partyId: string | null;
      readonly number: string;
      readonly at: number | null;
    }
  | {
      readonly type: "call_request_closed";
      readonly refId: string;
      readonly outcome: CallRequestOutcome;
      readonly at: number | null;
    };

/** What became of the customer's wish to be called. */
export type CallRequestOutcome = "placed" | "dismissed" | "withdrawn";

/** How a call beside the chat stands, by telephone or in the app. */
export interface CallProgress {
  readonly callId: string;
  readonly via: "phone" | "app";
  readonly by: "customer" | "agent";
  readonly state: "calling" | "ringing" | "connected" | "not_reached" | "ended";
}

export type PartyKind = "agent" | "scenario" | "customer";

/** Event names the app sends, in the API's spelling. */
export const clientEvent = {
  message: "chat_session_message",
  file: "chat_session_file",
  location: "chat_session_location",
  delivered: "chat_session_message_delivered",
  read: "chat_session_message_read",
  typing: "chat_session_typing",
  notTyping: "chat_session_not_typing",
  end: "chat_session_end",
  signaling: "chat_session_signaling",
} as const;

/** @returns `undefined` for events we do not know or cannot use: the API says to ignore them. */
export function readEvent(raw: WireEvent): ServerEvent | undefined {
  const at = instantOf(raw["timestamp"]);
  const partyId = textOf(raw["party_id"]) ?? null;
  switch (raw.event) {
    case "chat_session_status":
      return {
        type: "status",
        state: textOf(raw["state"]) ?? "",
        waitSeconds: numberOf(raw["ewt"]),
        agentsAvailable: numberOf(raw["agents_available"]),
      };
    case "chat_session_party_joined":
      return {
        type: "joined",
        partyId: partyId ?? "",
        name: nameOf(raw),
        party: partyKindOf(textOf(raw["type"])),
        at,
      };
    case "chat_session_party_left":
      return { type: "left", partyId: partyId ?? "", at };
    case "chat_session_message": {
      const plain = textOf(raw["msg_text"]);
      const text = plain !== undefined && plain !== "" ? plain : plainText(textOf(raw["msg"]) ?? "");
      return { type: "message", id: idOf(raw, text), partyId, text, at };
    }
    case "chat_session_file": {
      const fileId = textOf(raw["file_id"]);
      if (fileId === undefined) return undefined;
      const fileName = textOf(raw["file_name"]) ?? "";
      const picture = textOf(raw["file_type"]) === "image";
      return { type: "file", id: idOf(raw, fileId), partyId, fileId, fileName, picture, at };
    }
    case "chat_session_location": {
      const latitude = numberOf(raw["latitude"]);
      const longitude = numberOf(raw["longitude"]);
      if (latitude === null || longitude === null) return undefined;
      return {
        type: "location",
        id: idOf(raw, `${latitude},${longitude}`),
        partyId,
        latitude,
        longitude,
        at,
      };
    }
    case "chat_session_message_delivered":
    case "chat_session_message_read": {
      const refId = textOf(raw["ref_msg_id"]);
      if (refId === undefined) return undefined;
      return {
        type: "receipt",
        mark: raw.event === "chat_session_message_read" ? "read" : "delivered",
        refId,
        at,
      };
    }
    case "chat_session_typing":
    case "chat_session_not_typing":
      return { type: "typing", partyId, typing: raw.event === "chat_session_typing" };
    case "chat_session_timeout_warning":
      return { type: "timeout_warning", text: plainText(textOf(raw["msg"]) ?? ""), at };
    case "chat_session_inactivity_timeout":
      return { type: "inactivity_timeout", text: plainText(textOf(raw["msg"]) ?? ""), at };
    case "chat_session_ended":
      return { type: "ended" };
    case "chat_session_signaling": {
      const signal = readSignal(raw["data"]);
      return signal === undefined ? undefined : { type: "signal", signal };
    }
    case "chat_session_call": {
      const progress = readProgress(raw);
      return progress === undefined ? undefined : { type: "call", ...progress, at };
    }
    case "chat_session_call_requested": {
      const number = textOf(raw["number"]);
      if (number === undefined) return undefined;
      return { type: "call_requested", id: idOf(raw, number), partyId, number, at };
    }
    case "chat_session_call_request_closed": {
      const refId = textOf(raw["ref_msg_id"]);
      const outcome = outcomes.find((known) => known === raw["cause"]);
      if (refId === undefined || outcome === undefined) return undefined;
      return { type: "call_request_closed", refId, outcome, at };
    }
    default:
      return undefined;
  }
}

const outcomes: readonly CallRequestOutcome[] = ["placed", "dismissed", "withdrawn"];
const callStates: readonly CallProgress["state"][] = [
  "calling",
  "ringing",
  "connected",
  "not_reached",
  "ended",
];

/** How a call stands, as an event or the chat's properties tell it. */
export function readProgress(raw: Readonly<Record<string, unknown>>): CallProgress | undefined {
  const callId = textOf(raw["call_id"]);
  const state = callStates.find((known) => known === raw["state"]);
  if (callId === undefined || state === undefined) return undefined;
  const via = raw["via"] === "app" ? "app" : "phone";
  return { callId, via, by: raw["by"] === "customer" ? "customer" : "agent", state };
}

export function readEvents(answer: unknown): ServerEvent[] {
  if (typeof answer !== "object" || answer === null || !("events" in answer) || !Array.isArray(answer.events))
    return [];
  return answer.events.filter(isWireEvent).flatMap((raw) => readEvent(raw) ?? []);
}

/** Text without markup: `msg` may hold HTML. Line breaks survive; nothing is ever put into the page as HTML. */
export function plainText(html: string): string {
  return html
    .replace(/<\s*br\s*\/?>/gi, "\n")
    .replace(/<\/\s*(p|div|li)\s*>/gi, "\n")
    .replace(/<\/?[a-z][^>]*>/gi, "")
    .replace(/&nbsp;/gi, " ")
    .replace(/&lt;/gi, "<")
    .replace(/&gt;/gi, ">")
    .replace(/&quot;/gi, '"')
    .replace(/&#0*39;|&apos;/gi, "'")
    .replace(/&amp;/gi, "&")
    .trimEnd();
}

/** Scalars come as text; other servers of this API send numbers in places. Both are read. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return undefined;
}

export function numberOf(value: unknown): number | null {
  if (value === null || value === undefined || value === "" || typeof value === "boolean") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** The wire says whole seconds; the description of some events says milliseconds. Twelve digits tell them apart. */
function instantOf(value: unknown): number | null {
  const number = numberOf(value);
  if (number === null) return null;
  return number < 1e11 ? number * 1000 : number;
}

/** A message without its own id gets one from what it says, so that history and poll still meet. */
function idOf(raw: WireEvent, content: string): string {
  const id = textOf(raw["msg_id"]);
  if (id !== undefined && id !== "" && id !== "null") return id;
  return `${textOf(raw["party_id"]) ?? ""}|${textOf(raw["timestamp"]) ?? ""}|${content}`;
}

function nameOf(raw: WireEvent): string {
  const display = textOf(raw["display_name"])?.trim();
  if (display) return display;
  return [textOf(raw["first_name"]), textOf(raw["last_name"])].filter(Boolean).join(" ").trim();
}

function partyKindOf(type: string | undefined): PartyKind {
  if (type === "scenario") return "scenario";
  return type === "external" ? "customer" : "agent";
}

function isWireEvent(value: unknown): value is WireEvent {
  return typeof value === "object" && value !== null && "event" in value && typeof value.event === "string";
}
