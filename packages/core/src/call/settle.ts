import { activeParties, type Deciding, isActive, looksAfter } from "../center/deciding.js";
import type { AgentId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { closeRequest, endNow, requestAgain } from "../interaction/lifecycle.js";
import { callOf } from "./evolve-call.js";
import { addAgentLeg, customerLeg, holdOthers, removeLeg } from "./legs.js";
import { closeMailbox, endMailbox } from "./mailbox.js";
import { settleRecordings } from "./settle-recordings.js";

/**
 * What follows for a call from what was decided: a consultation without anybody to ask is over, a call with nobody to
 * talk to ends, whoever takes part has a leg, and recordings follow the legs.
 */
export function settleCall(deciding: Deciding, interaction: Interaction): void {
  if (interaction.stage !== "open") {
    closeAll(deciding, interaction);
    return;
  }
  settleApplication(deciding, interaction);
  settleConsultation(deciding, interaction);
  if (settleEnd(deciding, interaction)) {
    // Whoever has nothing to wrap up is gone with it at once: its legs and recordings have their end before.
    closeAll(deciding, interaction);
    return;
  }
  settleLegs(deciding, interaction);
  settleRecordings(deciding, interaction);
  const { run, application } = callOf(interaction);
  if (run !== null && application === null && activeParties(interaction).length > 0)
    deciding.emit({ type: "ScenarioLeft", interactionId: interaction.id });
}

function closeAll(deciding: Deciding, interaction: Interaction): void {
  closeMailbox(deciding, interaction, null);
  const call = callOf(interaction);
  for (const recording of [...call.recordings]) {
    const { id: recordingId, agentId, kind } = recording;
    const cause = kind === "signature" && !customerLeg(call) ? "customer_left" : "call_ended";
    deciding.emit({
      type: "RecordingStopped",
      interactionId: interaction.id,
      recordingId,
      agentId,
      kind,
      cause,
    });
  }
  for (const leg of [...call.legs]) removeLeg(deciding, interaction, leg, "hung_up");
  if (call.run !== null) deciding.emit({ type: "ScenarioLeft", interactionId: interaction.id });
}

/** SPEC VAP-2: with its customer an application is over, also where others talk on. */
function settleApplication(deciding: Deciding, interaction: Interaction): void {
  const call = callOf(interaction);
  if (call.application === null || customerLeg(call)) return;
  const { by: agentId } = call.application;
  deciding.emit({ type: "ApplicationEnded", interactionId: interaction.id, agentId, cause: "customer_left" });
}

/** SPEC CNS-4, CNS-5. */
function settleConsultation(deciding: Deciding, interaction: Interaction): void {
  const { consultation, legs } = callOf(interaction);
  if (!consultation) return;
  const { by } = consultation;
  const ends = (cause: "ended" | "failed" | "left" | "customer_left"): void =>
    deciding.emit({ type: "ConsultationEnded", interactionId: interaction.id, agentId: by, cause });
  if (!isActive(interaction, by)) {
    ends("left");
    askerIsGone(deciding, interaction, by);
    return;
  }
  const others = legs.filter((leg) => leg.role !== "supervisor" && leg.agentId !== by);
  const joining = activeParties(interaction).some(
    ({ agentId }) => agentId !== by && !legs.some((leg) => leg.agentId === agentId),
  );
  const asked = joining || others.some((leg) => leg.circle === "consult");
  // Nobody is left about whom to ask: whoever has not answered yet is not wanted any more.
  const waits = joining || others.some((leg) => leg.circle === "main");
  if (!asked && !waits && interaction.request?.kind === "consult")
    closeRequest(deciding, interaction, "cancelled");
  if (!asked && interaction.request?.kind !== "consult") ends(consultation.reached ? "ended" : "failed");
  else if (asked && !others.some((leg) => leg.circle === "main")) ends("customer_left");
}

/** Whoever is still being asked gets the call, unless somebody has it. */
function askerIsGone(deciding: Deciding, interaction: Interaction, agentId: AgentId): void {
  if (interaction.request?.kind !== "consult") return;
  if (activeParties(interaction).length > 0) closeRequest(deciding, interaction, "cancelled");
  else deciding.emit({ type: "ConsultationBecameTransfer", interactionId: interaction.id, agentId });
}

/** SPEC CAL-12: nobody to talk to. Whether it is over is answered by the return value. */
function settleEnd(deciding: Deciding, interaction: Interaction): boolean {
  const call = callOf(interaction);
  // Whoever calls a colleague has gone; a customer who calls in the app waits.
  if (interaction.request?.kind === "call" && activeParties(interaction).length === 0 && !customerLeg(call)) {
    endNow(deciding, interaction, "agent", null);
    return true;
  }
  if (interaction.request !== null || call.run !== null) return false;
  // Words for a mailbox, and a message that outlasts its agent, are company enough.
  if (call.mailbox !== null || call.message?.thenEnds === true)
    return interaction.parties.length === 0 && endsMailbox(deciding, interaction);
  const agents = activeParties(interaction).length;
  const outside = call.legs.filter((leg) => leg.role === "customer" || leg.role === "external");
  if (agents > 1 || outside.length > 1 || (agents === 1 && outside.length === 1)) return false;
  const [alone] = outside;
  if (alone?.role === "customer") {
    requestAgain(deciding, interaction);
    return false;
  }
  endNow(deciding, interaction, call.direction === "internal" ? "agent" : "customer", null);
  return true;
}

/** A caller who has put down the phone on a colleague's mailbox. */
function endsMailbox(deciding: Deciding, interaction: Interaction): boolean {
  if (callOf(interaction).mailbox === null) return false;
  endMailbox(deciding, interaction, null);
  return true;
}

/** SPEC CAL-2: whoever takes part has a leg, whoever does not has none. */
function settleLegs(deciding: Deciding, interaction: Interaction): void {
  const call = callOf(interaction);
  const active = activeParties(interaction);
  for (const leg of [...call.legs]) {
    const { role, agentId, monitoring } = leg;
    if (role === "agent" && !active.some((party) => party.agentId === agentId))
      removeLeg(deciding, interaction, leg, "hung_up");
    if (role !== "supervisor" || monitoring === null || agentId === null) continue;
    if (active.some((party) => party.agentId === agentId)) removeLeg(deciding, interaction, leg, "hung_up");
    else if (!active.some((party) => party.agentId === monitoring.beside)) {
      const next = active.find((party) => looksAfter(deciding, agentId, party.agentId));
      if (!next) removeLeg(deciding, interaction, leg, "hung_up");
      else
        deciding.emit({
          type: "CallMonitored",
          interactionId: interaction.id,
          supervisorId: agentId,
          agentId: next.agentId,
          mode: monitoring.mode,
        });
    }
  }
  for (const { agentId } of active) {
    if (call.legs.some((leg) => leg.role === "agent" && leg.agentId === agentId)) continue;
    addAgentLeg(deciding, interaction, agentId, "agent", call.consultation ? "consult" : "main");
    holdOthers(deciding, agentId, interaction.id);
  }
}
