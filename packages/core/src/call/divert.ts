import { type Deciding, userOf } from "../center/deciding.js";
import type { ForwardingReason } from "../configuration/configuration.js";
import type { AgentId, InteractionId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import type { LegId } from "./call.js";
import { NUMBER_ANSWER_MAX_MS } from "./decide-party.js";
import { agentLeg, newLegId } from "./legs.js";
import { openMailbox } from "./mailbox.js";

/** The leg of the number to which a call goes on; there is at most one in a call. */
export const forwardedLeg = (interactionId: InteractionId): LegId => `${interactionId}.f1` as LegId;

/**
 * SPEC FWD-1, FWD-2: where a colleague's call goes that does not get through: to the own number, else to the mailbox.
 *
 * @returns false: to neither
 */
export function divert(
  deciding: Deciding,
  interaction: Interaction,
  callee: AgentId,
  reason: ForwardingReason,
): boolean {
  const user = userOf(deciding, callee);
  const { call } = interaction;
  const caller = interaction.parties[0]?.agentId;
  if (!user || call === null || caller === undefined) return false;
  const forwarded = call.legs.some((leg) => leg.role === "external");
  const forwards = user.forwarding ?? [];
  if (!forwarded && (forwards.includes("always") || forwards.includes(reason))) {
    const interactionId = interaction.id;
    const legId = forwardedLeg(interactionId);
    deciding.emit({ type: "CallForwarded", interactionId, agentId: callee, legId, reason });
    deciding.emit({
      type: "LegAdded",
      interactionId,
      legId,
      role: "external",
      agentId: null,
      device: null,
      circle: "main",
      until: deciding.at + NUMBER_ANSWER_MAX_MS,
      by: callee,
    });
    return true;
  }
  if (user.voicemail === undefined) return false;
  openMailbox(deciding, interaction, {
    of: { kind: "agent", agentId: callee },
    // The caller's phone may not be in the call yet: then its leg is the next that is made.
    legId: agentLeg(interaction, caller)?.id ?? newLegId(interaction),
    prompts: [user.voicemail.greeting],
    maxMs: user.voicemail.maxMs,
  });
  return true;
}
