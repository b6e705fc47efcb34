/** What the doctor says of one thing, in one or more whole sentences for a person. */
export interface Finding {
  /** Stable name of what was examined, for programs that read `--json`. */
  readonly check: string;
  /** The environment variable to look at; `null`: it is about something else. */
  readonly setting: string | null;
  /**
   * - `ok`: as it should be.
   * - `look`: works, but perhaps not as it was meant.
   * - `wrong`: something a person must mend.
   */
  readonly state: "ok" | "look" | "wrong";
  readonly sentence: string;
}

/** Findings of one check, which differ in state and sentence. */
export function findingsOf(check: string, setting: string | null = null) {
  return {
    ok: (sentence: string): Finding => ({ check, setting, state: "ok", sentence }),
    look: (sentence: string): Finding => ({ check, setting, state: "look", sentence }),
    wrong: (sentence: string): Finding => ({ check, setting, state: "wrong", sentence }),
  };
}
