import type { Interaction } from "@patchbay/core";
import type { CallProgress, ChatProperties, ChatState } from "@patchbay/protocol";
import type { CenterHandle } from "../center/edge.js";
import { stored } from "./feeds.js";

/**
 * A live chat as POST chats and chats/active describe it: every scalar text, but `is_new_chat`.
 * @param call what our own app is told of the call beside it.
 */
export async function chatProperties(
  handle: CenterHandle,
  chat: Interaction,
  isNew: boolean,
  call: CallProgress | null = null,
): Promise<ChatProperties> {
  const { questions } = handle.center;
  const state = stateOf(chat);
  const ahead = state === "queued" ? questions.ahead(chat.id) : undefined;
  const ewt = ahead === undefined ? undefined : questions.estimatedWaitSeconds(chat.serviceId, ahead);
  const agents = questions.qualified(chat.serviceId);
  const { id } = chat;
  const data = await stored(handle.records.interactionData(id));
  return {
    chat_id: id,
    state,
    // Left out when unknown: an empty text is no number to the Android SDK.
    ...(ewt === undefined ? {} : { ewt: String(ewt) }),
    is_new_chat: isNew,
    ...(data?.phoneNumber == null ? {} : { phone_number: data.phoneNumber }),
    ...(ahead === undefined ? {} : { position: String(ahead + 1) }),
    agents_available: String(agents),
    ...(call === null
      ? {}
      : { call: { call_id: call.callId, via: call.via, by: call.by, state: call.state } }),
  };
}

function stateOf(chat: Interaction): ChatState {
  if (chat.stage === "ended") return "completed";
  if (chat.stage === "disconnected") return "ivr";
  if (chat.parties.some(({ state }) => state === "active")) return "connected";
  return chat.request?.offerId == null ? "queued" : "connecting";
}
