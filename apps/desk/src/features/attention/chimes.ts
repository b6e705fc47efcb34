import type { AttentionKind } from "@patchbay/protocol";
import { sendTo } from "../../phone/sound-out.js";

/** One tone after the other: Hz, and how long each is. Told apart by ear: what rings, what asks, what whispers. */
const CHIMES: Readonly<Record<AttentionKind, { readonly tones: readonly number[]; readonly toneS: number }>> =
  {
    offer: { tones: [660, 880], toneS: 0.28 },
    message: { tones: [784], toneS: 0.22 },
    waiting: { tones: [523, 523, 659], toneS: 0.2 },
    whisper: { tones: [440], toneS: 0.16 },
    assistance: { tones: [494, 659, 494], toneS: 0.18 },
    followUp: { tones: [587, 740], toneS: 0.24 },
  };
/** At full volume; more would be unkind in a headset. */
const LOUDNESS = 0.2;

let context: AudioContext | null = null;

/** Browsers keep a page silent that nobody has touched since it was loaded. */
export const mayChime = (): boolean => navigator.userActivation?.hasBeenActive ?? true;

/**
 * Plays a soft sound that the browser makes itself.
 * @param deviceId where; `null`: where the system plays
 * @param volume 0 to 1
 */
export function chime(kind: AttentionKind, deviceId: string | null, volume: number): void {
  // Without a gesture the context would stay suspended and the tones pile up.
  if (volume === 0 || !mayChime()) return;
  context ??= new AudioContext();
  const here = context;
  void here.resume();
  void sendTo(here, deviceId);
  const { tones, toneS } = CHIMES[kind];
  for (const [at, frequency] of tones.entries()) {
    const start = here.currentTime + at * toneS;
    const tone = here.createOscillator();
    const gain = here.createGain();
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(LOUDNESS * volume, start + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.001, start + toneS);
    tone.connect(gain).connect(here.destination);
    tone.start(start);
    tone.stop(start + toneS);
  }
}
