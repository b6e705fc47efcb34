import type { OutboxBody } from "@patchbay/chat-sdk/parts";
import { type Conversation, newConversation, withEvents } from "../conversation/index.js";
import { clientEvent, type MessagingApi, type ServerEvent, WireFailure } from "../wire/index.js";

/**
 * Begins the chat at the center.
 * @throws WireFailure, also when the customer has put it away meanwhile.
 */
export async function startChat(
  api: MessagingApi,
  { phone, parameters }: Extract<OutboxBody, { readonly kind: "start" }>,
  signal: AbortSignal,
  now: () => number,
): Promise<Conversation> {
  const chat = await api.startChat(phone, parameters);
  // Put away while it was on its way: the center must not wait for a customer who has gone.
  if (signal.aborted) {
    await api.send(chat.chatId, [{ event: clientEvent.end }]);
    throw WireFailure.network();
  }
  const { state, waitSeconds, agentsAvailable } = chat;
  const status: ServerEvent = { type: "status", state, waitSeconds, agentsAvailable };
  return withEvents(newConversation(chat.chatId), [status], now());
}
