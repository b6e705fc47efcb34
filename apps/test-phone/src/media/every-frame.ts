const FRAME_MS = 20;
/** Further behind than this, what was missed is left out. */
const BEHIND_MS_MAX = 200;

/**
 * Calls `tick` fifty times a second on average: a timer that comes late is made up for.
 * @returns how to stop.
 */
export function everyFrame(tick: () => void): () => void {
  let due = performance.now() + FRAME_MS;
  let timer: NodeJS.Timeout;
  const run = (): void => {
    const now = performance.now();
    if (now - due > BEHIND_MS_MAX) due = now;
    while (due <= now) {
      due += FRAME_MS;
      tick();
    }
    timer = setTimeout(run, Math.max(1, due - performance.now()));
  };
  timer = setTimeout(run, FRAME_MS);
  return () => clearTimeout(timer);
}
