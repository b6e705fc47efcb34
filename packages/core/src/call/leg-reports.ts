import { lineIsDown } from "../agent/line.js";
import { activeParties, agentOf, type Deciding, type Verdict } from "../center/deciding.js";
import type { Interaction } from "../interaction/interaction.js";
import { endNow, requestAgain } from "../interaction/lifecycle.js";
import type { Instant } from "../time/time.js";
import type { Leg, LegEndCause } from "./call.js";
import type { CallCommand } from "./commands.js";
import { afterNumber, forwardedLeg } from "./divert.js";
import { callOf } from "./evolve-call.js";
import {
  APP_ANSWER_MAX_MS,
  customerLeg,
  isThere,
  LINE_SILENT_MAX_MS,
  leaves,
  PHONE_LOST_MAX_MS,
  removeLeg,
} from "./legs.js";
import { closeMailbox } from "./mailbox.js";

type CommandOf<T extends CallCommand["type"]> = Extract<CallCommand, { readonly type: T }>;

/** SPEC CAL-3, CAL-4, CAL-6: reports of legs that are gone change nothing. */
export function reportLeg(
  deciding: Deciding,
  interaction: Interaction,
  { legId, report }: CommandOf<"ReportLeg">,
): Verdict {
  const leg = callOf(interaction).legs.find((other) => other.id === legId);
  if (!leg) return null;
  if (report.kind === "gone") {
    legGone(deciding, interaction, leg, report.cause);
    return null;
  }
  // Ringing never follows being connected: the two reports may overtake each other on the way.
  if (report.kind === "ringing" && leg.state !== "dialing") return null;
  if (leg.state === report.kind) return null;
  deciding.emit({
    type: "LegChanged",
    interactionId: interaction.id,
    legId,
    state: report.kind,
    until: untilOf(deciding, leg, report.kind),
  });
  return null;
}

/** What is ours may come back for a while, a line for a longer one (SPEC CAL-13); an app that rings has its time (SPEC APP-4). */
function untilOf(deciding: Deciding, leg: Leg, state: "ringing" | "connected" | "lost"): Instant | null {
  if (state === "ringing") return leg.device === "app" ? deciding.at + APP_ANSWER_MAX_MS : leg.until;
  if (state !== "lost") return null;
  const isOurs = leg.role === "agent" || leg.role === "supervisor" || leg.device === "app";
  return deciding.at + (isOurs ? PHONE_LOST_MAX_MS : LINE_SILENT_MAX_MS);
}

function legGone(deciding: Deciding, interaction: Interaction, leg: Leg, cause: LegEndCause): void {
  // SPEC LIN-4: what was hung up does not come back by itself.
  if (leg.agentId !== null && agentOf(deciding, leg.agentId)?.line?.inCall === interaction.id)
    lineIsDown(deciding, leg.agentId);
  switch (leg.role) {
    case "agent":
      // A desk phone that was hung up is its agent's End; one that is out of reach is not.
      if (cause === "transfer_refused" && isThere(leg)) gaveAway(deciding, interaction, leg);
      else if (cause === "hung_up" && leg.device !== "browser" && isThere(leg))
        hungUp(deciding, interaction, leg);
      else phoneGone(deciding, interaction, leg);
      return;
    case "supervisor":
      removeLeg(deciding, interaction, leg, cause);
      return;
    case "external":
      removeLeg(deciding, interaction, leg, cause);
      if (interaction.stage === "open" && leg.id === forwardedLeg(interaction.id) && !isThere(leg))
        afterNumber(deciding, interaction);
      externalGone(deciding, interaction, leg);
      return;
    case "customer":
      removeLeg(deciding, interaction, leg, cause);
      customerGone(deciding, interaction, leg, cause);
  }
}

