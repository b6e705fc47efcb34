import { agentOf, type Deciding, userOf } from "../center/deciding.js";
import {
  type ForwardingReason,
  forwardsWhen,
  internalServiceId,
  type User,
} from "../configuration/configuration.js";
import type { AgentId, InteractionId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { hasWorkingPhone, isContactable } from "../queue/eligibility.js";
import type { LegId } from "./call.js";
import { NUMBER_ANSWER_MAX_MS } from "./decide-party.js";
import { agentLeg, newLegId } from "./legs.js";
import { openMailbox } from "./mailbox.js";

/** SPEC FWD-4: so many colleagues may have given one call on. */
export const FORWARDS_MAX = 5;

/** The leg of the number to which a call goes on; there is at most one in a call. */
export const forwardedLeg = (interactionId: InteractionId): LegId => `${interactionId}.f1` as LegId;

/** Somebody gives a call on to a colleague. */
interface Hop {
  readonly from: AgentId;
  readonly to: AgentId;
  readonly reason: ForwardingReason;
}

/** Where a call goes that does not get through, and over whom. */
interface Way {
  readonly hops: readonly Hop[];
  /** `null`: it leads nowhere. */
  readonly end:
    | { readonly kind: "rings"; readonly agentId: AgentId }
    | { readonly kind: "number"; readonly of: AgentId; readonly reason: ForwardingReason }
    | { readonly kind: "mailbox"; readonly of: User }
    | null;
}

/** SPEC INT-1, FWD-1: why a colleague's desk does not ring; `null`: it does. */
export function obstacleTo(deciding: Deciding, agentId: AgentId): ForwardingReason | null {
  const agent = agentOf(deciding, agentId);
  if (userOf(deciding, agentId)?.forwarding?.includes("always")) return "always";
  // Who has no phone can be called no more than who is not there.
  if (!agent || agent.deskLost !== null || !hasWorkingPhone(agent)) return "not_logged_in";
  return isContactable(agent) ? null : "busy";
}

/**
 * SPEC FWD-1, FWD-2, FWD-4: from colleague to colleague, to a number outside, else to the mailbox of whoever was called
 * first and has one.
 *
 * @param asked who was asked before and has given the call on, the first first
 */
export function wayOn(
  deciding: Deciding,
  caller: AgentId,
  callee: AgentId,
  why: ForwardingReason,
  asked: readonly AgentId[] = [],
  numberTried = false,
): Way {
  const hops: Hop[] = [];
  const chain = [...asked];
  let at = callee;
  let reason = why;
  for (;;) {
    const user = userOf(deciding, at);
    if (!user || !forwardsWhen(user, reason)) break;
    const to = user.forwardTo;
    if (to === undefined) {
      if (numberTried) break;
      return { hops, end: { kind: "number", of: at, reason } };
    }
    // In a circle it would ring for ever, and who calls is not called.
    if (to === caller || to === at || chain.includes(to) || chain.length >= FORWARDS_MAX) break;
    if (userOf(deciding, to)?.enabled !== true) break;
    hops.push({ from: at, to, reason });
    chain.push(at);
    const obstacle = obstacleTo(deciding, to);
    if (obstacle === null) return { hops, end: { kind: "rings", agentId: to } };
    at = to;
    reason = obstacle;
  }
  return { hops, end: mailboxAmong(deciding, [...chain, at]) };
}

function mailboxAmong(deciding: Deciding, asked: readonly AgentId[]): Way["end"] {
  const of = asked.map((agentId) => userOf(deciding, agentId)).find((user) => user?.voicemail !== undefined);
  return of === undefined ? null : { kind: "mailbox", of };
}

/**
 * A colleague's call that does not get through goes its way.
 *
 * @returns false: there is none
 */
export function divert(
  deciding: Deciding,
  interaction: Interaction,
  callee: AgentId,
  reason: ForwardingReason,
): boolean {
  const caller = interaction.parties[0]?.agentId;
  if (interaction.call === null || caller === undefined) return false;
  const { forwardedBy, legs } = interaction.call;
  const numberTried = legs.some((leg) => leg.role === "external");
  return goOn(
    deciding,
    interaction,
    caller,
    wayOn(deciding, caller, callee, reason, forwardedBy, numberTried),
  );
}

/**
 * SPEC FWD-2: the number to which it went did not answer: whoever was called first and has a mailbox takes the words.
 *
 * @returns false: nobody has one
 */
export function afterNumber(deciding: Deciding, interaction: Interaction): boolean {
  const caller = interaction.parties[0]?.agentId;
  if (interaction.call === null || caller === undefined) return false;
  return goOn(deciding, interaction, caller, {
    hops: [],
    end: mailboxAmong(deciding, interaction.call.forwardedBy),
  });
}

function goOn(deciding: Deciding, { id }: Interaction, caller: AgentId, { hops, end }: Way): boolean {
  if (end === null) return false;
  for (const { from, to, reason } of hops)
    deciding.emit({ type: "CallForwardedInside", interactionId: id, agentId: from, to, reason });
  const interaction = deciding.store.interaction(id);
  switch (end.kind) {
    case "rings":
      deciding.emit({
        type: "AgentRequested",
        interactionId: id,
        kind: "call",
        serviceId: internalServiceId,
        agentId: end.agentId,
        by: caller,
        enqueuedAt: deciding.at,
        priority: 0,
        preferred: null,
      });
      return true;
    case "number": {
      const legId = forwardedLeg(id);
      const { of, reason } = end;
      deciding.emit({ type: "CallForwarded", interactionId: id, agentId: of, legId, reason });
      deciding.emit({
        type: "LegAdded",
        interactionId: id,
        legId,
        role: "external",
        agentId: null,
        device: null,
        circle: "main",
        until: deciding.at + NUMBER_ANSWER_MAX_MS,
        by: of,
      });
      return true;
    }
    case "mailbox": {
      const { voicemail } = end.of;
      if (voicemail === undefined) return false;
      openMailbox(deciding, interaction, {
        of: { kind: "agent", agentId: end.of.id },
        // The caller's phone may not be in the call yet: then its leg is the next that is made.
        legId: agentLeg(interaction, caller)?.id ?? newLegId(interaction),
        prompts: [voicemail.greeting],
        maxMs: voicemail.maxMs,
      });
      return true;
    }
  }
}
