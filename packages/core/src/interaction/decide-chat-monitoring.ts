import { agentOf, type Deciding, reject, userOf, type Verdict, watchBy } from "../center/deciding.js";
import { mayDo } from "../configuration/privileges.js";
import type { AgentId } from "../ids/ids.js";
import { takesPart } from "../queue/eligibility.js";
import type { ChatMonitoringCommand, ChatMonitoringEndedCause } from "./chat-monitoring.js";
import type { Interaction } from "./interaction.js";

export const isBeside = (interaction: Interaction, supervisorId: AgentId): boolean =>
  interaction.monitors.some((monitor) => monitor.supervisorId === supervisorId);

export function decideChatMonitoring(
  deciding: Deciding,
  interaction: Interaction,
  command: ChatMonitoringCommand,
): Verdict {
  const { supervisorId } = command;
  if (!mayDo(userOf(deciding, supervisorId), "monitor")) return reject("not_enough_privileges");
  if (command.type === "MonitorChat")
    return watchBy(deciding, supervisorId).interaction(interaction)
      ? monitor(deciding, interaction, supervisorId)
      : reject("not_enough_privileges");
  if (!isBeside(interaction, supervisorId)) return reject("nothing_to_cancel");
  endMonitoring(deciding, interaction, supervisorId, "left");
  return null;
}

/** SPEC MON-6, MON-7. A refusal has changed nothing. */
export function monitor(deciding: Deciding, interaction: Interaction, supervisorId: AgentId): Verdict {
  if (!agentOf(deciding, supervisorId)) return reject("not_logged_in", { agentId: supervisorId });
  if (isBeside(interaction, supervisorId)) return null;
  if (takesPart(interaction, supervisorId)) return reject("already_in_progress", { agentId: supervisorId });
  const agents = interaction.parties.some((party) => party.state === "active");
  if (interaction.channel !== "chat" || interaction.stage === "ended" || !agents)
    return reject("not_suitable_state", { stage: interaction.stage });
  stopMonitoringChat(deciding, supervisorId, "elsewhere");
  deciding.emit({ type: "ChatMonitored", interactionId: interaction.id, supervisorId });
  return null;
}

/** SPEC MON-7: beside whichever chat it is; of nobody's any business but the supervisor's. */
export function stopMonitoringChat(
  deciding: Deciding,
  supervisorId: AgentId,
  cause: ChatMonitoringEndedCause,
): void {
  const { agents, interactions } = deciding.store.state;
  const interactionId = agents.get(supervisorId)?.monitoringChat ?? null;
  const interaction = interactionId === null ? undefined : interactions.get(interactionId);
  if (interaction) endMonitoring(deciding, interaction, supervisorId, cause);
}

/** SPEC TEA-5: whoever is beside it, and looks after nobody in it any more, is out. */
export function settleChatMonitors(deciding: Deciding, interaction: Interaction): void {
  if (interaction.stage === "ended") return;
  for (const { supervisorId } of [...interaction.monitors])
    if (!watchBy(deciding, supervisorId).interaction(interaction))
      endMonitoring(deciding, interaction, supervisorId, "other_team");
}

/** SPEC MON-8: with the chat, everybody who was beside it is out. */
export function endMonitoringOf(deciding: Deciding, interaction: Interaction): void {
  for (const { supervisorId } of [...interaction.monitors])
    endMonitoring(deciding, interaction, supervisorId, "chat_ended");
}

function endMonitoring(
  deciding: Deciding,
  interaction: Interaction,
  supervisorId: AgentId,
  cause: ChatMonitoringEndedCause,
): void {
  deciding.emit({ type: "ChatMonitoringEnded", interactionId: interaction.id, supervisorId, cause });
}
