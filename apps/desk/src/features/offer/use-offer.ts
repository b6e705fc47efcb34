import type { OfferView } from "@patchbay/protocol";
import { useLeft } from "../../state/left.js";
import { useDesk } from "../../state/store.js";
import { liveCall } from "../call/index.js";
import { type OfferSaid, offerSaid } from "./offer-view.js";

/** What an offer says at this desk. */
export function useOfferSaid(offer: OfferView): OfferSaid {
  const gaveAway = useLeft(({ left }) =>
    left.some(
      ({ interactionId, departure }) =>
        interactionId === offer.interactionId && departure?.how === "transferred",
    ),
  );
  const extension = useDesk(({ data }) => data?.roster.get(offer.from?.agentId ?? "")?.extension ?? null);
  return offerSaid(offer, { gaveAway, extension });
}

/** With whom this agent talks, who will hear music when another call is taken; `null`: nobody. */
export const useGoesOnHold = (offer: OfferView): string | null =>
  useDesk(({ data }) => {
    if (offer.channel !== "voice") return null;
    const live = liveCall(data?.interactions.values() ?? []);
    if (live === null || live.phase === "monitoring" || live.call?.heldSince !== null) return null;
    return live.contact.name;
  });
