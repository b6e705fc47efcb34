import type { Event } from "@patchbay/core";
import type { MissedCause, RecentChange } from "../center/directory-records.js";

/** Whoever asked hears that nobody came; for the one who was asked it is no call to return. */
const ASKED_IN: ReadonlySet<string> = new Set(["transfer", "invite", "consult", "takeover"]);

/** Reads events in the journal's order. What they do to the lists; "over" still lacks how long was talked. */
export class RecentChanges {
  /** Offers that are none of a customer or a caller, as far as this process has seen them made. */
  private readonly askedIn = new Set<string>();

  of(event: Event): readonly RecentChange[] {
    switch (event.type) {
      case "CallPlaced":
      case "AppCallPlaced":
      case "InternalCallPlaced": {
        const { agentId, interactionId, seq, at } = event;
        const to = event.type === "InternalCallPlaced" ? event.to : null;
        return [{ do: "placed", agentId, to, interactionId, seq, at }];
      }
      case "AgentJoined": {
        const { agentId, interactionId, seq, at } = event;
        return [{ do: "joined", agentId, interactionId, seq, at }];
      }
      case "OfferMade":
        if (ASKED_IN.has(event.kind)) this.askedIn.add(event.offerId);
        return [];
      case "OfferExpired":
        return this.missed(event, "no_answer");
      case "OfferRejected":
        return this.missed(event, "rejected");
      case "OfferWithdrawn": {
        // Everything else went on to somebody else, and says nothing of a caller in vain.
        const isInVain = event.cause === "customer_left" || event.cause === "cancelled";
        const changes = this.missed(event, "caller_left");
        return isInVain ? changes : [];
      }
      case "AgentLeft":
      case "InteractionEnded": {
        const { interactionId, seq, at } = event;
        const agentId = event.type === "AgentLeft" ? event.agentId : null;
        return [{ do: "over", interactionId, agentId, seq, at, talkMs: {} }];
      }
      default:
        return [];
    }
  }

  private missed(
    event: Extract<Event, { readonly type: "OfferExpired" | "OfferRejected" | "OfferWithdrawn" }>,
    cause: MissedCause,
  ): readonly RecentChange[] {
    if (this.askedIn.delete(event.offerId)) return [];
    const { agentId, interactionId, seq, at } = event;
    return [{ do: "missed", agentId, interactionId, cause, seq, at }];
  }
}
