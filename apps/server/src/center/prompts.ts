import type { Speech } from "./speech.js";

/** A prompt that comes with the program. */
export interface BuiltInPrompt {
  readonly kind: "speech" | "music";
  /** What is said in it; `null` for music and for pieces of a sentence. */
  readonly text: string | null;
  readonly durationMs: number;
}

/** A sound that was taken in. Until it is `settled` nobody clears it away for want of a prompt that has it. */
export interface TakenSound {
  /** SHA-256 of its bytes, in hex. */
  readonly sound: string;
  readonly durationMs: number;
  settled(): void;
}

/** The sounds that callers may be played: those that come along, and a center's own. */
export interface PromptLibrary {
  /** Says a text; `null`: no voice is set up. */
  readonly speech: Speech | null;
  /** By id, in the order in which they are shown. */
  builtIn(): ReadonlyMap<string, BuiltInPrompt>;
  /**
   * Converts what was uploaded and keeps it.
   * @throws {PromptError}
   */
  take(bytes: AsyncIterable<Uint8Array>): Promise<TakenSound>;
  /** For listening to it at a desk; `undefined` when there is none. */
  openBuiltIn(promptId: string): Promise<OpenSound | undefined>;
  openOwn(sound: string): Promise<OpenSound | undefined>;
}

export interface OpenSound {
  readonly mediaType: "audio/wav" | "audio/ogg";
  readonly bytes: number;
  /** @param to the byte after the last. */
  read(from: number, to: number): NodeJS.ReadableStream;
}

export class PromptError extends Error {
  override readonly name = "PromptError";
  constructor(
    /** `broken_off` is the sender's fault, `file_failed` ours. */
    readonly code:
      | "file_too_large"
      | "file_empty"
      | "type_blocked"
      | "audio_too_long"
      | "audio_empty"
      | "broken_off"
      | "file_failed",
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

export const noPrompts: PromptLibrary = {
  speech: null,
  builtIn: () => new Map(),
  take: () => Promise.reject(new PromptError("file_failed", "this center keeps no sounds")),
  openBuiltIn: () => Promise.resolve(undefined),
  openOwn: () => Promise.resolve(undefined),
};
