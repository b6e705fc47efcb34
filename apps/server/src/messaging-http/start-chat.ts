import { asId, type EntryId, type InteractionId, type MessageId, type Rejection } from "@patchbay/core";
import type { SubmitResult } from "../center/center.js";
import type { ContentWrite, InteractionData } from "../center/content.js";
import type { CenterHandle } from "../center/edge.js";
import { cleanText, cutText } from "../center/plain-text.js";
import { resolveContact, saidOfCustomer } from "./contacts.js";
import type { Customer } from "./customer.js";
import { flatTexts, readAccuracy, readPosition } from "./incoming.js";
import { chatNotFound, MessagingError, unavailable } from "./messaging-error.js";

export interface ChatRequest {
  readonly phone_number?: string | number | null | undefined;
  readonly from?: string | number | null | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * Starts a chat: the contact is found or made, and a position that came along is on the desk's map together with
 * the offer, because it is submitted before anybody could have been asked.
 */
export async function startChat(
  handle: CenterHandle,
  customer: Customer,
  request: ChatRequest,
): Promise<InteractionId> {
  const entry = handle.words().entries.get(customer.appId);
  const parameters = flatTexts(request.parameters ?? {});
  const phoneNumber = textOrNull(request.phone_number);
  if (entry?.phoneNumberRequired === true && phoneNumber === null) {
    throw new MessagingError("5003", "This entry needs a phone_number.");
  }
  const said = saidOfCustomer(phoneNumber, parameters, entry);
  const { contactId, content } = await resolveContact(handle, customer.clientKey, said);
  const interactionId = asId<InteractionId>(handle.ids.next());
  const data: InteractionData = {
    phoneNumber,
    from: textOrNull(request.from),
    parameters,
    channelMark: entry?.mark ?? "mobile",
  };
  const started = handle.center.submit({
    command: {
      type: "StartInteraction",
      interactionId,
      entryId: asId<EntryId>(customer.appId),
      contactId,
      clientKey: customer.clientKey,
    },
    content: [...content, { table: "interaction_data", interactionId, data }],
  });
  // Not awaited in between: both go into one commit, so that the offer never comes without its map.
  const located = submitStartPosition(handle, customer, interactionId, parameters);
  const result = await started;
  if (!result.ok) throw refusalOf(result);
  const position = await located;
  if (position?.ok === false) throw refusalOf(position);
  return interactionId;
}

function submitStartPosition(
  handle: CenterHandle,
  customer: Customer,
  interactionId: InteractionId,
  parameters: Readonly<Record<string, string>>,
): Promise<SubmitResult> | undefined {
  const position = readPosition(parameters.latitude, parameters.longitude);
  if (position === undefined) return undefined;
  const messageId = asId<MessageId>(handle.ids.next());
  const write: ContentWrite = {
    table: "message",
    row: {
      messageId,
      interactionId,
      from: "customer",
      partyId: null,
      audience: "all",
      clientMessageId: null,
      body: {
        kind: "location",
        ...position,
        accuracy: readAccuracy(parameters.accuracy),
        address: parameters.address ?? null,
        url: null,
      },
    },
  };
  return handle.center.submit({
    command: {
      type: "ReceiveMessage",
      interactionId,
      clientKey: customer.clientKey,
      messageId,
      kind: "location",
    },
    content: [write],
  });
}

const textOrNull = (value: string | number | null | undefined): string | null => {
  const text = cutText(cleanText(String(value ?? "")).trim(), 200);
  return text === "" ? null : text;
};

/** The center's refusal in the codes of the messaging API. */
export function refusalOf(result: Extract<SubmitResult, { ok: false }>): MessagingError {
  const code: Rejection["code"] | "not_accepted_try_again" | "unknown_error" = result.rejection.code;
  switch (code) {
    case "not_accepted_try_again":
      return unavailable();
    case "unknown_error":
      return new MessagingError("5500");
    case "entry_unknown":
      return new MessagingError("3000");
    case "no_chat_in_service":
      return new MessagingError("5001", "The center is closed at the moment.");
    case "no_service":
      return new MessagingError("5006");
    case "queue_full":
      return new MessagingError("5001", "Too many people are waiting: try again later.");
    case "no_interaction":
    case "not_your_interaction":
    case "not_suitable_state":
      return chatNotFound();
    default:
      return new MessagingError("5955");
  }
}
