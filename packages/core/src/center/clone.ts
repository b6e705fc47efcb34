import type { Agent } from "../agent/agent.js";
import type { Call } from "../call/call.js";
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
    call: interaction.call === null ? null : cloneCall(interaction.call),
    monitors: interaction.monitors.map((monitor) => ({ ...monitor })),
    receipts: interaction.receipts.map((receipt) => ({ ...receipt })),
  };
}

function cloneCall(call: Call): Call {
  return {
    ...call,
    legs: call.legs.map((leg) => ({ ...leg })),
    mailbox: call.mailbox === null ? null : { ...call.mailbox },
    message: call.message === null ? null : { ...call.message },
    consultation: call.consultation === null ? null : { ...call.consultation },
    recordings: call.recordings.map((recording) => ({ ...recording })),
    run: call.run === null ? null : { ...call.run },
  };
}
