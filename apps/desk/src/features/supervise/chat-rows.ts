import type { LiveChatView } from "@patchbay/protocol";

/** Chats that are taken: whoever has waited longest for an answer first, then the longest chat. */
export const chatRows = (chats: Iterable<LiveChatView>): readonly LiveChatView[] =>
  [...chats].sort(
    (a, b) =>
      (a.unansweredSince ?? Number.POSITIVE_INFINITY) - (b.unansweredSince ?? Number.POSITIVE_INFINITY) ||
      a.startedAt - b.startedAt ||
      (a.interactionId < b.interactionId ? -1 : 1),
  );

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
