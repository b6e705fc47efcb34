import {
  asId,
  type Command,
  type InteractionId,
  type LegReport,
  type PlayReport,
  type RecordingFailure,
} from "@patchbay/core";
import type { VoiceEvent } from "@patchbay/protocol";
import type { Submission } from "../center/center.js";
import type { CenterHandle } from "../center/edge.js";
import type { RecordingEvent } from "../recordings/index.js";
import { arrival } from "./arriving.js";
import { collected, paid } from "./entered.js";

/** A recording whose end nobody asked for. */
export type FailedRecording = Extract<RecordingEvent, { readonly type: "recording.ended" }> & {
  readonly cause: RecordingFailure;
};

/**
 * What a fact of the voice process means to the core, with the content that comes along. `undefined`: nothing (a
 * wrong number).
 */
export async function submissionOf(
  handle: CenterHandle,
  event: Exclude<VoiceEvent, RecordingEvent | { readonly type: "leg.referred" }> | FailedRecording,
): Promise<Submission | undefined> {
  const interactionId = asId<InteractionId>(event.interactionId);
  const leg = (report: LegReport, legId: string): Submission => ({
    command: { type: "ReportLeg", interactionId, legId: asId(legId), report },
  });
  const play = (report: PlayReport, playId: string): Command => ({
    type: "ReportPlay",
    interactionId,
    playId: asId(playId),
    report,
  });
  switch (event.type) {
    case "call.arrived":
      return arrival(handle, event);
    case "leg.ringing":
      return leg({ kind: "ringing" }, event.legId);
    case "leg.connected":
      return leg({ kind: "connected" }, event.legId);
    case "leg.lost":
      return leg({ kind: "lost" }, event.legId);
    case "leg.gone":
      return leg({ kind: "gone", cause: event.cause }, event.legId);
    case "play.ended":
      return { command: play({ kind: "ended" }, event.playId) };
    case "play.key":
      return { command: play({ kind: "key", key: event.key }, event.playId) };
    case "recording.ended": {
      const { recordingId, cause: failure } = event;
      return {
        command: { type: "ReportRecording", interactionId, recordingId: asId(recordingId), failure },
      };
    }
    case "play.no_input":
      return { command: play({ kind: "no_input" }, event.playId) };
    case "play.recorded":
      return { command: play({ kind: "recorded", durationMs: event.durationMs }, event.playId) };
    case "play.invalid":
      return { command: play({ kind: "invalid" }, event.playId) };
    case "play.cancelled":
      return { command: play({ kind: "cancelled" }, event.playId) };
    case "play.collected":
      return collected(handle, event);
    case "play.paid":
      return paid(handle, event);
  }
}
