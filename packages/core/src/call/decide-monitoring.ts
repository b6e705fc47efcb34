import {
  agentOf,
  type Deciding,
  isActive,
  looksAfter,
  partyOf,
  reject,
  userOf,
  type Verdict,
} from "../center/deciding.js";
import { mayDo } from "../configuration/privileges.js";
import type { AgentId, PartyId } from "../ids/ids.js";
import { closeAssistance } from "../interaction/decide-assistance.js";
import { notAsked } from "../interaction/decide-supervision.js";
import type { Interaction } from "../interaction/interaction.js";
import { takesPart } from "../queue/eligibility.js";
import type { MonitoringCommand } from "./commands.js";
import { callOf } from "./evolve-call.js";
import {
  addAgentLeg,
  CALL_LEGS_MAX,
  callsInHand,
  holdOthers,
  leaves,
  phoneProblem,
  removeLeg,
} from "./legs.js";

type CommandOf<T extends MonitoringCommand["type"]> = Extract<MonitoringCommand, { readonly type: T }>;

export function decideMonitoring(
  deciding: Deciding,
  interaction: Interaction,
  command: MonitoringCommand,
): Verdict {
  const { supervisorId } = command;
  const needed = command.type === "TakeOverCall" ? "take_over" : "monitor";
  if (!mayDo(userOf(deciding, supervisorId), needed)) return reject("not_enough_privileges");
  if (command.type !== "StopMonitoring" && !looksAfter(deciding, supervisorId, command.agentId))
    return reject("not_enough_privileges");
  switch (command.type) {
    case "MonitorCall":
      return monitor(deciding, interaction, command);
    case "StopMonitoring":
      stopMonitoring(deciding, supervisorId);
      return null;
    case "TakeOverCall":
      return takeOver(deciding, interaction, command);
  }
}

/** SPEC MON-1, MON-2. */
function monitor(deciding: Deciding, interaction: Interaction, command: CommandOf<"MonitorCall">): Verdict {
  const { supervisorId, agentId, mode } = command;
  const refusal = besideProblem(deciding, interaction, supervisorId, agentId);
  if (refusal) return refusal;
  const call = callOf(interaction);
  const own = call.legs.find((leg) => leg.role === "supervisor" && leg.agentId === supervisorId);
  if (own?.monitoring?.beside === agentId && own.monitoring.mode === mode) return null;
  if (!own) {
    if (call.legs.length >= CALL_LEGS_MAX) return reject("conference_full", { max: CALL_LEGS_MAX });
    stopMonitoring(deciding, supervisorId);
    addAgentLeg(deciding, interaction, supervisorId, "supervisor", "main");
    holdOthers(deciding, supervisorId, interaction.id);
  }
  deciding.emit({ type: "CallMonitored", interactionId: interaction.id, supervisorId, agentId, mode });
  return null;
}

function besideProblem(
  deciding: Deciding,
  interaction: Interaction,
  supervisorId: AgentId,
  agentId: AgentId,
): Verdict {
  const problem = phoneProblem(deciding, supervisorId);
  if (problem) return problem;
  const supervisor = agentOf(deciding, supervisorId);
  const elsewhere = supervisor?.monitoring != null && supervisor.monitoring !== interaction.id;
  if (supervisor?.line && (elsewhere || callsInHand(deciding, supervisorId).length > 0))
    return reject("already_in_progress", { channel: "voice" });
  if (takesPart(interaction, supervisorId)) return reject("already_in_progress", { agentId: supervisorId });
  if (interaction.stage !== "open" || !isActive(interaction, agentId))
    return reject("not_suitable_state", { stage: interaction.stage });
  return null;
}

/** SPEC MON-3: one call at a time; leaving it says nothing to anybody in it. */
export function stopMonitoring(deciding: Deciding, supervisorId: AgentId): void {
  const { agents, interactions } = deciding.store.state;
  const interactionId = agents.get(supervisorId)?.monitoring ?? null;
  const interaction = interactionId === null ? undefined : interactions.get(interactionId);
  const leg = interaction?.call?.legs.find(
    (other) => other.role === "supervisor" && other.agentId === supervisorId,
  );
  if (interaction && leg) removeLeg(deciding, interaction, leg, "hung_up", supervisorId);
}

/** SPEC MON-4. */
function takeOver(deciding: Deciding, interaction: Interaction, command: CommandOf<"TakeOverCall">): Verdict {
  const { supervisorId, agentId } = command;
  const refusal = besideProblem(deciding, interaction, supervisorId, agentId);
  if (refusal) return refusal;
  const interactionId = interaction.id;
  if (deciding.store.state.agents.get(supervisorId)?.monitoring !== interactionId)
    stopMonitoring(deciding, supervisorId);
  notAsked(deciding, interaction, supervisorId);
  deciding.emit({ type: "CallTakenOver", interactionId, supervisorId, agentId });
  closeAssistance(deciding, interaction, "taken_over", supervisorId);
  deciding.emit({
    type: "AgentJoined",
    interactionId,
    agentId: supervisorId,
    partyId: `${interactionId}.p${interaction.partyCount + 1}` as PartyId,
    kind: "takeover",
  });
  const party = partyOf(interaction, agentId);
  if (party) leaves(deciding, interaction, party, "taken_over");
  holdOthers(deciding, supervisorId, interactionId);
  return null;
}
