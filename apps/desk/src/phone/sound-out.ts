/** Browsers that let a page choose its loudspeaker; the others play on the system's. */
type SinkContext = AudioContext & { setSinkId?: (id: string) => Promise<void> };

export const canChooseSpeaker = (): boolean => "setSinkId" in HTMLMediaElement.prototype;

/** A device that has gone does not take the sound with it: the system's own plays on. */
export async function sendTo(
  target: HTMLAudioElement | AudioContext,
  deviceId: string | null,
): Promise<void> {
  const sink = target as HTMLAudioElement | SinkContext;
  try {
    await sink.setSinkId?.(deviceId ?? "");
  } catch {
    await sink.setSinkId?.("").catch(() => undefined);
  }
}

/**
 * Plays what comes from the other side. A page that was not touched since it was loaded may not make a sound in some
 * browsers: then the first key or click starts it, and `onWaiting` tells the agent so.
 */
export class Listening {
  private readonly element = new Audio();
  private stopped = false;

  constructor(
    private readonly onWaiting: (waiting: boolean) => void,
    deviceId: string | null,
    volume: number,
  ) {
    this.element.autoplay = false;
    this.element.volume = volume;
    void this.choose(deviceId);
  }

  choose(deviceId: string | null): Promise<void> {
    return sendTo(this.element, deviceId);
  }

  setVolume(volume: number): void {
    this.element.volume = volume;
  }

  play(stream: MediaStream): void {
    this.element.srcObject = stream;
    void this.start();
  }

  stop(): void {
    this.stopped = true;
    this.forgetTouch();
    this.onWaiting(false);
    this.element.pause();
    this.element.srcObject = null;
  }

  private readonly touched = (): void => {
    this.forgetTouch();
    void this.start();
  };

  private async start(): Promise<void> {
    if (this.stopped) return;
    try {
      await this.element.play();
      this.onWaiting(false);
    } catch (cause) {
      // AbortError: another stream has taken its place meanwhile.
      if (this.stopped || !(cause instanceof DOMException) || cause.name !== "NotAllowedError") return;
      this.onWaiting(true);
      window.addEventListener("pointerdown", this.touched);
      window.addEventListener("keydown", this.touched);
    }
  }

  private forgetTouch(): void {
    window.removeEventListener("pointerdown", this.touched);
    window.removeEventListener("keydown", this.touched);
  }
}

/** ITU-T Q.23: each key is a low and a high tone, in Hz. */
const ROWS = [697, 770, 852, 941] as const;
const COLUMNS = [1209, 1336, 1477, 1633] as const;
const KEYS = ["123A", "456B", "789C", "*0#D"] as const;
const KEY_TONE_S = 0.12;
const KEY_TONE_LOUDNESS = 0.06;

/** @returns `null` for what is no key */
export function tonesOfKey(key: string): readonly [number, number] | null {
  for (const [row, keys] of KEYS.entries()) {
    const low = ROWS[row];
    const high = COLUMNS[keys.indexOf(key)];
    if (key.length === 1 && low !== undefined && high !== undefined) return [low, high];
  }
  return null;
}

let keyContext: AudioContext | null = null;

/** The tone of a pressed key, for the agent alone: what goes into the line is the voice process's. */
export function playKeyTone(key: string, deviceId: string | null): void {
  const tones = tonesOfKey(key);
  if (tones === null) return;
  keyContext ??= new AudioContext();
  const context = keyContext;
  void context.resume();
  void sendTo(context, deviceId);
  const gain = context.createGain();
  const end = context.currentTime + KEY_TONE_S;
  gain.gain.setValueAtTime(KEY_TONE_LOUDNESS, context.currentTime);
  gain.gain.setValueAtTime(KEY_TONE_LOUDNESS, end - 0.01);
  gain.gain.linearRampToValueAtTime(0, end);
  gain.connect(context.destination);
  for (const hertz of tones) {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(gain);
    tone.start();
    tone.stop(end);
  }
}
