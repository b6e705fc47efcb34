import type { LegTimelineView } from "@patchbay/protocol";

/** What the scale of the picture spans: below 1 there is nothing, above 4.5 no telephone is heard. */
export const MOS_MIN = 1;
export const MOS_MAX = 4.5;
/** Loss that fills the height of the picture. */
const LOSS_MAX = 0.2;

type Samples = LegTimelineView["samples"];

/**
 * The line of a leg in a picture 100 wide and 20 high, and how much was lost when.
 *
 * @param offsetMs when the leg began, since the beginning of the picture.
 */
export function lineOf(
  samples: Samples,
  offsetMs: number,
  lengthMs: number,
): { readonly line: string; readonly losses: readonly { readonly x: number; readonly height: number }[] } {
  const x = (atMs: number): number =>
    lengthMs <= 0 ? 100 : Math.round((1_000 * (offsetMs + atMs)) / lengthMs) / 10;
  const points = samples.map(({ atMs, mos }) => {
    const share = (Math.min(MOS_MAX, Math.max(MOS_MIN, mos)) - MOS_MIN) / (MOS_MAX - MOS_MIN);
    return `${x(atMs)} ${(20 - share * 20).toFixed(1)}`;
  });
  // One sample alone is a dot as wide as a line's end.
  const line = points.length === 0 ? "" : `M${points.join("L")}${points.length === 1 ? "h0.1" : ""}`;
  const losses = samples
    .filter(({ loss }) => loss > 0)
    .map(({ atMs, loss }) => ({ x: x(atMs), height: Math.min(1, loss / LOSS_MAX) }));
  return { line, losses };
}
