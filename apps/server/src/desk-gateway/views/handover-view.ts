import type { AgentId, Event } from "@patchbay/core";
import type { HandoverView } from "@patchbay/protocol";
import type { CenterWords } from "../../center/records.js";
import { agentName } from "./message-view.js";

/**
 * What became of calls that an agent gave away at once, and so has no more in hand when somebody takes them or does not.
 * @param isWith whether the agent has it in hand, or has left it only now: then other changes tell
 * @param isCall whoever leaves a chat that is being handed over asks no more of it
 */
export function handoversOf(
  events: readonly Event[],
  agentId: AgentId,
  { isWith, isCall }: Record<"isWith" | "isCall", (interactionId: string) => boolean>,
  words: CenterWords,
): readonly (HandoverView & { readonly interactionId: string })[] {
  return events.flatMap((event) => {
    if (event.type !== "AgentRequestClosed" || event.kind !== "transfer" || event.by !== agentId) return [];
    if (isWith(event.interactionId) || !isCall(event.interactionId)) return [];
    const outcome = outcomeOf(event.cause, event.interactionId, events);
    if (outcome === null || outcome.agentId === agentId) return [];
    const who =
      outcome.agentId === null ? null : { agentId: outcome.agentId, name: agentName(words, outcome.agentId) };
    return [{ interactionId: event.interactionId, how: outcome.how, who }];
  });
}

type Closed = Extract<Event, { readonly type: "AgentRequestClosed" }>["cause"];

function outcomeOf(
  cause: Closed,
  interactionId: string,
  events: readonly Event[],
): { readonly how: HandoverView["how"]; readonly agentId: AgentId | null } | null {
  const lines = events.filter((event) => "interactionId" in event && event.interactionId === interactionId);
  if (cause === "accepted") {
    const taker = lines.findLast((event) => event.type === "AgentJoined");
    return taker?.type === "AgentJoined" ? { how: "taken", agentId: taker.agentId } : null;
  }
  if (cause === "interaction_ended") return { how: "ended", agentId: null };
  if (cause !== "failed") return null;
  const offer = lines.findLast(
    (event) =>
      event.type === "OfferRejected" || event.type === "OfferExpired" || event.type === "OfferWithdrawn",
  );
  switch (offer?.type) {
    case "OfferRejected":
      return { how: "declined", agentId: offer.agentId };
    case "OfferExpired":
      return { how: "no_answer", agentId: offer.agentId };
    default:
      return { how: "not_there", agentId: offer?.type === "OfferWithdrawn" ? offer.agentId : null };
  }
}
