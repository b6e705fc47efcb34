import { activeParties, type Deciding, serviceOf } from "../center/deciding.js";
import type { AgentId } from "../ids/ids.js";
import { withdraw } from "../offer/decide-offer.js";
import type { EndCause, Interaction, InteractionEvent } from "./interaction.js";

type RequestCloseCause = Extract<InteractionEvent, { readonly type: "AgentRequestClosed" }>["cause"];

export function closeRequest(deciding: Deciding, interaction: Interaction, cause: RequestCloseCause): void {
  const { request } = interaction;
  if (request === null) return;
  const offer = request.offerId && deciding.store.state.offers.get(request.offerId);
  if (offer) withdraw(deciding, offer, cause === "interaction_ended" ? "customer_left" : "cancelled");
  deciding.emit({
    type: "AgentRequestClosed",
    interactionId: interaction.id,
    kind: request.kind,
    by: request.by,
    cause,
  });
}

/** SPEC QUE-3: back into its service's queue, with the age and the priority it had. */
export function requestAgain(deciding: Deciding, interaction: Interaction): void {
  deciding.emit({
    type: "AgentRequested",
    interactionId: interaction.id,
    kind: "return",
    serviceId: interaction.serviceId,
    agentId: null,
    by: null,
    enqueuedAt: interaction.enqueuedAt,
    priority: interaction.priority,
    preferred: null,
  });
}

/** The end itself: nobody is asked any more, and every agent who is still in goes to wrap-up. */
export function endNow(
  deciding: Deciding,
  interaction: Interaction,
  cause: EndCause,
  agentId: AgentId | null,
): void {
  closeRequest(deciding, interaction, "interaction_ended");
  deciding.emit({ type: "InteractionEnded", interactionId: interaction.id, cause, agentId });
  startWrapUps(deciding, interaction, cause);
}

export function startWrapUps(deciding: Deciding, interaction: Interaction, cause?: EndCause): void {
  const service = serviceOf(deciding, interaction.serviceId);
  for (const { agentId } of activeParties(interaction)) {
    // A number that was not reached leaves nothing to wrap up: the agent is as before the call (SPEC CAL-6).
    if (cause === "not_reached" || (service.wrapUpMs === 0 && !service.dispositionMandatory)) {
      deciding.emit({ type: "WrapUpCompleted", interactionId: interaction.id, agentId, cause: "none" });
      continue;
    }
    const until = service.wrapUpEndsItself && service.wrapUpMs > 0 ? deciding.at + service.wrapUpMs : null;
    deciding.emit({ type: "WrapUpStarted", interactionId: interaction.id, agentId, until });
  }
}
