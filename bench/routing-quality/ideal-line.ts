import type { Customer } from "../routing-quality.js";
import { Timeline } from "./timeline.js";

/** First come, first served by whoever is free: what the same customers would have waited if every agent could everything. */
export function idealLine(agents: number, customers: readonly Customer[]): { readonly meanMs: number } {
  const free = new Timeline();
  for (let n = 0; n < agents; n++) free.add(0, () => {});
  let waitedMs = 0;
  for (const { at, handlingMs, patienceMs } of customers) {
    const from = Math.max(at, free.nextAt);
    if (from - at >= patienceMs) {
      waitedMs += patienceMs;
      continue;
    }
    free.takeNext();
    waitedMs += from - at;
    free.add(from + handlingMs, () => {});
  }
  return { meanMs: waitedMs / customers.length };
}
