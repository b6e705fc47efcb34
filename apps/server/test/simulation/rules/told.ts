import type { ServerEvent } from "@patchbay/protocol";
import type { Batch } from "../people/visit.js";

/** Without what is a thing of the moment: the wait, which a history does not have. */
function lasting(event: ServerEvent): string {
  if (event.event !== "chat_session_status") return JSON.stringify(event);
  return JSON.stringify({ event: event.event, state: event.state });
}

const isOfTheMoment = ({ event }: ServerEvent): boolean =>
  event === "chat_session_typing" ||
  event === "chat_session_not_typing" ||
  event === "chat_session_signaling";

const isQueueNews = (event: ServerEvent): boolean =>
  event.event === "chat_session_status" && event.state === "queued" && event.position !== undefined;

/**
 * Whether the answers tell the history in its order, each thing once, going back only where that is allowed.
 *
 * Several places may be possible, since an event may look like another; all of them are followed.
 *
 * @returns `null` when they do, else what does not fit.
 */
export function misfit(
  batches: readonly Batch[],
  history: readonly ServerEvent[],
  isComplete: boolean,
): string | null {
  const told = history.filter((event) => !isOfTheMoment(event)).map(lasting);
  let places = new Set([0]);
  for (const [number, batch] of batches.entries()) {
    if (batch.mayRepeat) {
      const furthest = Math.max(...places);
      places = new Set(Array.from({ length: furthest + 1 }, (_, place) => place));
    }
    const before = [...places];
    for (const event of batch.events) {
      if (isOfTheMoment(event)) continue;
      const next = new Set<number>();
      for (const place of places) {
        if (told[place] === lasting(event)) next.add(place + 1);
        // A change of the wait alone is told between two things that lasted.
        if (isQueueNews(event)) next.add(place);
      }
      if (next.size === 0) {
        const expected = [...places].map((place) => told[place] ?? "the end").join(" or ");
        return `answer ${number} from place ${before.join("/")}: ${JSON.stringify(event)} where the history has ${expected}`;
      }
      places = next;
    }
  }
  if (!isComplete || places.has(told.length)) return null;
  return `never told: ${told.slice(Math.max(...places)).join(" ")}`;
}
