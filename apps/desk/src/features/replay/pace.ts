export const speeds = [1, 4, 16] as const;
export type Speed = (typeof speeds)[number];

/** No pause of a replay is longer, ms: nobody watches a customer who is silent for an hour. */
const GAP_MAX_MS = 2_000;
/** Nor shorter: what happened at once is still seen one after the other. */
const GAP_MIN_MS = 120;

/** How long a step stands before the next follows, ms; `null`: it is the last one. */
export function gapAfter(steps: readonly { readonly at: number }[], at: number, speed: Speed): number | null {
  const [here, next] = [steps[at], steps[at + 1]];
  if (here === undefined || next === undefined) return null;
  return Math.min(GAP_MAX_MS, Math.max(GAP_MIN_MS, (next.at - here.at) / speed));
}
