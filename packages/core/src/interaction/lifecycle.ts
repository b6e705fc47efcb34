import { divert } from "../call/divert.js";
import {
  activeParties,
  agentOf,
  type Deciding,
  reject,
  serviceOf,
  takesSomebodyNew,
  userOf,
  type Verdict,
} from "../center/deciding.js";
import { internalServiceId, type Service } from "../configuration/configuration.js";
import type { AgentId, ServiceId } from "../ids/ids.js";
import { withdraw } from "../offer/decide-offer.js";
import { exclusionOf, takesPart } from "../queue/eligibility.js";
import { endMonitoringOf } from "./decide-chat-monitoring.js";
import type { AgentRequest, EndCause, Interaction, InteractionEvent } from "./interaction.js";
import { offerSurvey } from "./survey.js";

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

/** SPEC XFR-4, INT-2: whoever was asked by name said no, or is not there. */
export function failRequest(
  deciding: Deciding,
  interaction: Interaction,
  why: "declined" | "no_answer",
): void {
  const { request } = interaction;
  closeRequest(deciding, interaction, "failed");
  if (interaction.stage !== "open") return;
  if (request?.kind === "call") {
    const reason = why === "declined" ? "busy" : why;
    if (request.agentId === null || !divert(deciding, interaction, request.agentId, reason))
      endNow(deciding, interaction, why, null);
  } else if (activeParties(interaction).length === 0)
    // SPEC XFR-6: the customer comes back to whoever gave the call away, if that agent has room.
    requestAgain(deciding, interaction, interaction.call ? (request?.by ?? null) : null);
}

/** Whether a service can be asked for somebody now. */
export function serviceProblem(deciding: Deciding, serviceId: ServiceId): Verdict {
  const service = deciding.store.state.configuration.services.get(serviceId);
  if (!service) return reject("no_service", { serviceId });
  if (!takesSomebodyNew(deciding, service)) return reject("no_chat_in_service", { serviceId });
  const line = deciding.store.indexes.line(service.id);
  return line && line.length >= service.queueLengthMax ? reject("queue_full", { serviceId }) : null;
}

/**
 * SPEC XFR-2: whether a chat or call can be given there now, and what is asked for then.
 * @param from who gives it away; `null`: nobody has it
 */
export function targetOf(
  deciding: Deciding,
  interaction: Interaction,
  from: AgentId | null,
  to: { readonly agentId: AgentId } | { readonly serviceId: ServiceId },
): Pick<AgentRequest, "serviceId" | "agentId"> | Exclude<Verdict, null> {
  if ("serviceId" in to) {
    const problem = serviceProblem(deciding, to.serviceId);
    return problem ?? { serviceId: to.serviceId, agentId: null };
  }
  if (to.agentId === from) return reject("self_transfer");
  if (takesPart(interaction, to.agentId)) return reject("destination_not_available", { rule: "ELI-7" });
  const user = userOf(deciding, to.agentId);
  if (!user) return reject("object_not_found", { agentId: to.agentId });
  const agent = agentOf(deciding, to.agentId);
  if (!agent) return reject("destination_user_not_logged", { agentId: to.agentId });
  const rule = exclusionOf(agent, user, interaction.channel, true);
  if (rule !== null) return reject("destination_not_available", { agentId: to.agentId, rule });
  return { serviceId: interaction.serviceId, agentId: to.agentId };
}

/**
 * SPEC QUE-3: back into its service's queue, with the age and the priority it had.
 *
 * @param first who is asked first for the service's short time, if eligible at this moment; `null`: nobody
 */
export function requestAgain(
  deciding: Deciding,
  interaction: Interaction,
  first: AgentId | null = null,
): void {
  // SPEC INT-3: colleagues among themselves stand in no queue.
  if (interaction.serviceId === internalServiceId) {
    endNow(deciding, interaction, "no_answer", null);
    return;
  }
  const agent = first === null ? undefined : agentOf(deciding, first);
  const user = first === null ? undefined : userOf(deciding, first);
  const isFree = agent && user && exclusionOf(agent, user, interaction.channel, false) === null;
  const { graceOfferMs } = serviceOf(deciding, interaction.serviceId);
  deciding.emit({
    type: "AgentRequested",
    interactionId: interaction.id,
    kind: "return",
    serviceId: interaction.serviceId,
    agentId: null,
    by: null,
    enqueuedAt: interaction.enqueuedAt,
    priority: interaction.priority,
    preferred: isFree && graceOfferMs > 0 ? { agentId: agent.id, until: deciding.at + graceOfferMs } : null,
  });
}

/** SPEC CRQ-2: what the customer asked for is done, or will not be. */
export function closeCallRequest(
  deciding: Deciding,
  interaction: Interaction,
  cause: "placed" | "dismissed" | "withdrawn",
  agentId: AgentId | null,
): void {
  const { callRequest } = interaction;
  if (callRequest === null) return;
  const { messageId } = callRequest;
  deciding.emit({ type: "CallRequestClosed", interactionId: interaction.id, messageId, cause, agentId });
}

/** SPEC APP-5: its signalling is the chat's, so nobody in the app could hang up any more. */
export function endAppCall(
  deciding: Deciding,
  chat: Interaction,
  cause: EndCause,
  agentId: AgentId | null,
): void {
  const call = chat.appCall === null ? undefined : deciding.store.state.interactions.get(chat.appCall);
  if (call !== undefined && call.stage !== "ended") endNow(deciding, call, cause, agentId);
}

/** The end itself: nobody is asked any more, and every agent who is still in goes to wrap-up. */
export function endNow(
  deciding: Deciding,
  interaction: Interaction,
  cause: EndCause,
  agentId: AgentId | null,
): void {
  closeRequest(deciding, interaction, "interaction_ended");
  endAppCall(deciding, interaction, cause, agentId);
  endMonitoringOf(deciding, interaction);
  deciding.emit({ type: "InteractionEnded", interactionId: interaction.id, cause, agentId });
  offerSurvey(deciding, interaction);
  startWrapUps(deciding, interaction, cause);
}

export function startWrapUps(deciding: Deciding, interaction: Interaction, cause?: EndCause): void {
  const service = serviceOf(deciding, interaction.serviceId);
  for (const { agentId } of activeParties(interaction)) {
    // A number that was not reached leaves nothing to wrap up: the agent is as before the call (SPEC CAL-6).
    if (cause === "not_reached" || cause === "declined" || cause === "no_answer")
      deciding.emit({ type: "WrapUpCompleted", interactionId: interaction.id, agentId, cause: "none" });
    else startWrapUp(deciding, interaction, agentId, service);
  }
}

/** SPEC WRP-1: nothing to do afterwards, no wrap-up. */
export function startWrapUp(
  deciding: Deciding,
  interaction: Interaction,
  agentId: AgentId,
  service: Service,
): void {
  if (service.wrapUpMs === 0 && !service.dispositionMandatory) {
    deciding.emit({ type: "WrapUpCompleted", interactionId: interaction.id, agentId, cause: "none" });
    return;
  }
  const until = service.wrapUpEndsItself && service.wrapUpMs > 0 ? deciding.at + service.wrapUpMs : null;
  deciding.emit({ type: "WrapUpStarted", interactionId: interaction.id, agentId, until });
}
