import { useCallback, useEffect, useRef, useState } from "react";
import { usePhone } from "../../phone/phone-store.js";
import { sendTo } from "../../phone/sound-out.js";
import { type Recorded, type Recording, type RecordingProblem, startRecording } from "./recording.js";

export type RecorderState =
  | { readonly at: "idle"; readonly problem: RecordingProblem | null }
  | { readonly at: "opening" }
  | { readonly at: "recording"; readonly level: number; readonly durationMs: number }
  /** Listened to or not, and whether it is all that fitted. */
  | {
      readonly at: "recorded";
      readonly recorded: Recorded;
      readonly full: boolean;
      readonly playing: boolean;
      readonly failed: boolean;
    };

export interface Recorder {
  readonly state: RecorderState;
  readonly record: () => void;
  readonly stop: () => void;
  /** Plays what was recorded, or stops playing it. */
  readonly listen: () => void;
}

/** A microphone, one recording, and listening to it. What is recorded here is gone with its component. */
export function useRecorder(maxMs: number): Recorder {
  const [state, setState] = useState<RecorderState>({ at: "idle", problem: null });
  const recording = useRef<Recording | null>(null);
  const audio = useRef<{ readonly element: HTMLAudioElement; readonly url: string } | null>(null);
  /** Which attempt is meant: an answer to a former one comes too late. */
  const attempt = useRef(0);

  const silence = useCallback(() => {
    audio.current?.element.pause();
    if (audio.current !== null) URL.revokeObjectURL(audio.current.url);
    audio.current = null;
  }, []);
  useEffect(
    () => () => {
      attempt.current += 1;
      recording.current?.drop();
      silence();
    },
    [silence],
  );

  const finish = useCallback(async (full: boolean) => {
    const mine = attempt.current;
    const recorded = await recording.current?.stop();
    recording.current = null;
    if (recorded === undefined || attempt.current !== mine) return;
    setState({ at: "recorded", recorded, full, playing: false, failed: false });
  }, []);

  const record = useCallback(() => {
    silence();
    attempt.current += 1;
    const mine = attempt.current;
    setState({ at: "opening" });
    void startRecording(usePhone.getState().choice.microphone, maxMs, {
      onLevel: (level, durationMs) => {
        if (attempt.current === mine) setState({ at: "recording", level, durationMs });
      },
      onOver: () => void finish(true),
    }).then((started) => {
      if (typeof started === "string") {
        if (attempt.current === mine) setState({ at: "idle", problem: started });
      } else if (attempt.current !== mine) started.drop();
      else {
        recording.current = started;
        setState({ at: "recording", level: 0, durationMs: 0 });
      }
    });
  }, [finish, maxMs, silence]);

  const playing = useCallback((is: boolean, failed = false) => {
    setState((before) => (before.at === "recorded" ? { ...before, playing: is, failed } : before));
  }, []);

  const listen = useCallback(() => {
    if (state.at !== "recorded") return;
    if (state.playing) {
      silence();
      playing(false);
      return;
    }
    silence();
    const url = URL.createObjectURL(state.recorded.wav);
    const element = new Audio(url);
    audio.current = { element, url };
    void sendTo(element, usePhone.getState().choice.speaker);
    const mine = (then: () => void) => (): void => {
      if (audio.current?.element === element) then();
    };
    element.addEventListener(
      "ended",
      mine(() => playing(false)),
    );
    playing(true);
    element.play().catch(mine(() => playing(false, true)));
  }, [state, silence, playing]);

  return { state, record, stop: () => void finish(false), listen };
}
