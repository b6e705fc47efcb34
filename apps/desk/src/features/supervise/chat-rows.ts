import type { LiveChatView, QueueView } from "@patchbay/protocol";

/**
 * Chats that are taken: whoever has waited longest for an answer first, then the longest chat. One that has lost its agent and stands
 * in a line again is told there.
 */
export const chatRows = (
  chats: Iterable<LiveChatView>,
  queues: Iterable<QueueView> = [],
): readonly LiveChatView[] => {
  const inLine = new Set(
    [...queues].flatMap(({ waiting }) => waiting.map(({ interactionId }) => interactionId)),
  );
  const taken = [...chats].filter(
    ({ interactionId, agents }) => agents.length > 0 || !inLine.has(interactionId),
  );
  return taken.sort(
    (a, b) =>
      (a.unansweredSince ?? Number.POSITIVE_INFINITY) - (b.unansweredSince ?? Number.POSITIVE_INFINITY) ||
      a.startedAt - b.startedAt ||
      (a.interactionId < b.interactionId ? -1 : 1),
  );
};

/** Why this supervisor cannot read a chat along; the path of a sentence, or `null`. */
export function readingWhy({ agents }: LiveChatView, me: string): string | null {
  if (agents.some(({ agentId }) => agentId === me)) return "beside.do.yours";
  return agents.length === 0 ? "beside.do.nobody" : null;
}

/** How loudly a customer's wait is shown. */
export const waitTone = (
  waited: number,
  { waitAmberMs, waitRedMs }: { readonly waitAmberMs: number; readonly waitRedMs: number },
): "m-breached" | "m-due" | null =>
  waited >= waitRedMs ? "m-breached" : waited >= waitAmberMs ? "m-due" : null;
