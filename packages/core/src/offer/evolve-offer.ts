import { dropLoad, moveLoad } from "../agent/evolve-agent.js";
import type { Store } from "../center/store.js";
import type { Instant } from "../time/time.js";
import type { OfferEvent } from "./offer.js";

export function evolveOffer(store: Store, event: OfferEvent, at: Instant): void {
  const interaction = store.interaction(event.interactionId);
  switch (event.type) {
    case "OfferMade":
      store.addOffer({
        id: event.offerId,
        interactionId: event.interactionId,
        agentId: event.agentId,
        serviceId: event.serviceId,
        kind: event.kind,
        madeAt: at,
        status: "reserved",
        until: event.until,
        why: event.why,
      });
      interaction.offerCount++;
      if (interaction.request) interaction.request.offerId = event.offerId;
      moveLoad(store, event.agentId, event.interactionId, interaction.channel, "reserved", at);
      return;
    case "OfferRang": {
      const offer = store.offer(event.offerId);
      offer.status = "ringing";
      offer.until = event.until;
      moveLoad(store, event.agentId, event.interactionId, interaction.channel, "ringing", at);
      return;
    }
    case "OfferAccepted":
    case "OfferRejected":
    case "OfferExpired":
    case "OfferWithdrawn":
      store.removeOffer(event.offerId);
      if (interaction.request?.offerId === event.offerId) interaction.request.offerId = null;
      dropLoad(store, event.agentId, event.interactionId, at);
      return;
  }
}
