import type { Interaction, InteractionId } from "@patchbay/core";
import type { ContentWrite } from "./content.js";
import type { CenterHandle } from "./edge.js";

/** A call in an app has no number. */
export function appCallData(
  handle: CenterHandle,
  interactionId: InteractionId,
  chat: Pick<Interaction, "entryId">,
): ContentWrite {
  const channelMark = handle.words().entries.get(chat.entryId)?.mark ?? "mobile";
  return {
    table: "interaction_data",
    interactionId,
    data: { phoneNumber: null, from: null, parameters: {}, channelMark },
  };
}
