import type { Agent } from "../agent/agent.js";
import type { Interaction } from "../interaction/interaction.js";
import type { Offer } from "../offer/offer.js";
import type { Instant } from "../time/time.js";

const earlier = (a: Instant | undefined, b: Instant | null | undefined): Instant | undefined =>
  b === null || b === undefined ? a : a === undefined ? b : Math.min(a, b);

/** Deadlines are state: these say when something of a thing is due next. `undefined`: nothing is. */
export const deadlineOfAgent = (agent: Agent): Instant | undefined => agent.deskLost?.until;

export const deadlineOfOffer = (offer: Offer): Instant => offer.until;

export function deadlineOfInteraction(interaction: Interaction): Instant | undefined {
  let at = earlier(undefined, interaction.stageUntil);
  at = earlier(at, interaction.inactivity?.at);
  // While an offer to the kept-for agent rings, the offer's own deadline decides.
  if (interaction.request?.offerId === null) at = earlier(at, interaction.request.preferred?.until);
  at = earlier(at, interaction.call?.run?.until);
  at = earlier(at, interaction.call?.run?.announceAt);
  for (const leg of interaction.call?.legs ?? []) at = earlier(at, leg.until);
  at = earlier(at, interaction.call?.mailbox?.until);
  at = earlier(at, interaction.call?.message?.until);
  for (const recording of interaction.call?.recordings ?? []) at = earlier(at, recording.resumeAt);
  for (const party of interaction.parties) at = earlier(at, party.wrapUpUntil);
  return at;
}
