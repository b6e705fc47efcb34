import { logOut } from "../agent/decide-agent.js";
import { settleCall } from "../call/settle.js";
import { settleAssistance } from "../interaction/decide-assistance.js";
import { settleChatMonitors } from "../interaction/decide-chat-monitoring.js";
import { invariant } from "../invariant.js";
import { goesBefore } from "../queue/line.js";
import { routeAgent, routeInteraction } from "../queue/route.js";
import type { Deciding } from "./deciding.js";

/** More rounds than any command needs; reaching it means two policies chase each other. */
const ROUNDS_MAX = 1_000;

/**
 * What follows from what was decided, in a fixed order until nothing changes any more: a call's legs follow its
 * parties, a finished interaction is forgotten, an agent with empty hands goes where it wanted to go next, who waits meets who has room.
 */
export function followUp(deciding: Deciding): void {
  const { store } = deciding;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const changed = store.takeChanged();
    if (changed.agents.length === 0 && changed.interactions.length === 0) return;
    for (const id of changed.interactions) {
      const interaction = store.state.interactions.get(id);
      if (interaction) {
        settleAssistance(deciding, interaction);
        settleChatMonitors(deciding, interaction);
      }
      if (interaction?.call) settleCall(deciding, interaction);
      if (interaction?.stage === "ended" && interaction.parties.length === 0) {
        deciding.emit({ type: "InteractionCompleted", interactionId: id });
      }
    }
    for (const id of changed.agents) {
      const agent = store.state.agents.get(id);
      if (!agent || agent.next === null || agent.loads.length > 0) continue;
      if (agent.next.kind === "logged_out") {
        const by = agent.nextSource?.by === "supervisor" ? agent.nextSource.supervisorId : null;
        logOut(deciding, id, by === null ? "agent" : "supervisor", by);
      } else {
        deciding.emit({
          type: "AgentPresenceChanged",
          agentId: id,
          presence: agent.next,
          source: agent.nextSource ?? { by: "agent" },
        });
      }
    }
    const inLine = changed.interactions
      .map((id) => ({ id, waiting: store.indexes.waiting(id) }))
      .sort((a, b) =>
        a.waiting && b.waiting ? (goesBefore(a.waiting, b.waiting) ? -1 : 1) : a.waiting ? 1 : -1,
      );
    for (const { id } of inLine) routeInteraction(deciding, id);
    for (const id of changed.agents) routeAgent(deciding, id);
  }
  invariant(false, `policies did not come to rest within ${ROUNDS_MAX} rounds`);
}
