/**
 * What a machine with much else to do may need for anything. A bound below it would tell about the machine: what has to be
 * quick is measured where it matters, by the moments at which packets came.
 */
const PATIENCE_MS = 10_000;

/**
 * Waits until there is something.
 * @param withinMs how long it takes at most when little else runs; longer when that is more than our patience
 * @throws with what was waited for
 */
export async function until<T>(
  find: () => T | undefined | false,
  withinMs: number,
  what: string,
): Promise<T> {
  const patienceMs = Math.max(withinMs, PATIENCE_MS);
  const end = performance.now() + patienceMs;
  for (;;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`not within ${patienceMs} ms: ${what}`);
    await pause(10);
  }
}

/** Waits until a count stands still for so long. @throws when it never does */
export async function standsStill(count: () => number, stillMs: number, what: string): Promise<void> {
  let last = count();
  let since = performance.now();
  await until(
    () => {
      const now = count();
      if (now !== last) since = performance.now();
      last = now;
      return performance.now() - since >= stillMs;
    },
    PATIENCE_MS,
    `${what} stands still`,
  );
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
