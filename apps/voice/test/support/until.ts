/** Waits until there is something. @throws with what was waited for. */
export async function until<T>(
  find: () => T | undefined | false,
  withinMs: number,
  what: string,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(10);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
