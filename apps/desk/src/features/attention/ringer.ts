import { sendTo } from "../../phone/sound-out.js";

const EVERY_MS = 2_600;
const TONES = [660, 880] as const;
const TONE_S = 0.28;
const LOUDNESS = 0.12;

/** A soft two-tone ring made by the browser itself. Silent until the page has been touched: browsers insist. */
export class Ringer {
  private context: AudioContext | null = null;
  private timer: number | undefined;
  private deviceId: string | null = null;

  /** @param deviceId where it rings; `null`: where the system plays */
  start(deviceId: string | null): void {
    this.deviceId = deviceId;
    if (this.timer !== undefined) return;
    this.ring();
    this.timer = window.setInterval(() => this.ring(), EVERY_MS);
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.timer = undefined;
  }

  private ring(): void {
    // Without a gesture the context would stay suspended and the tones pile up.
    if (!navigator.userActivation?.hasBeenActive) return;
    const context = this.context ?? new AudioContext();
    this.context = context;
    void context.resume();
    void sendTo(context, this.deviceId);
    for (const [at, frequency] of TONES.entries()) {
      const start = context.currentTime + at * TONE_S;
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.frequency.value = frequency;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.03);
      gain.gain.exponentialRampToValueAtTime(0.001, start + TONE_S);
      tone.connect(gain).connect(context.destination);
      tone.start(start);
      tone.stop(start + TONE_S);
    }
  }
}
