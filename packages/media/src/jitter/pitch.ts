/** Pitch of voices and phone tones: 66 to 400 Hz. */
const PERIOD_MIN_MS = 2.5;
const PERIOD_MAX_MS = 15;

/**
 * The lag at which the last stretch of `samples` looks most like itself: its pitch period or a multiple.
 *
 * @param end where the compared stretch ends, exclusive.
 * @returns the lag in samples and how alike it is, 0 to 1.
 */
export function findPeriod(
  samples: Float32Array,
  end: number,
  sampleRate: number,
): { lag: number; likeness: number } {
  // Every second sample at 8 kHz, every fourth at 16 kHz: pitch lies far below.
  const step = Math.max(1, Math.round(sampleRate / 4000));
  const lagMin = Math.round((PERIOD_MIN_MS * sampleRate) / 1000);
  const lagMax = Math.min(Math.round((PERIOD_MAX_MS * sampleRate) / 1000), end >> 1);
  const width = Math.min(lagMax, end - lagMax);
  let best = { lag: lagMax, likeness: 0 };
  if (width <= 0 || lagMax < lagMin) return best;
  const score = (lag: number, by: number): number => {
    let cross = 0;
    let own = 1;
    let other = 1;
    for (let at = end - width; at < end; at += by) {
      const a = samples[at] as number;
      const b = samples[at - lag] as number;
      cross += a * b;
      own += a * a;
      other += b * b;
    }
    return cross / Math.sqrt(own * other);
  };
  for (let lag = lagMin; lag <= lagMax; lag += step) {
    const likeness = score(lag, step);
    if (likeness > best.likeness) best = { lag, likeness };
  }
  for (let lag = Math.max(lagMin, best.lag - step + 1); lag < Math.min(lagMax, best.lag + step); lag++) {
    const likeness = score(lag, 1);
    if (likeness > best.likeness) best = { lag, likeness };
  }
  return best;
}
