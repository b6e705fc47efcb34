import { sendTo } from "./sound-out.js";

/** Two tones at once, on and off: what telephones say when nobody is reached (ITU-T E.180, North America). */
const TONES_HZ = [480, 620] as const;
const LOUDNESS = 0.06;

export interface Cadence {
  readonly onMs: number;
  readonly offMs: number;
  readonly times: number;
}

/** Slow for somebody who is busy or says no; fast for what the network could not do. */
export function cadenceOf(cause: string): Cadence {
  return cause === "busy" || cause === "declined" || cause === "no_answer"
    ? { onMs: 500, offMs: 500, times: 3 }
    : { onMs: 250, offMs: 250, times: 5 };
}

let context: AudioContext | null = null;

/** For the agent alone, where calls are heard. */
export function playFailure(cause: string, deviceId: string | null): void {
  context ??= new AudioContext();
  void context.resume();
  void sendTo(context, deviceId);
  const gain = context.createGain();
  gain.gain.value = 0;
  gain.connect(context.destination);
  const { onMs, offMs, times } = cadenceOf(cause);
  const begin = context.currentTime;
  for (let turn = 0; turn < times; turn++) {
    const at = begin + (turn * (onMs + offMs)) / 1_000;
    gain.gain.setValueAtTime(LOUDNESS, at);
    gain.gain.setValueAtTime(0, at + onMs / 1_000);
  }
  for (const hertz of TONES_HZ) {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(gain);
    tone.start();
    tone.stop(begin + (times * (onMs + offMs)) / 1_000);
  }
}
