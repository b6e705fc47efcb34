import type { DeskOutput } from "@patchbay/protocol";
import { useEffect } from "react";
import { create } from "zustand";
import { ask } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { hearVoiceFrames } from "../../../state/voice-frames.js";

export type HistoryLine = DeskOutput<"contactHistory">["interactions"][number];

export interface History {
  /** The newest that arrived; kept while it is asked for again. */
  readonly lines: readonly HistoryLine[] | null;
  readonly loading: boolean;
  /** The code of the last try's refusal. */
  readonly error: string | null;
}

const UNKNOWN: History = { lines: null, loading: false, error: null };
const useHistories = create<{ readonly byContact: ReadonlyMap<string, History> }>(() => ({
  byContact: new Map(),
}));

/** A contact's interactions; asked for when they are first shown, and whenever one of this desk's begins or ends. */
export function useHistory(contactId: string): History {
  // Changes with each of the contact's interactions in hand, and with the connection.
  const reason = useDesk((state) => {
    const parts = [state.link.status === "live" ? "live" : "away"];
    for (const { interactionId, contact, phase } of state.data?.interactions.values() ?? []) {
      if (contact.contactId === contactId) parts.push(`${interactionId}:${phase}`);
    }
    return parts.join();
  });
  useEffect(() => {
    if (reason.startsWith("live")) void loadHistory(contactId);
  }, [contactId, reason]);
  return useHistories((state) => state.byContact.get(contactId) ?? UNKNOWN);
}

const asked = new Map<string, number>();

export async function loadHistory(contactId: string): Promise<void> {
  const turn = (asked.get(contactId) ?? 0) + 1;
  asked.set(contactId, turn);
  put(contactId, { loading: true, error: null });
  const answer = await ask("contactHistory", { contactId });
  // A later question knows more.
  if (asked.get(contactId) !== turn) return;
  if (answer.ok) put(contactId, { lines: answer.output.interactions, loading: false });
  else put(contactId, { loading: false, error: answer.error.code });
}

// A follow-up stands with the interaction that it came from.
hearVoiceFrames((frame) => {
  const { byContact } = useHistories.getState();
  if (frame.frame === "follow_ups" && byContact.has(frame.contactId)) void loadHistory(frame.contactId);
  // A merge brings the other one's interactions, and takes them away again when it is undone.
  if (frame.frame === "contact")
    for (const contactId of frame.contactIds) if (byContact.has(contactId)) void loadHistory(contactId);
});

function put(contactId: string, change: Partial<History>): void {
  const { byContact } = useHistories.getState();
  const history = { ...(byContact.get(contactId) ?? UNKNOWN), ...change };
  useHistories.setState({ byContact: new Map(byContact).set(contactId, history) });
}
