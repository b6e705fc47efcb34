import { IconMicrophone, IconPlayerPlay, IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { LevelBars } from "../../parts/LevelBars.js";
import { clockText } from "../../parts/time.js";
import { usePhone } from "../../phone/phone-store.js";
import { useWords } from "../../words/words.js";
import { useLiveCallId } from "../phone/use-phone-facts.js";
import type { Recorded } from "./recording.js";
import { type RecorderState, useRecorder } from "./use-recorder.js";
import "./recorder.css";

/** Shorter than this is a slip of the finger. */
const LENGTH_MS_MIN = 300;

/**
 * Records with the chosen microphone, for a message or a greeting: record, stop, listen, and keep it or record again. One
 * button at one place leads through all of it.
 *
 * @param maxMs the longest recording; it stops there by itself
 * @param onKeep what becomes of it, such as an upload; answers why it could not be kept, or `null`. What could not be kept
 * is still here
 */
export function SoundRecorder({
  maxMs,
  onKeep,
}: {
  readonly maxMs: number;
  readonly onKeep: (recorded: Recorded) => Promise<string | null>;
}) {
  const t = useWords();
  const { state, record, stop, listen } = useRecorder(maxMs);
  const [keeping, setKeeping] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const inCall = useLiveCallId() !== null;
  const isTooShort = state.at === "recorded" && state.recorded.durationMs < LENGTH_MS_MIN;
  const keep = async (): Promise<void> => {
    if (state.at !== "recorded" || keeping || isTooShort) return;
    setKeeping(true);
    setRefused(await onKeep(state.recorded));
    setKeeping(false);
  };
  const again = (): void => {
    setRefused(null);
    record();
  };
  return (
    <fieldset className="recorder" aria-label={t("recorder.label")}>
      <div className="recorder-row">
        <MainButton state={state} inCall={inCall} record={again} stop={stop} listen={listen} />
        {state.at === "recorded" ? (
          <>
            <button
              type="button"
              className="btn"
              aria-disabled={inCall || keeping}
              onClick={inCall || keeping ? undefined : again}
            >
              <IconRefresh size={16} stroke={1.7} aria-hidden="true" />
              {t("recorder.again")}
            </button>
            <button
              type="button"
              className="btn primary"
              aria-disabled={keeping || isTooShort}
              onClick={() => void keep()}
            >
              {t(keeping ? "recorder.keeping" : "recorder.keep")}
            </button>
          </>
        ) : (
          <LevelBars level={state.at === "recording" ? state.level : 0} label={t("recorder.level")} />
        )}
        <span className="num recorder-time">
          {clockText(lengthOf(state))} <span className="mute">/ {clockText(maxMs)}</span>
        </span>
      </div>
      <Said state={state} maxMs={maxMs} inCall={inCall} tooShort={isTooShort} refused={refused} />
    </fieldset>
  );
}

const lengthOf = (state: RecorderState): number =>
  state.at === "recording" ? state.durationMs : state.at === "recorded" ? state.recorded.durationMs : 0;

/** Record, then stop, then listen: the same button, so that the keyboard stays where it is. */
function MainButton({
  state,
  inCall,
  record,
  stop,
  listen,
}: {
  readonly state: RecorderState;
  readonly inCall: boolean;
  readonly record: () => void;
  readonly stop: () => void;
  readonly listen: () => void;
}) {
  const t = useWords();
  const isRecorded = state.at === "recorded";
  const isRecording = state.at === "recording";
  const off = state.at === "opening" || (state.at === "idle" && inCall);
  const Icon =
    isRecording || (isRecorded && state.playing)
      ? IconPlayerStop
      : isRecorded
        ? IconPlayerPlay
        : IconMicrophone;
  const word = isRecording ? "stop" : isRecorded ? (state.playing ? "stopListening" : "listen") : "record";
  return (
    <button
      type="button"
      className={`btn${isRecording ? " stop" : isRecorded ? "" : " primary"}`}
      aria-disabled={off}
      onClick={off ? undefined : isRecording ? stop : isRecorded ? listen : record}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
      {t(`recorder.${word}`)}
    </button>
  );
}

/** One sentence: what to do, what happens, or what is in the way. */
function Said({
  state,
  maxMs,
  inCall,
  tooShort,
  refused,
}: {
  readonly state: RecorderState;
  readonly maxMs: number;
  readonly inCall: boolean;
  readonly tooShort: boolean;
  readonly refused: string | null;
}) {
  const t = useWords();
  const asks = usePhone(({ permission }) => permission === "prompt");
  const problem = (): string | null => {
    if (refused !== null) return refused;
    if (state.at === "recorded") {
      if (tooShort) return t("recorder.empty");
      if (!state.recorded.audible) return t("recorder.silent");
      return state.failed ? t("recorder.cannotListen") : null;
    }
    if (state.at !== "idle") return null;
    if (inCall) return t("recorder.inCall");
    if (state.problem === null) return null;
    if (state.problem === "unsupported") return t("recorder.unsupported");
    if (navigator.mediaDevices === undefined) return t("phone.why.insecure");
    if (state.problem === "mic_denied") return t("recorder.denied");
    return t(`phone.why.${state.problem}`);
  };
  const progress = (): string => {
    if (state.at === "idle") return t(asks ? "recorder.asks" : "recorder.idle", { max: clockText(maxMs) });
    if (state.at !== "recorded") return t(`recorder.${state.at}`);
    return t(state.full ? "recorder.full" : "recorder.recorded", {
      length: clockText(state.recorded.durationMs),
    });
  };
  const wrong = problem();
  return (
    <p className={wrong === null ? "hint" : "hint bad"} role="status">
      {wrong ?? progress()}
    </p>
  );
}
