import type { ContactRecordView } from "@patchbay/protocol";
import { useEffect } from "react";
import { create } from "zustand";
import { ask } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { hearVoiceFrames } from "../../../state/voice-frames.js";

/** What the server keeps of contacts besides what stands in an interaction: who changed what, and who may be whom. */
const useRecords = create<{ readonly byContact: ReadonlyMap<string, ContactRecordView> }>(() => ({
  byContact: new Map(),
}));

/** Read when it is first shown, and whenever the contact is told to be otherwise. `null`: not yet, or no contact. */
export function useContactRecord(contactId: string, isContact = true): ContactRecordView | null {
  const isLive = useDesk((state) => state.link.status === "live");
  useEffect(() => {
    if (isLive && isContact) void readRecord(contactId);
  }, [contactId, isLive, isContact]);
  return useRecords((state) => state.byContact.get(contactId) ?? null);
}

const turns = new Map<string, number>();

export async function readRecord(contactId: string): Promise<ContactRecordView | null> {
  const turn = (turns.get(contactId) ?? 0) + 1;
  turns.set(contactId, turn);
  const answer = await ask("contactRecord", { contactId });
  if (!answer.ok) return null;
  // A later question knows more.
  if (turns.get(contactId) === turn) {
    const { byContact } = useRecords.getState();
    useRecords.setState({ byContact: new Map(byContact).set(contactId, answer.output) });
  }
  return answer.output;
}

// Who else looks like it changes with the others, too.
hearVoiceFrames((frame) => {
  if (frame.frame !== "contact") return;
  for (const [contactId, { alike, merges }] of useRecords.getState().byContact) {
    const near = [
      contactId,
      ...alike.map((one) => one.contact.contactId),
      ...merges.map((merge) => merge.from.contactId),
    ];
    if (near.some((id) => frame.contactIds.includes(id))) void readRecord(contactId);
  }
});

// Nobody reads on what a former agent of this desk saw.
useDesk.subscribe(({ session }, before) => {
  if (session.phase === "signed_out" && before.session.phase === "signed_in") {
    useRecords.setState({ byContact: new Map() });
    turns.clear();
  }
});
