import type { Agent } from "../agent/agent.js";
import type { Interaction } from "../interaction/interaction.js";

/** Copies deep enough for undo: what `evolve` changes in place is copied, what it replaces is shared. */
export function cloneAgent(agent: Agent): Agent {
  return { ...agent, loads: agent.loads.map((load) => ({ ...load })) };
}

export function cloneInteraction(interaction: Interaction): Interaction {
  return {
    ...interaction,
    request: interaction.request === null ? null : { ...interaction.request },
    parties: interaction.parties.map((party) => ({ ...party })),
    receipts: interaction.receipts.map((receipt) => ({ ...receipt })),
  };
}
