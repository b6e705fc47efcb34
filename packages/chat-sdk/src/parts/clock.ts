/** Time as the loops know it: the browser's in the app, a hand-driven one in tests. */
export interface LoopClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `delayMs`. Returns how to call it off. */
  after(delayMs: number, run: () => void): () => void;
  /** 0 to 1. */
  chance(): number;
}

export const browserClock: LoopClock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  chance: () => Math.random(),
};