function customerGone(deciding: Deciding, interaction: Interaction, leg: Leg, cause: LegEndCause): void {
  if (interaction.stage !== "open") return;
  closeMailbox(deciding, interaction, null);
  const reached = isThere(leg) || leg.state === "arriving";
  // SPEC CNF-5: those who are left may have something to say to each other.
  if (reached && talkersLeft(interaction) >= 2) return;
  // SPEC APP-2: whoever calls in the app and goes before anybody said yes.
  if (!reached)
    endNow(deciding, interaction, interaction.answeredAt === null ? "abandoned" : "not_reached", null);
  else if (interaction.answeredAt === null && interaction.request !== null)
    endNow(deciding, interaction, "abandoned", null);
  else endNow(deciding, interaction, cause === "lost" ? "connection_lost" : "customer", null);
}

/** SPEC XFR-8: a number that did not answer gives the call back; one that hung up after talking ends it. */
function externalGone(deciding: Deciding, interaction: Interaction, leg: Leg): void {
  if (interaction.stage !== "open" || activeParties(interaction).length > 0 || interaction.request !== null)
    return;
  const call = callOf(interaction);
  if (call.legs.some((other) => other.role === "external")) return;
  if (isThere(leg) || !customerLeg(call)) endNow(deciding, interaction, "transferred", null);
  else requestAgain(deciding, interaction, interaction.lastAgentId);
}

const talkersLeft = (interaction: Interaction): number =>
  activeParties(interaction).length +
  callOf(interaction).legs.filter((leg) => leg.role === "external" && isThere(leg)).length;

/** SPEC CAL-8: a phone that is not there takes its agent out of the call, without blame. */
export function meetLegDeadlines(deciding: Deciding, interaction: Interaction): void {
  for (const leg of [...(interaction.call?.legs ?? [])]) {
    if (leg.until === null || leg.until > deciding.at) continue;
    if (leg.role === "agent") phoneGone(deciding, interaction, leg);
    else
      legGone(
        deciding,
        interaction,
        leg,
        leg.role === "supervisor" || leg.state === "lost" ? "lost" : "no_answer",
      );
  }
}

/** SPEC PHN-3: putting down the receiver is End, or, with others there, Leave. */
function hungUp(deciding: Deciding, interaction: Interaction, leg: Leg): void {
  const party = interaction.parties.find((other) => other.agentId === leg.agentId);
  removeLeg(deciding, interaction, leg, "hung_up");
  if (party?.state !== "active" || interaction.stage !== "open") return;
  if (activeParties(interaction).length === 1 && interaction.request === null) {
    endNow(deciding, interaction, "agent", party.agentId);
    return;
  }
  const { agentId, partyId } = party;
  deciding.emit({ type: "AgentLeft", interactionId: interaction.id, agentId, partyId, cause: "left" });
}

/** SPEC PHN-5: it wanted to give the customer away, not to end the call. */
function gaveAway(deciding: Deciding, interaction: Interaction, leg: Leg): void {
  const party = interaction.parties.find((other) => other.agentId === leg.agentId);
  removeLeg(deciding, interaction, leg, "transfer_refused");
  if (party?.state !== "active" || interaction.stage !== "open") return;
  leaves(deciding, interaction, party, "transferred");
  const isAlone = activeParties(interaction).length === 0 && talkersLeft(interaction) === 0;
  if (isAlone && interaction.request === null) requestAgain(deciding, interaction, party.agentId);
}

function phoneGone(deciding: Deciding, interaction: Interaction, leg: Leg): void {
  const { agentId } = leg;
  const party = interaction.parties.find((other) => other.agentId === agentId);
  const agent = agentId && agentOf(deciding, agentId);
  removeLeg(deciding, interaction, leg, "lost");
  if (agentId === null || party?.state !== "active" || interaction.stage !== "open") return;
  if (agent?.phone.health === "ok" && agent.line === null) {
    const phone = { device: agent.phone.device, health: "media_timeout" } as const;
    deciding.emit({ type: "PhoneChanged", agentId, phone });
  }
  const customer = customerLeg(callOf(interaction));
  if (customer?.state === "dialing" || customer?.state === "ringing") {
    endNow(deciding, interaction, "not_reached", null);
    return;
  }
  deciding.emit({
    type: "AgentLeft",
    interactionId: interaction.id,
    agentId,
    partyId: party.partyId,
    cause: "phone_lost",
  });
}
