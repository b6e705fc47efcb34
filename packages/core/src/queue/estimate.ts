/** An estimate needs at least this many finished interactions. */
export const ESTIMATE_SAMPLES_MIN = 5;

/**
 * SPEC QUE-4: estimated wait in whole seconds.
 *
 * @param samplesMs handling times of the last interactions
 * @param agents logged-in agents who have the skills
 */
export function estimateSeconds(
  samplesMs: readonly number[],
  agents: number,
  ahead: number,
): number | undefined {
  if (samplesMs.length < ESTIMATE_SAMPLES_MIN || agents === 0) return undefined;
  const meanMs = samplesMs.reduce((sum, ms) => sum + ms, 0) / samplesMs.length;
  return Math.ceil((ahead * meanMs) / agents / 1_000);
}
