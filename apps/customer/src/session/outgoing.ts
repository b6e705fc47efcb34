import type { OutboxItem } from "@patchbay/chat-sdk/parts";
import type { Entry } from "../conversation/index.js";
import { appSignal, clientEvent } from "../wire/index.js";

/** An outbox item as the event it is sent as. */
export function wireOf(item: OutboxItem): Record<string, unknown> {
  const { body, id } = item;
  switch (body.kind) {
    case "message":
      return { event: clientEvent.message, msg_id: id, msg: escaped(body.text), msg_text: body.text };
    case "file": {
      const file_type = body.mediaType.startsWith("image/") ? "image" : "attachment";
      return { event: clientEvent.file, msg_id: id, file_id: body.fileId, file_name: body.name, file_type };
    }
    case "location": {
      const accuracy = body.accuracy === null ? {} : { accuracy: String(Math.round(body.accuracy)) };
      const latitude = body.latitude.toFixed(6);
      return {
        event: clientEvent.location,
        msg_id: id,
        latitude,
        longitude: body.longitude.toFixed(6),
        ...accuracy,
      };
    }
    case "call_request":
      return signalEvent(appSignal.requestPhoneCall(body.number), id);
    case "call_withdrawal":
      return signalEvent(appSignal.endCall, id);
    case "end":
      return { event: clientEvent.end };
    case "start":
      throw new Error("a start is not an event");
    case "form":
    case "form_declined":
      throw new Error("nobody asks this app for a form");
  }
}

/** @param id of a request, under which it is known later. */
export const signalEvent = (data: object, id = ""): Record<string, unknown> => ({
  event: clientEvent.signaling,
  msg_id: id,
  // To whoever has the chat.
  destination_party_id: "",
  data,
});

/** `msg` is HTML on this wire: what the customer typed must not become markup. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\n", "<br>");
}

/** An outbox item as the line of the conversation it becomes when the server has it. */
export function entryOf(item: OutboxItem, chatId: string): Entry | null {
  const base = { key: item.id, id: item.id, at: item.at, mine: true, partyId: chatId };
  const { body } = item;
  switch (body.kind) {
    case "message":
      return { ...base, kind: "message", text: body.text };
    case "file":
      return {
        ...base,
        kind: "file",
        fileId: body.fileId ?? "",
        name: body.name,
        picture: body.mediaType.startsWith("image/"),
      };
    case "location":
      return { ...base, kind: "location", latitude: body.latitude, longitude: body.longitude };
    case "call_request":
      return { ...base, kind: "call_request", number: body.number, outcome: null };
    case "start":
    case "call_withdrawal":
    case "form":
    case "form_declined":
    case "end":
      return null;
  }
}
