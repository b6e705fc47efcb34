import {
  agentOf,
  type Deciding,
  isActive,
  looksAfter,
  reject,
  userOf,
  type Verdict,
} from "../center/deciding.js";
import { mayDo } from "../configuration/privileges.js";
import type { AgentId } from "../ids/ids.js";
import type { AssistanceCloseCause, AssistanceCommand } from "./assistance.js";
import { monitor } from "./decide-chat-monitoring.js";
import type { Interaction } from "./interaction.js";

export function decideAssistance(
  deciding: Deciding,
  interaction: Interaction,
  command: AssistanceCommand,
): Verdict {
  const { assistance, id: interactionId } = interaction;
  switch (command.type) {
    case "AskAssistance": {
      const { agentId, reason } = command;
      if (!isActive(interaction, agentId)) return reject("not_your_interaction");
      if (interaction.stage === "ended") return reject("not_suitable_state", { stage: interaction.stage });
      if (assistance !== null) return reject("already_in_progress", { agentId: assistance.agentId });
      deciding.emit({ type: "AssistanceAsked", interactionId, agentId, reason });
      return null;
    }
    case "WithdrawAssistance":
      if (assistance?.agentId !== command.agentId) return reject("nothing_to_cancel");
      closeAssistance(deciding, interaction, "withdrawn", null);
      return null;
    case "AnswerAssistance":
    case "ResolveAssistance": {
      const { supervisorId } = command;
      if (!mayDo(userOf(deciding, supervisorId), "monitor")) return reject("not_enough_privileges");
      if (!agentOf(deciding, supervisorId)) return reject("not_logged_in", { agentId: supervisorId });
      if (assistance === null) return reject("nothing_to_cancel");
      // One's own call for help is withdrawn, not answered.
      if (assistance.agentId === supervisorId) return reject("not_suitable_state", { agentId: supervisorId });
      if (!looksAfter(deciding, supervisorId, assistance.agentId)) return reject("not_enough_privileges");
      if (command.type === "ResolveAssistance")
        closeAssistance(deciding, interaction, "resolved", supervisorId);
      else answer(deciding, interaction, supervisorId);
      return null;
    }
  }
}

/** SPEC AST-2: whoever looks after it reads a chat along; beside a call one is as one chooses. */
function answer(deciding: Deciding, interaction: Interaction, supervisorId: AgentId): void {
  if (interaction.assistance?.answered?.supervisorId !== supervisorId)
    deciding.emit({ type: "AssistanceAnswered", interactionId: interaction.id, supervisorId });
  // Who takes part has it already, and in a chat whose customer is away there is nothing to read along.
  if (interaction.channel === "chat") monitor(deciding, interaction, supervisorId);
}

export function closeAssistance(
  deciding: Deciding,
  { id: interactionId, assistance }: Interaction,
  cause: AssistanceCloseCause,
  supervisorId: AgentId | null,
): void {
  if (assistance === null) return;
  const { agentId } = assistance;
  deciding.emit({ type: "AssistanceClosed", interactionId, agentId, cause, supervisorId });
}

/** SPEC AST-3: it ends with the interaction, and with its agent's part in it. */
export function settleAssistance(deciding: Deciding, interaction: Interaction): void {
  const { assistance, stage } = interaction;
  if (assistance === null) return;
  if (stage === "ended" || !interaction.parties.some(({ agentId }) => agentId === assistance.agentId))
    closeAssistance(deciding, interaction, "gone", null);
}

/** SPEC AST-4, TEA-5: whoever may not look after it any more leaves it open again. */
export function settleAnswered(deciding: Deciding): void {
  for (const { id: interactionId, assistance } of [...deciding.store.state.interactions.values()]) {
    const supervisorId = assistance?.answered?.supervisorId;
    if (assistance == null || supervisorId === undefined) continue;
    if (!looksAfter(deciding, supervisorId, assistance.agentId))
      deciding.emit({ type: "AssistanceAnswered", interactionId, supervisorId: null });
  }
}

/** SPEC AST-4: a supervisor who logs out, or is none any more, leaves what was looked after open again. */
export function assistanceWithout(deciding: Deciding, supervisorId: AgentId): void {
  for (const { id: interactionId, assistance } of [...deciding.store.state.interactions.values()])
    if (assistance?.answered?.supervisorId === supervisorId)
      deciding.emit({ type: "AssistanceAnswered", interactionId, supervisorId: null });
}
