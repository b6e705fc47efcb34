import type { CenterHandle } from "../center/edge.js";
import type { TranscriptLinks } from "./links.js";

/** A new link to a chat's transcript: also right after the former ones were made void, and while a clock goes back. */
export async function giveLink(
  { center, clock, records }: CenterHandle,
  links: TranscriptLinks,
  interactionId: string,
  days: number,
): Promise<{ readonly path: string; readonly until: number }> {
  const now = Math.max(clock.now(), (await records.transcripts.voidUntil(interactionId)) + 1);
  const { path, until } = links.make(center.id, interactionId, days, now);
  return { path, until };
}
