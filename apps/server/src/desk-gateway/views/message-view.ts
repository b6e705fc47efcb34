import type { FileView, LocationView, MessageView } from "@patchbay/protocol";
import type { InteractionData, MessageBody } from "../../center/content.js";
import type { CenterWords } from "../../center/records.js";
import type { MessageLine } from "../content/live-interaction.js";
import { phoneView } from "./contact-view.js";

/** The name colleagues see; the id when the user's words are gone. */
export function agentName(words: CenterWords, agentId: string): string {
  const user = words.users.get(agentId);
  if (user === undefined) return agentId;
  return `${user.firstName} ${user.lastName}`.trim() || user.username;
}

type FileBody = Extract<MessageBody, { kind: "file" }>;

/** Addresses carry no seat: the desk appends its own (see the protocol's login.ts). */
function fileView(body: FileBody): FileView {
  const url = `/api/files/${encodeURIComponent(body.fileId)}`;
  const { fileId, name, mediaType, bytes, image } = body;
  return {
    fileId,
    name,
    mediaType,
    bytes,
    image: image === null ? null : { width: image.width, height: image.height },
    url,
    thumbnailUrl: image === null ? null : `${url}?size=thumb`,
  };
}

function bodyView(line: MessageLine, words: CenterWords): MessageView["body"] {
  const body = line.row?.body;
  switch (body?.kind) {
    case undefined:
      return { kind: "erased" };
    case "text":
      return { kind: "text", text: body.text };
    case "file":
      return { kind: "file", file: fileView(body) };
    case "location":
      return { kind: "location", location: locationOf(body, line.at) };
    case "form":
      return { kind: "form", formName: body.formName, fields: { ...body.fields } };
    case "navigation":
      return { kind: "navigation", title: body.title, page: body.page };
    case "form_request": {
      const { kind, formName, timeoutSeconds, secure } = body;
      return { kind, formName, timeoutSeconds, secure };
    }
    case "form_withdrawal":
    case "form_declined":
      return { kind: body.kind, formName: body.formName };
    case "secure_form":
      return { kind: "secure_form", formName: body.formName, fieldNames: [...body.fieldNames] };
    case "call_request":
      return { kind: "call_request", number: numberView(body.number, words) };
    case "cobrowsing_request":
      return { kind: "cobrowsing_request" };
    case "cobrowsing":
      return { kind: "cobrowsing", step: body.step, provider: body.providerType, url: body.url };
  }
}

export function messageView(interactionId: string, line: MessageLine, words: CenterWords): MessageView {
  const from = line.row?.from ?? (line.fromCustomer ? "customer" : "");
  const state = line.readAt !== null ? "read" : line.deliveredAt !== null ? "delivered" : "sent";
  return {
    interactionId,
    messageId: line.messageId,
    seq: line.seq,
    at: line.at,
    from: line.fromCustomer
      ? { who: "customer" }
      : { who: "agent", agentId: from, name: agentName(words, from) },
    audience: line.row?.audience ?? "all",
    body: bodyView(line, words),
    ...(line.row?.body.masked === true ? { masked: true } : {}),
    state,
    stateAt: line.readAt ?? line.deliveredAt,
    clientMessageId: line.row?.clientMessageId ?? null,
  };
}

export const numberView = (
  raw: string,
  words: Pick<CenterWords, "phoneCountry">,
): { raw: string; display: string } => ({
  raw,
  display: phoneView(raw, words).display,
});

const locationOf = (body: Extract<MessageBody, { kind: "location" }>, at: number): LocationView => ({
  latitude: body.latitude,
  longitude: body.longitude,
  accuracy: body.accuracy,
  address: body.address,
  at,
});

/** All the app sent when it began, in its order; the number it gave stands first. */
export function dataView(data: InteractionData | null): { name: string; value: string }[] {
  if (data === null) return [];
  const rows = Object.entries(data.parameters).map(([name, value]) => ({ name, value }));
  if (data.from !== null) rows.unshift({ name: "from", value: data.from });
  if (data.phoneNumber !== null) rows.unshift({ name: "phone_number", value: data.phoneNumber });
  return rows;
}

/** Positions of the customer in the order they became known; the one given with the first request comes first. */
export function locationViews(
  data: InteractionData | null,
  messages: readonly MessageLine[],
  startedAt: number,
): LocationView[] {
  const locations: LocationView[] = [];
  const parameters = data?.parameters ?? {};
  const latitude = coordinate(parameters["latitude"], 90);
  const longitude = coordinate(parameters["longitude"], 180);
  if (latitude !== undefined && longitude !== undefined) {
    const accuracy = coordinate(parameters["accuracy"], Number.MAX_SAFE_INTEGER);
    const address = parameters["address"] ?? null;
    locations.push({ latitude, longitude, accuracy: accuracy ?? null, address, at: startedAt });
  }
  for (const line of messages) {
    if (!line.fromCustomer || line.row?.body.kind !== "location") continue;
    const next = locationOf(line.row.body, line.at);
    const last = locations.at(-1);
    // The request's position is stored as a message too, and a phone that lies still says the same again and again:
    // one place is one point of the track, as old as its latest word.
    if (last?.latitude === next.latitude && last.longitude === next.longitude) {
      locations[locations.length - 1] = { ...next, address: next.address ?? last.address };
    } else locations.push(next);
  }
  return locations;
}

/** A decimal number within ± `max`; anything else an app may have sent is no coordinate. */
function coordinate(text: string | undefined, max: number): number | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) <= max ? value : undefined;
}
