/** A prompt that comes with the program. */
export interface BuiltInPrompt {
  readonly kind: "speech" | "music";
  /** What is said in it; `null` for music and for pieces of a sentence. */
  readonly text: string | null;
  readonly durationMs: number;
}

/** The sounds that callers may be played: those that come along, and a center's own. */
export interface PromptLibrary {
  /** By id, in the order in which they are shown. */
  builtIn(): ReadonlyMap<string, BuiltInPrompt>;
}

export const noPrompts: PromptLibrary = { builtIn: () => new Map() };
