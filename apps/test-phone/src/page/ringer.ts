/** Two tones at once for two seconds of every six, as telephones ring in North America (ITU-T E.180, supplement 2). */
const TONES_HZ = [440, 480] as const;
const ON_S = 2;
const EVERY_MS = 6_000;
const LOUDNESS = 0.08;

/** Lets the page be heard when somebody calls it. */
export class Ringer {
  #context: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #stopTone: (() => void) | undefined;

  /** @param silent told whether the browser holds the sound back: until the page was touched, it plays nothing. */
  constructor(private readonly silent: (isSilent: boolean) => void) {}

  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#ring(), EVERY_MS);
    addEventListener("pointerdown", this.#touched);
    addEventListener("keydown", this.#touched);
    this.#ring();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#stopTone?.();
    this.#stopTone = undefined;
    removeEventListener("pointerdown", this.#touched);
    removeEventListener("keydown", this.#touched);
    this.silent(false);
  }

  /** The first touch lets a ring be heard that was held back until then. */
  readonly #touched = (): void => {
    if (this.#stopTone === undefined) this.#ring();
  };

  #ring(): void {
    this.#context ??= new AudioContext();
    const context = this.#context;
    void context.resume();
    const isHeldBack = context.state !== "running" && navigator.userActivation?.hasBeenActive === false;
    this.silent(isHeldBack);
    if (isHeldBack) return;
    const gain = context.createGain();
    const end = context.currentTime + ON_S;
    gain.gain.setValueAtTime(LOUDNESS, context.currentTime);
    gain.gain.setValueAtTime(LOUDNESS, end - 0.03);
    gain.gain.linearRampToValueAtTime(0, end);
    gain.connect(context.destination);
    const tones = TONES_HZ.map((hertz) => {
      const tone = context.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(gain);
      tone.start();
      tone.stop(end);
      return tone;
    });
    this.#stopTone = () => {
      for (const tone of tones) tone.stop();
      gain.disconnect();
    };
  }
}
