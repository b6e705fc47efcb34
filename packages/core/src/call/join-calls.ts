import { lendLine } from "../agent/line.js";
import {
  activeParties,
  agentOf,
  type Deciding,
  isActive,
  partyOf,
  reject,
  type Verdict,
} from "../center/deciding.js";
import type { AgentId, InteractionId, PartyId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { endNow } from "../interaction/lifecycle.js";
import type { Leg } from "./call.js";
import { callOf } from "./evolve-call.js";
import { agentLeg, CALL_LEGS_MAX, customerLeg, leaves } from "./legs.js";

/**
 * Two calls that one agent has in hand become one, in which the agent stays or which the agent leaves to the others
 * (SPEC JON). Lines keep their ids and come along as they are; desks connect to the call that goes on.
 */
export function joinCalls(
  deciding: Deciding,
  here: Interaction,
  command: { readonly agentId: AgentId; readonly other: InteractionId; readonly stay: boolean },
): Verdict {
  const { agentId, stay } = command;
  const there = deciding.store.state.interactions.get(command.other);
  if (!there?.call) return reject("no_interaction", { interactionId: command.other });
  if (there.id === here.id) return reject("self_call");
  if (!isActive(there, agentId)) return reject("not_your_interaction");
  const refusal = joinProblem(here, agentId) ?? joinProblem(there, agentId);
  if (refusal) return refusal;
  const { kept, joined } = keptOf(here, there);
  if (customerLeg(callOf(joined))?.device === "app") return reject("not_suitable_state", { device: "app" });
  const coming = callOf(joined).legs.filter((leg) => comesAlong(kept, leg, agentId));
  const others = activeParties(joined).filter((party) => !partyOf(kept, party.agentId));
  const desks = others.filter((party) => !coming.some((leg) => leg.agentId === party.agentId));
  if (callOf(kept).legs.length + coming.length + desks.length > CALL_LEGS_MAX)
    return reject("conference_full", { max: CALL_LEGS_MAX });
  const interactionId = kept.id;
  deciding.emit({ type: "CallsJoined", interactionId, agentId, other: joined.id, stays: stay });
  for (const { id: legId, role, agentId: owner } of coming)
    deciding.emit({
      type: "LegMoved",
      interactionId,
      legId,
      from: joined.id,
      role: role === "agent" ? "agent" : "external",
      agentId: owner,
    });
  for (const { agentId: owner } of coming)
    if (owner !== null && agentOf(deciding, owner)?.line?.inCall === joined.id)
      lendLine(deciding, owner, interactionId);
  // What was on hold for the other call's sake is a conversation again.
  if (agentLeg(kept, agentId)?.heldSince !== null)
    deciding.emit({ type: "CallHeld", interactionId, agentId, held: false, cause: "agent" });
  endNow(deciding, joined, "joined", agentId);
  for (const { agentId: colleague } of others) {
    const partyId = `${interactionId}.p${kept.partyCount + 1}` as PartyId;
    deciding.emit({ type: "AgentJoined", interactionId, agentId: colleague, partyId, kind: "invite" });
  }
  const party = partyOf(kept, agentId);
  if (!stay && party) leaves(deciding, kept, party, "transferred");
  return null;
}

/**
 * Which of two calls goes on: that of a customer's app, which cannot change its call; else the one with a customer;
 * else the older one.
 */
export function keptOf<T extends Pick<Interaction, "id" | "startedAt" | "call">>(
  one: T,
  other: T,
): { readonly kept: T; readonly joined: T } {
  const rank = ({ call }: T): number => {
    const customer = call && customerLeg(call);
    return customer?.device === "app" ? 2 : customer ? 1 : 0;
  };
  const first = rank(other) - rank(one) || one.startedAt - other.startedAt || (one.id < other.id ? -1 : 1);
  return first <= 0 ? { kept: one, joined: other } : { kept: other, joined: one };
}

/** SPEC JON-2. */
function joinProblem(interaction: Interaction, agentId: AgentId): Verdict {
  const { call, request, stage } = interaction;
  const own = agentLeg(interaction, agentId);
  if (!call || stage !== "open") return reject("not_suitable_state", { stage });
  if (own?.state !== "connected") return reject("not_suitable_state", { leg: own?.state ?? null });
  if (request !== null) return reject("already_in_progress", { kind: request.kind });
  const kind = call.consultation
    ? "consult"
    : call.application
      ? "application"
      : call.message
        ? "message"
        : call.recordings.some((recording) => recording.kind === "signature")
          ? "signature"
          : null;
  if (kind !== null) return reject("already_in_progress", { kind });
  const others = call.legs.filter((leg) => leg.role !== "supervisor" && leg.id !== own.id);
  // A colleague who is elsewhere is not fetched from there.
  if (others.some((leg) => leg.role === "agent" && leg.heldSince !== null))
    return reject("not_suitable_state", { held: true });
  const unreached = others.find((leg) => leg.state !== "connected" && leg.state !== "lost");
  if (others.length === 0 || unreached)
    return reject("not_suitable_state", { leg: unreached?.state ?? null });
  return null;
}

/** A line of the network; a browser connects by itself to the call in which its agent takes part. */
function comesAlong(kept: Interaction, { role, agentId, device }: Leg, by: AgentId): boolean {
  switch (role) {
    case "customer":
    case "external":
      return true;
    case "agent":
      return agentId !== null && agentId !== by && device !== "browser" && !partyOf(kept, agentId);
    case "supervisor":
      return false;
  }
}
