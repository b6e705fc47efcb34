import { invariant } from "../invariant.js";
import type { Instant } from "../time/time.js";
import type { Call, LeftRecording, Recording, RecordingId } from "./call.js";
import type { CallEvent } from "./events.js";

/** After a failure, nothing is begun that would most likely fail as well. */
const RECORDING_RETRY_MS = 10_000;

type EventOf<T extends CallEvent["type"]> = Extract<CallEvent, { readonly type: T }>;

export function recordingStarted(call: Call, event: EventOf<"RecordingStarted">, at: Instant): void {
  call.recordingCount++;
  call.recordings.push({
    id: event.recordingId,
    agentId: event.agentId,
    legId: event.legId,
    kind: event.kind,
    automatic: event.automatic,
    startedAt: at,
    pausedSince: event.pausedUntil === undefined ? null : at,
    resumeAt: event.pausedUntil ?? null,
  });
  if (event.kind === "call") call.leftRecording = null;
}

export function recordingPaused(
  call: Call,
  { recordingId, resumeAt }: EventOf<"RecordingPaused">,
  at: Instant,
): void {
  const recording = recordingOf(call, recordingId);
  recording.pausedSince = at;
  recording.resumeAt = resumeAt;
}

export function recordingResumed(call: Call, { recordingId }: EventOf<"RecordingResumed">): void {
  goesOn(recordingOf(call, recordingId));
}

/** What ends with its agent's leaving may go on with another one; what is stopped otherwise is over. */
export function recordingStopped(
  call: Call,
  { recordingId, kind, cause }: EventOf<"RecordingStopped">,
  at: Instant,
): void {
  const ended = recordingOf(call, recordingId);
  call.recordings = call.recordings.filter((recording) => recording !== ended);
  if (cause === "disk_full" || cause === "failed")
    call.recordingFailed = { failure: cause, until: at + RECORDING_RETRY_MS };
  if (kind !== "call") return;
  const others = call.recordings.some((recording) => recording.kind === "call");
  call.leftRecording = cause === "left" && !others ? leftBy(ended) : null;
}

/** @returns those that the application has paused, and no agent: they go on after it */
export function pausedForApplication(call: Call, at: Instant): RecordingId[] {
  const recordings = call.recordings.filter(({ kind }) => kind === "call");
  // A pause that would have ended by itself is the application's now.
  const its = recordings.filter(({ pausedSince, resumeAt }) => pausedSince === null || resumeAt !== null);
  for (const recording of recordings) {
    recording.pausedSince ??= at;
    recording.resumeAt = null;
  }
  return its.map(({ id }) => id);
}

export function resumedAfterApplication(call: Call): void {
  for (const recording of call.recordings)
    if (call.application?.paused.includes(recording.id)) goesOn(recording);
}

function goesOn(recording: Recording): void {
  recording.pausedSince = null;
  recording.resumeAt = null;
}

/** What is remembered of a recording whose agent is gone, for whoever records on. */
export function leftBy(recording: Recording | undefined): LeftRecording | null {
  if (recording === undefined) return null;
  const { id, automatic, pausedSince, resumeAt } = recording;
  return { id, automatic, pausedSince, resumeAt };
}

function recordingOf(call: Call, id: RecordingId): Recording {
  const recording = call.recordings.find((other) => other.id === id);
  invariant(recording !== undefined, `recording ${id} is not being written`);
  return recording;
}
