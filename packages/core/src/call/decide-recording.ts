import {
  type Deciding,
  isActive,
  recordingRuleOf,
  reject,
  serviceOf,
  type Verdict,
} from "../center/deciding.js";
import type { AgentId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import type { Recording, RecordingId, RecordingKind } from "./call.js";
import type { CallCommand, RecordingCommand } from "./commands.js";
import { callOf } from "./evolve-call.js";
import { agentLeg, canBeHeard, customerLeg, isThere, partyLegs } from "./legs.js";
import { isAgreed } from "./settle-recordings.js";

type ReportRecording = Extract<CallCommand, { readonly type: "ReportRecording" }>;
type CommandOf<T extends RecordingCommand["type"]> = Extract<RecordingCommand, { readonly type: T }>;

export function decideRecording(
  deciding: Deciding,
  interaction: Interaction,
  command: RecordingCommand | ReportRecording,
): Verdict {
  if (command.type === "ReportRecording") {
    const recording = callOf(interaction).recordings.find(({ id }) => id === command.recordingId);
    if (recording) stopped(deciding, interaction, recording, command.failure);
    return null;
  }
  const { agentId } = command;
  if (!isActive(interaction, agentId)) return reject("not_your_interaction");
  if (interaction.stage !== "open") return reject("not_suitable_state", { stage: interaction.stage });
  switch (command.type) {
    case "StartRecording":
      return start(deciding, interaction, command);
    case "StopRecording":
      return stop(deciding, interaction, command);
    case "PauseRecording":
      return pause(deciding, interaction, agentId);
    case "ResumeRecording":
      return resume(deciding, interaction, agentId, "agent");
    case "SetConsent":
      if (callOf(interaction).consent === command.consent) return null;
      deciding.emit({
        type: "ConsentSet",
        interactionId: interaction.id,
        agentId,
        consent: command.consent,
      });
      return null;
  }
}

const recordingOf = (
  interaction: Interaction,
  agentId: AgentId,
  kind: RecordingKind,
): Recording | undefined =>
  callOf(interaction).recordings.find(
    (recording) => recording.agentId === agentId && recording.kind === kind,
  );

/** SPEC REC-1, REC-6, REC-7, REC-11. */
function start(deciding: Deciding, interaction: Interaction, command: CommandOf<"StartRecording">): Verdict {
  const { agentId, kind } = command;
  const call = callOf(interaction);
  const rule = recordingRuleOf(serviceOf(deciding, interaction.serviceId));
  if (kind === "call" && rule.mode === "never") return reject("recording_not_allowed");
  const leg = agentLeg(interaction, agentId);
  if (leg?.state !== "connected") return reject("not_suitable_state", { leg: leg?.state ?? null });
  const customer = customerLeg(call);
  if (kind === "signature") {
    const { signatureScript } = serviceOf(deciding, interaction.serviceId);
    if (signatureScript === undefined) return reject("no_script");
    // What was approved meanwhile is to be read, not what is on the screen.
    if (signatureScript !== command.scriptId) return reject("version_conflict");
    if (call.message !== null) return reject("already_in_progress", { kind: "message" });
    if (!canBeHeard(customer, leg)) return reject("not_suitable_state", { leg: customer?.state ?? null });
  }
  // Ringing is nothing to keep.
  if (!partyLegs(call).some((other) => other.agentId !== agentId && isThere(other)))
    return reject("not_suitable_state", { alone: true });
  if (!isAgreed(rule, kind, call.consent)) return reject("consent_missing");
  if (recordingOf(interaction, agentId, kind)) return null;
  const { recordingFailed } = call;
  if (recordingFailed !== null && recordingFailed.until > deciding.at)
    return reject("recording_unavailable", { cause: recordingFailed.failure });
  if (call.application !== null) return reject("already_in_progress", { kind: "application" });
  deciding.emit({
    type: "RecordingStarted",
    interactionId: interaction.id,
    recordingId: `${interaction.id}.r${call.recordingCount + 1}` as RecordingId,
    agentId,
    legId: leg.id,
    kind,
    automatic: false,
    ...(command.kind === "signature" ? { scriptId: command.scriptId } : {}),
  });
  return null;
}

/** SPEC REC-3. */
function stop(
  deciding: Deciding,
  interaction: Interaction,
  { agentId, kind }: CommandOf<"StopRecording">,
): Verdict {
  const recording = recordingOf(interaction, agentId, kind);
  if (!recording) return reject("no_recording");
  const rule = recordingRuleOf(serviceOf(deciding, interaction.serviceId));
  if (recording.automatic && !rule.mayStop) return reject("recording_not_allowed");
  stopped(deciding, interaction, recording, "agent");
  return null;
}

/** SPEC REC-4. */
function pause(deciding: Deciding, interaction: Interaction, agentId: AgentId): Verdict {
  const recording = recordingOf(interaction, agentId, "call");
  if (!recording) return reject("no_recording");
  if (recording.pausedSince !== null) return null;
  const { pauseMaxMs } = recordingRuleOf(serviceOf(deciding, interaction.serviceId));
  deciding.emit({
    type: "RecordingPaused",
    interactionId: interaction.id,
    recordingId: recording.id,
    agentId,
    resumeAt: pauseMaxMs === null ? null : deciding.at + pauseMaxMs,
  });
  return null;
}

function resume(
  deciding: Deciding,
  interaction: Interaction,
  agentId: AgentId,
  cause: "agent" | "timeout",
): Verdict {
  const recording = recordingOf(interaction, agentId, "call");
  if (!recording) return reject("no_recording");
  if (recording.pausedSince === null) return null;
  if (callOf(interaction).application !== null) return reject("already_in_progress", { kind: "application" });
  deciding.emit({
    type: "RecordingResumed",
    interactionId: interaction.id,
    recordingId: recording.id,
    agentId,
    cause,
  });
  return null;
}

/** SPEC REC-4: a pause that was forgotten ends by itself. */
export function meetRecordingDeadlines(deciding: Deciding, interaction: Interaction): void {
  for (const { resumeAt, agentId } of [...(interaction.call?.recordings ?? [])])
    if (resumeAt !== null && resumeAt <= deciding.at) resume(deciding, interaction, agentId, "timeout");
}

function stopped(
  deciding: Deciding,
  interaction: Interaction,
  { id: recordingId, agentId, kind }: Recording,
  cause: "agent" | ReportRecording["failure"],
): void {
  deciding.emit({
    type: "RecordingStopped",
    interactionId: interaction.id,
    recordingId,
    agentId,
    kind,
    cause,
  });
}
