/** Loudness of each of many equal stretches, 0 to 1. */
export type Peaks = readonly number[];

/** Quieter than this a whole recording is not made louder for the eye: noise would look like speech. */
const LOUDEST_MIN = 48;
/** A line that is there, also where nobody speaks. */
const THIN = 0.02;

/** @param channels bytes as base64, drawn by one scale so that the two can be compared. */
export function peaksOf(channels: readonly string[]): readonly Peaks[] {
  const bytes = channels.map((text) => Array.from(atob(text), (letter) => letter.charCodeAt(0)));
  let loudest = LOUDEST_MIN;
  for (const channel of bytes) for (const peak of channel) loudest = Math.max(loudest, peak);
  return bytes.map((channel) => channel.map((peak) => peak / loudest));
}

/**
 * A closed shape, mirrored at the middle of a lane, for a picture one unit high and as many units wide as it has columns.
 *
 * @param columns as many as there is room for; each shows the loudest of its stretches.
 */
export function shapeOf(peaks: Peaks, columns: number): string {
  const count = Math.min(columns, peaks.length);
  if (count === 0) return "";
  const heights = Array.from({ length: count }, (_, column) => {
    const from = Math.floor((column * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((column + 1) * peaks.length) / count));
    let most = THIN;
    for (let at = from; at < to; at++) most = Math.max(most, peaks[at] as number);
    return most / 2;
  });
  const above = heights.map((height, at) => `${at} ${(0.5 - height).toFixed(3)}`);
  const below = heights.map((height, at) => `${at} ${(0.5 + height).toFixed(3)}`).reverse();
  return `M${above.join("L")}L${below.join("L")}Z`;
}
