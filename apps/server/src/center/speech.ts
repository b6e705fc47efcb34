/** A voice that says a text: optional, and somebody else's program. */
export interface Speech {
  /**
   * The text as a sound file (WAV, MP3 or Ogg/Opus).
   *
   * @throws {SpeechError}
   */
  say(text: string): Promise<Buffer>;
}

/** The longest text that is said, in characters: some two minutes. */
export const SPEECH_TEXT_MAX = 2_000;

export class SpeechError extends Error {
  override readonly name = "SpeechError";
  constructor(
    /** Ended with a failure, took too long, or gave more than it may. */
    readonly code: "failed" | "too_slow" | "too_large",
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}
