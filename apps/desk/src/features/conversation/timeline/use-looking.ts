import type { MessageView } from "@patchbay/protocol";
import { useEffect, useRef, useState } from "react";
import { markRead } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { lastOfCustomer } from "./lines.js";

/**
 * What the agent has seen. Seen is: this chat is selected, the window is in front, and the newest line is in view.
 *
 * @returns where the divider stands (the last message before it) and how many new messages are out of view below
 */
export function useLooking(interactionId: string, messages: readonly MessageView[], inView: boolean) {
  const [lookedUpTo, setLookedUpTo] = useState<string | null>(() => startOf(interactionId, messages));
  const seen = useRef<string | null>(lookedUpTo);
  const newest = lastOfCustomer(messages);
  const outgoing = useDesk(
    (state) => state.outgoing.filter((line) => line.interactionId === interactionId).length,
  );

  useEffect(() => {
    if (inView) {
      seen.current = newest;
      if (newest !== null) markRead(interactionId, newest);
    } else {
      // Looking away: what comes from now on stands below the divider.
      setLookedUpTo(seen.current);
    }
  }, [interactionId, inView, newest]);

  // Whoever answers has read everything.
  useEffect(() => {
    if (outgoing > 0) setLookedUpTo(null);
  }, [outgoing]);

  useEffect(
    () => () => {
      if (seen.current === null) return;
      const { lookedUpTo: all } = useDesk.getState();
      useDesk.setState({ lookedUpTo: new Map(all).set(interactionId, seen.current) });
    },
    [interactionId],
  );

  const from = seen.current === null ? -1 : messages.findIndex(({ messageId }) => messageId === seen.current);
  const below =
    inView || from < 0
      ? 0
      : messages.slice(from + 1).filter((message) => message.from.who === "customer").length;
  return { lookedUpTo, below };
}

/** Where the agent stopped on this page; after a reload, what the server counts as unread. */
function startOf(interactionId: string, messages: readonly MessageView[]): string | null {
  const { lookedUpTo, data } = useDesk.getState();
  const known = lookedUpTo.get(interactionId);
  if (known !== undefined) return known;
  const unread = data?.interactions.get(interactionId)?.unread ?? 0;
  const own = messages.filter(({ from }) => from.who === "customer");
  return unread === 0 ? null : (own.at(-1 - unread)?.messageId ?? null);
}
