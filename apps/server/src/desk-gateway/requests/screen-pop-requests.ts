import { asId, type InteractionId } from "@patchbay/core";
import { deskRequests } from "@patchbay/protocol";
import { openedFor } from "../../screen-pop/index.js";
import { readable } from "./numbers-out.js";
import { type Asker, type RequestRoom, type Responder, responder } from "./respond.js";

export const screenPopResponders: readonly Responder[] = [
  responder(deskRequests.screenPop, ({ interactionId, origin }, asker, room) => {
    if (!isAtHand(interactionId, asker, room)) return { fault: { code: "object_not_found" } };
    const { handle, framing } = room;
    const asked = { interactionId, agentId: asker.agentId, deskOrigin: origin };
    return { query: () => readable(openedFor({ handle, framing }, asked)) };
  }),
];

/** In hand, or put before the asker. */
function isAtHand(interactionId: string, { agentId }: Asker, { handle }: RequestRoom): boolean {
  const { interactions, offers } = handle.center.state;
  const interaction = interactions.get(asId<InteractionId>(interactionId));
  if (interaction === undefined) return false;
  return (
    interaction.parties.some((party) => party.agentId === agentId) ||
    [...offers.values()].some((offer) => offer.interactionId === interactionId && offer.agentId === agentId)
  );
}
