import { activeParties, type Deciding, recordingRuleOf, serviceOf } from "../center/deciding.js";
import type { RecordingRule } from "../configuration/configuration.js";
import type { ServiceId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import type { PromptId } from "../scenario/scenario.js";
import type { Call, Leg, PlayId, Recording, RecordingId, RecordingKind } from "./call.js";
import { callOf } from "./evolve-call.js";
import { canBeHeard, customerLeg, isThere, partyLegs } from "./legs.js";

/** What tells everybody in the call that it is recorded. */
export const RECORDING_ANNOUNCEMENT = "recorded" as PromptId;
/** A voice process that owes an answer is not waited for after it. */
const ANNOUNCEMENT_MAX_MS = 15_000;

/**
 * Recordings follow the legs: they end with them, those of a customer go on with the next agent, and a service that
 * records always begins. SPEC REC-1, REC-2, REC-5, REC-6, REC-8 to REC-10.
 */
export function settleRecordings(deciding: Deciding, interaction: Interaction): void {
  endWithLegs(deciding, interaction);
  // What is said to a voice application is in no recording.
  if (callOf(interaction).application !== null) return;
  goOn(deciding, interaction);
  beginAlways(deciding, interaction);
  announce(deciding, interaction);
}

function endWithLegs(deciding: Deciding, interaction: Interaction): void {
  const call = callOf(interaction);
  const customer = customerLeg(call);
  const rule = recordingRuleOf(serviceOf(deciding, interaction.serviceId));
  for (const recording of [...call.recordings]) {
    const { id: recordingId, agentId, legId, kind } = recording;
    const leg = call.legs.find(({ id }) => id === legId);
    const refused = call.consent === false && !isAgreed(rule, kind, call.consent);
    if (leg && !refused && (kind === "call" || (customer && canBeHeard(customer, leg)))) continue;
    const cause = !leg ? "left" : refused ? "refused" : customer ? "interrupted" : "customer_left";
    deciding.emit({
      type: "RecordingStopped",
      interactionId: interaction.id,
      recordingId,
      agentId,
      kind,
      cause,
      ...(cause === "left" && kind === "call" && { goesOn: willGoOn(deciding, interaction, recording) }),
    });
  }
}

/** SPEC REC-9: whether somebody else will have the customer, and is to record. */
function willGoOn(deciding: Deciding, interaction: Interaction, ended: Recording): boolean {
  const call = callOf(interaction);
  const { request } = interaction;
  const someoneElses = ({ id, kind, legId }: Recording): boolean =>
    id !== ended.id && kind === "call" && call.legs.some((leg) => leg.id === legId);
  if (call.recordings.some(someoneElses)) return true;
  if (!call.legs.some(isOutside) || (request === null && activeParties(interaction).length === 0))
    return false;
  return mayRecord(deciding, call, request?.serviceId ?? interaction.serviceId);
}

const isOutside = ({ role }: Leg): boolean => role === "customer" || role === "external";

function mayRecord(deciding: Deciding, { consent }: Call, serviceId: ServiceId): boolean {
  const rule = recordingRuleOf(serviceOf(deciding, serviceId));
  return rule.mode !== "never" && isAgreed(rule, "call", consent);
}

/** SPEC REC-1, REC-6: whether the customer's answer, or that there is none yet, lets this be recorded. */
export function isAgreed(rule: RecordingRule, kind: RecordingKind, consent: boolean | null): boolean {
  if (kind === "signature" || rule.consent === "asked") return consent === true;
  return rule.consent === "not_required" || consent !== false;
}

/** SPEC REC-9: as it was, with its pause, when an agent hears somebody from outside. */
function goOn(deciding: Deciding, interaction: Interaction): void {
  const call = callOf(interaction);
  const { leftRecording: left } = call;
  if (left === null || call.recordings.some(({ kind }) => kind === "call")) return;
  if (!mayRecord(deciding, call, interaction.serviceId)) return;
  const customer = customerLeg(call);
  const outside = customer ? [customer] : call.legs.filter(isOutside);
  const next = call.legs.find(
    (leg) =>
      leg.role === "agent" &&
      leg.state === "connected" &&
      // Whoever has stopped it is not recorded again by itself.
      !leg.autoRecorded &&
      outside.some((party) => canBeHeard(party, leg)),
  );
  if (next === undefined) return;
  const always = recordingRuleOf(serviceOf(deciding, interaction.serviceId)).mode === "always";
  const paused = left.pausedSince !== null && (left.resumeAt === null || left.resumeAt > deciding.at);
  begin(deciding, interaction, next, {
    automatic: always || left.automatic,
    continues: left.id,
    ...(paused && { pausedUntil: left.resumeAt }),
  });
}

/** SPEC REC-2. */
function beginAlways(deciding: Deciding, interaction: Interaction): void {
  const call = callOf(interaction);
  const rule = recordingRuleOf(serviceOf(deciding, interaction.serviceId));
  if (rule.mode !== "always" || !isAgreed(rule, "call", call.consent)) return;
  const customer = customerLeg(call);
  if (!customer || !isThere(customer)) return;
  for (const leg of [...partyLegs(call)]) {
    if (leg.role !== "agent" || leg.state !== "connected" || leg.autoRecorded) continue;
    if (call.recordings.some(({ legId, kind }) => legId === leg.id && kind === "call")) continue;
    begin(deciding, interaction, leg, { automatic: true });
  }
}

/** SPEC REC-10: once in a call, and not into something else that is played. */
function announce(deciding: Deciding, interaction: Interaction): void {
  const call = callOf(interaction);
  const [recording] = call.recordings.filter(({ kind }) => kind === "call");
  if (recording === undefined || call.recordingAnnounced || call.message !== null) return;
  const rule = recordingRuleOf(serviceOf(deciding, interaction.serviceId));
  // Who has agreed knows.
  if (rule.consent !== "announcement" || call.consent === true) return;
  const leg = call.legs.find(({ id }) => id === recording.legId);
  if (leg === undefined || !call.legs.filter(isOutside).some((party) => canBeHeard(party, leg))) return;
  deciding.emit({
    type: "MessagePlaying",
    interactionId: interaction.id,
    agentId: recording.agentId,
    promptId: RECORDING_ANNOUNCEMENT,
    playId: `${interaction.id}.s${call.playCount + 1}` as PlayId,
    thenEnds: false,
    until: deciding.at + ANNOUNCEMENT_MAX_MS,
    announces: "recording",
  });
}

function begin(
  deciding: Deciding,
  interaction: Interaction,
  { id: legId, agentId }: Leg,
  how: {
    readonly automatic: boolean;
    readonly continues?: RecordingId;
    readonly pausedUntil?: number | null;
  },
): void {
  if (agentId === null) return;
  deciding.emit({
    type: "RecordingStarted",
    interactionId: interaction.id,
    recordingId: `${interaction.id}.r${callOf(interaction).recordingCount + 1}` as RecordingId,
    agentId,
    legId,
    kind: "call",
    ...how,
  });
}
