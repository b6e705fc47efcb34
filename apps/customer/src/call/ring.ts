/** Two tones of a telephone bell, once in this time; and the phone shakes where it can. */
const EVERY_MS = 3_000;
const TONES_HERTZ = [660, 880] as const;
const TONE_SECONDS = 0.35;

let stop: (() => void) | null = null;

/** An agent calls: rings until it is told to stop. A browser that holds sounds back only shakes. */
export function ring(on: boolean): void {
  stop?.();
  stop = null;
  if (!on) return;
  const context = typeof AudioContext === "undefined" ? null : new AudioContext();
  const once = (): void => {
    navigator.vibrate?.([400, 200, 400]);
    if (context === null) return;
    TONES_HERTZ.forEach((hertz, index) => {
      const at = context.currentTime + index * TONE_SECONDS;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0.15, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + TONE_SECONDS);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + TONE_SECONDS);
    });
  };
  once();
  const timer = setInterval(once, EVERY_MS);
  stop = () => {
    clearInterval(timer);
    navigator.vibrate?.(0);
    void context?.close();
  };
}
