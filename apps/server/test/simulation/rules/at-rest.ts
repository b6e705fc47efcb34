import type { CenterState, Interaction } from "@patchbay/core";
import type { Ledger } from "../day/ledger.js";
import { hasSkillsFor, inHand, isAsked, obstacle } from "./eligibility.js";

/** What holds after every decision, whatever was decided. */
export function checkAtRest(state: CenterState, ledger: Ledger): void {
  checkOffers(state, ledger);
  checkHands(state, ledger);
  checkNobodyStranded(state, ledger);
}

function checkOffers(state: CenterState, ledger: Ledger): void {
  for (const offer of state.offers.values()) {
    const interaction = state.interactions.get(offer.interactionId);
    if (interaction?.request?.offerId !== offer.id) {
      ledger.breach(
        "an offer is of somebody who waits, and the only one",
        `${offer.id} of ${offer.interactionId}`,
      );
    } else if (interaction.stage === "ended") {
      ledger.breach("an offer ends with its interaction", offer.id);
    }
    if (!state.agents.has(offer.agentId)) ledger.breach("an offer is in front of somebody", offer.id);
  }
}

function checkHands(state: CenterState, ledger: Ledger): void {
  for (const agent of state.agents.values()) {
    const held = inHand(state, agent.id).map(({ id }) => id);
    const loads = agent.loads.map(({ interactionId }) => interactionId);
    if ([...held].sort().join() !== [...loads].sort().join()) {
      ledger.breach(
        "an agent's load is what is in hand",
        `${agent.id}: has ${held.join()}, counts ${loads.join()}`,
      );
    }
    if (agent.next !== null && held.length === 0) {
      ledger.breach(
        "what comes next comes when the hands are empty",
        `${agent.id} waits for ${agent.next.kind}`,
      );
    }
  }
  for (const interaction of state.interactions.values()) {
    for (const { agentId } of interaction.parties) {
      if (!state.agents.has(agentId)) ledger.breach("a party is somebody who is there", `${agentId}`);
    }
    const alone = interaction.parties.every((party) => party.state !== "active");
    if (interaction.stage === "open" && alone && interaction.request === null && !isElsewhere(interaction)) {
      ledger.breach("nobody is forgotten", `${interaction.id} is open, with nobody and waiting for nobody`);
    }
  }
}

/** Without an agent and not alone: in a menu, with a number, at a mailbox. */
const isElsewhere = ({ call }: Interaction): boolean =>
  call !== null &&
  (call.run !== null ||
    call.mailbox !== null ||
    call.message?.thenEnds === true ||
    call.legs.filter(({ role }) => role === "customer" || role === "external").length > 1);

/** Somebody waits and is in front of nobody: then nobody may be there who could take it. */
function checkNobodyStranded(state: CenterState, ledger: Ledger): void {
  for (const interaction of state.interactions.values()) {
    const { request } = interaction;
    if (request === null || request.offerId !== null) continue;
    const service = state.configuration.services.get(request.serviceId);
    if (service === undefined) {
      ledger.breach("a queue exists", `${interaction.id} waits in ${request.serviceId}`);
      continue;
    }
    for (const agent of state.agents.values()) {
      if (request.agentId !== null && request.agentId !== agent.id) continue;
      if (request.preferred !== null && request.preferred.agentId !== agent.id) continue;
      if (interaction.parties.some(({ agentId }) => agentId === agent.id)) continue;
      const user = state.configuration.users.get(agent.id);
      if (user === undefined || (request.agentId === null && !hasSkillsFor(user, service))) continue;
      if (isAsked(state, agent.id) && request.agentId === null) continue;
      if (obstacle(agent, user, inHand(state, agent.id), interaction.channel) !== null) continue;
      ledger.breach(
        "nobody waits while somebody is free",
        `${interaction.id} in ${service.id}, ${agent.id} is free`,
      );
    }
  }
}
