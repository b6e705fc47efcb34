import type { CallView, RecordingView } from "@patchbay/protocol";
import { callState } from "./call-state.js";

type Seen = Parameters<typeof callState>[0];

/** What can be done about the recording of this agent's part now. `why`: path of the sentence that says why not. */
export interface RecordingChoices {
  readonly recording: RecordingView | null;
  /** The way to a recording, or to a pause and back. */
  readonly main: {
    readonly do: "start" | "pause" | "resume";
    readonly why: string | null;
    /** The customer's yes is needed first. */
    readonly asks: boolean;
  } | null;
  readonly mayStop: boolean;
  /** The customer has to be asked before anything may be recorded. */
  readonly asksConsent: boolean;
}

const NOTHING: RecordingChoices = { recording: null, main: null, mayStop: false, asksConsent: false };

/** @param now for the half minute after a failure */
export function recordingChoices(view: Seen, now: number): RecordingChoices {
  const { call } = view;
  const state = callState(view);
  if (call === null || state === "ended" || state === "wrap_up" || call.own === null) return NOTHING;
  const { recordingRule: rule, consent } = call;
  const recording = ownRecording(call);
  const asksConsent =
    rule.consent === "asked" &&
    consent === null &&
    rule.mode !== "never" &&
    call.customer?.state === "connected";
  if (recording !== null)
    return {
      recording,
      main: {
        do: recording.pausedSince === null ? "pause" : "resume",
        why: call.application === null ? null : "call.why.application",
        asks: false,
      },
      mayStop: !recording.automatic || rule.mayStop,
      asksConsent,
    };
  if (rule.mode === "never") return NOTHING;
  const why =
    call.own.state !== "connected"
      ? "call.why.ownAudio"
      : call.application !== null
        ? "call.why.application"
        : rule.consent !== "not_required" && consent === false
          ? "records.call.why.refused"
          : failureWhy(call, now);
  const asks = rule.consent === "asked" && consent === null;
  return { recording: null, main: { do: "start", why, asks }, mayStop: false, asksConsent };
}

/** Why nothing can be written at the moment, by path; `null`: nothing failed, or it is worth another try. */
export const failureWhy = ({ recordingFailed }: CallView, now: number): string | null =>
  recordingFailed === null || recordingFailed.until <= now
    ? null
    : `records.call.why.${recordingFailed.cause}`;

/** Of the call itself; a voice signature is another one. */
export const ownRecording = ({ recordings }: CallView): RecordingView | null =>
  recordings.find(({ own, kind }) => own && kind === "call") ?? null;

/** Sound of this recording so far, pauses included, as its file counts. */
export const recordedMs = ({ startedAt }: RecordingView, now: number): number => Math.max(0, now - startedAt);
