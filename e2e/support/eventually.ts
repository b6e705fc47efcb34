import { setTimeout as sleep } from "node:timers/promises";

const LOOK_AGAIN_MS = 50;
/** How long anything may take that ought to happen at once; generous, for a machine that is busy with other tests. */
export const SOON_MS = 15_000;

/**
 * Looks until `check` no longer throws.
 * @throws what `check` threw last, with `what` before it
 */
export async function eventually(
  what: string,
  check: () => Promise<void> | void,
  withinMs = SOON_MS,
): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (cause) {
      if (performance.now() > giveUpAt) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`${what} (waited ${withinMs} ms): ${why}`, { cause });
      }
    }
    await sleep(LOOK_AGAIN_MS);
  }
}
