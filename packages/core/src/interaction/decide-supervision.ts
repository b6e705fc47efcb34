import {
  activeParties,
  agentOf,
  type Deciding,
  isActive,
  partyOf,
  reject,
  userOf,
  type Verdict,
  watchBy,
} from "../center/deciding.js";
import { mayDo } from "../configuration/privileges.js";
import type { AgentId, PartyId } from "../ids/ids.js";
import { withdraw } from "../offer/decide-offer.js";
import { takesPart } from "../queue/eligibility.js";
import { closeAssistance } from "./decide-assistance.js";
import type { Interaction } from "./interaction.js";
import { closeRequest, targetOf } from "./lifecycle.js";
import type { SupervisionCommand } from "./supervision.js";

type CommandOf<T extends SupervisionCommand["type"]> = Extract<SupervisionCommand, { readonly type: T }>;

export function decideSupervision(
  deciding: Deciding,
  interaction: Interaction,
  command: SupervisionCommand,
): Verdict {
  const { supervisorId, agentId } = command;
  if (!mayDo(userOf(deciding, supervisorId), "take_over")) return reject("not_enough_privileges");
  const { channel, stage } = interaction;
  const isMeant = channel === "chat" || (command.type === "Reassign" && isWaitingCall(interaction));
  if (!isMeant || stage !== "open") return reject("not_suitable_state", { channel, stage });
  const watch = watchBy(deciding, supervisorId);
  if (!(agentId === null ? watch.interaction(interaction) : watch.agent(agentId)))
    return reject("not_enough_privileges");
  // What was looked at may be over: nobody's chat is taken away in the place of somebody else's.
  const asSeen =
    agentId === null
      ? activeParties(interaction).length === 0 && interaction.request !== null
      : isActive(interaction, agentId);
  if (!asSeen) return reject("not_suitable_state", { agentId });
  return command.type === "TakeOverChat"
    ? takeOver(deciding, interaction, command)
    : reassign(deciding, interaction, command);
}

/** A customer in a line, or on the way back to one; colleagues who call each other wait for nobody else. */
const isWaitingCall = ({ channel, request }: Interaction): boolean =>
  channel === "voice" && request !== null && request.kind !== "call" && request.kind !== "consult";

/** SPEC MON-10. */
function takeOver(deciding: Deciding, interaction: Interaction, command: CommandOf<"TakeOverChat">): Verdict {
  const { supervisorId, agentId } = command;
  if (!agentOf(deciding, supervisorId)) return reject("not_logged_in", { agentId: supervisorId });
  if (takesPart(interaction, supervisorId)) return reject("already_in_progress", { agentId: supervisorId });
  const interactionId = interaction.id;
  if (agentId === null) closeRequest(deciding, interaction, "accepted");
  else notAsked(deciding, interaction, supervisorId);
  deciding.emit({ type: "ChatTakenOver", interactionId, supervisorId, agentId });
  closeAssistance(deciding, interaction, "taken_over", supervisorId);
  deciding.emit({
    type: "AgentJoined",
    interactionId,
    agentId: supervisorId,
    partyId: `${interactionId}.p${interaction.partyCount + 1}` as PartyId,
    kind: "takeover",
  });
  const party = agentId === null ? undefined : partyOf(interaction, agentId);
  if (party)
    deciding.emit({
      type: "AgentLeft",
      interactionId,
      agentId: party.agentId,
      partyId: party.partyId,
      cause: "taken_over",
    });
  return null;
}

/** SPEC XFR-9. */
function reassign(deciding: Deciding, interaction: Interaction, command: CommandOf<"Reassign">): Verdict {
  const { supervisorId, agentId, to } = command;
  // Whoever has it is no target, and neither is the service in whose queue it stands already.
  if (agentId === null && "serviceId" in to && interaction.request?.serviceId === to.serviceId)
    if (interaction.request.agentId === null)
      return reject("already_in_progress", { serviceId: to.serviceId });
  const target = targetOf(deciding, interaction, agentId, to);
  if ("code" in target) return target;
  closeRequest(deciding, interaction, "cancelled");
  deciding.emit({
    type: "AgentRequested",
    interactionId: interaction.id,
    kind: "transfer",
    ...target,
    by: agentId,
    supervisorId,
    enqueuedAt: interaction.enqueuedAt,
    priority: interaction.priority,
    preferred: null,
  });
  return null;
}

/** Whoever takes it is not asked for it any more. */
export function notAsked(deciding: Deciding, interaction: Interaction, supervisorId: AgentId): void {
  const { request } = interaction;
  const offer = request?.offerId == null ? undefined : deciding.store.state.offers.get(request.offerId);
  if (request?.agentId === supervisorId) closeRequest(deciding, interaction, "cancelled");
  else if (offer?.agentId === supervisorId) withdraw(deciding, offer, "agent_away");
}
