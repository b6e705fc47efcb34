import { loseDesk, setAway } from "../agent/decide-agent.js";
import { agentOf, type Deciding, reject, serviceOf, userOf, type Verdict } from "../center/deciding.js";
import { type Channel, systemReasons } from "../configuration/configuration.js";
import type { AgentId, OfferId, PartyId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { closeRequest, failRequest } from "../interaction/lifecycle.js";
import { invariant } from "../invariant.js";
import type { Explanation, Offer, OfferCommand, WithdrawCause } from "./offer.js";

/** How long a desk may take to show an offer before it counts as frozen. */
export const RESERVED_MS = 5_000;
/** How long a desk that did not show an offer may take to come back. */
export const DESK_FROZEN_GRACE_MS = 30_000;

export function decideOffer(deciding: Deciding, command: OfferCommand): Verdict {
  const offer = deciding.store.state.offers.get(command.offerId);
  if (!offer) return reject("offer_closed", { offerId: command.offerId });
  if (offer.agentId !== command.agentId) return reject("offer_not_yours", { offerId: command.offerId });
  if (deciding.at >= offer.until) return reject("offer_closed", { offerId: command.offerId });
  const { interactionId, agentId } = offer;
  switch (command.type) {
    case "ConfirmOffer":
      if (offer.status === "reserved") {
        const ownMs = offer.kind === "call" ? userOf(deciding, agentId)?.ringMs : undefined;
        const until = deciding.at + (ownMs ?? serviceOf(deciding, offer.serviceId).answerTimeoutMs);
        deciding.emit({ type: "OfferRang", offerId: offer.id, interactionId, agentId, until });
      }
      return null;
    case "AcceptOffer":
      accept(deciding, offer);
      return null;
    case "RejectOffer":
      deciding.emit({ type: "OfferRejected", offerId: offer.id, interactionId, agentId });
      if (!isDirected(deciding, offer)) setAway(deciding, agentId, systemReasons.rejected);
      failDirected(deciding, offer, "declined");
      return null;
  }
}

/** SPEC OFR-6: a deadline of an offer. Only the first one that is due changes anything. */
export function meetOfferDeadline(deciding: Deciding, offer: Offer): void {
  const { interactionId, agentId } = offer;
  const agent = agentOf(deciding, agentId);
  if (offer.status === "reserved" || agent?.deskLost) {
    const cause: WithdrawCause = agent?.deskLost ? "desk_lost" : "not_shown";
    withdraw(deciding, offer, cause);
    if (agent && !agent.deskLost) loseDesk(deciding, agentId, DESK_FROZEN_GRACE_MS);
    return;
  }
  deciding.emit({ type: "OfferExpired", offerId: offer.id, interactionId, agentId });
  // A colleague who calls is no work that was missed.
  if (offer.kind !== "call" && offer.kind !== "consult") setAway(deciding, agentId, systemReasons.noAnswer);
  failDirected(deciding, offer, "no_answer");
}

export function makeOffer(
  deciding: Deciding,
  interaction: Interaction,
  agentId: AgentId,
  why: Explanation,
): void {
  const { request } = interaction;
  invariant(request !== null && request.offerId === null, `${interaction.id} wants no offer`);
  deciding.emit({
    type: "OfferMade",
    offerId: `${interaction.id}.o${interaction.offerCount + 1}` as OfferId,
    interactionId: interaction.id,
    agentId,
    serviceId: request.serviceId,
    kind: request.kind,
    until: deciding.at + RESERVED_MS,
    why,
  });
}

export function withdrawOffersOf(
  deciding: Deciding,
  agentId: AgentId,
  cause: WithdrawCause,
  channel?: Channel,
  /** Which of them; absent: all. */
  only: (offer: Offer) => boolean = () => true,
): void {
  const loads = agentOf(deciding, agentId)?.loads ?? [];
  for (const load of [...loads]) {
    if (load.state !== "reserved" && load.state !== "ringing") continue;
    if (channel !== undefined && load.channel !== channel) continue;
    const offerId = deciding.store.state.interactions.get(load.interactionId)?.request?.offerId;
    const offer = offerId && deciding.store.state.offers.get(offerId);
    if (offer && only(offer)) withdraw(deciding, offer, cause);
  }
}

/** SPEC INT-4: a colleague's call, or question, rings whatever state is shown, so another state does not end it. */
export const isWork = ({ kind }: Offer): boolean => kind !== "call" && kind !== "consult";

export function withdraw(deciding: Deciding, offer: Offer, cause: WithdrawCause): void {
  deciding.emit({
    type: "OfferWithdrawn",
    offerId: offer.id,
    interactionId: offer.interactionId,
    agentId: offer.agentId,
    cause,
  });
  if (cause !== "customer_left" && cause !== "cancelled") failDirected(deciding, offer, "no_answer");
}

function accept(deciding: Deciding, offer: Offer): void {
  const { interactionId, agentId } = offer;
  const interaction = deciding.store.state.interactions.get(interactionId);
  invariant(interaction?.request != null, `offer ${offer.id} without a request`);
  const { kind, by } = interaction.request;
  deciding.emit({ type: "OfferAccepted", offerId: offer.id, interactionId, agentId });
  deciding.emit({
    type: "AgentJoined",
    interactionId,
    agentId,
    partyId: `${interactionId}.p${interaction.partyCount + 1}` as PartyId,
    kind,
  });
  // Whoever left before somebody took it may be the one who takes it: then the giver and the taker are one.
  const gives = kind === "transfer" && by !== agentId;
  const giver = gives ? interaction.parties.find((party) => party.agentId === by) : undefined;
  if (giver?.state === "active") {
    deciding.emit({
      type: "AgentLeft",
      interactionId,
      agentId: giver.agentId,
      partyId: giver.partyId,
      cause: "transferred",
    });
  }
  closeRequest(deciding, interaction, "accepted");
}

function isDirected(deciding: Deciding, offer: Offer): boolean {
  return deciding.store.state.interactions.get(offer.interactionId)?.request?.agentId != null;
}

/** SPEC XFR-4: a transfer or invitation meant for one agent ends with that agent's no. */
function failDirected(deciding: Deciding, offer: Offer, why: "declined" | "no_answer"): void {
  const interaction = deciding.store.state.interactions.get(offer.interactionId);
  if (!interaction || interaction.request?.agentId !== offer.agentId) return;
  failRequest(deciding, interaction, why);
}
