import type { VoicemailView } from "@patchbay/protocol";
import { create } from "zustand";
import { ask, toast, toastError } from "../../state/actions.js";
import { followList } from "../../state/follow-list.js";
import { word } from "../../words/words.js";

export type VoicemailFilter = "all" | "new";

interface VoicemailState {
  readonly filter: VoicemailFilter;
  readonly messages: readonly VoicemailView[];
  readonly more: boolean;
  /** How many are new, over all pages: what the rail's badge says. */
  readonly fresh: number;
  /** Whose player is open; `null`: nobody's. */
  readonly openId: string | null;
  readonly state: "loading" | "there" | "failed";
}

const nothing: VoicemailState = {
  filter: "all",
  messages: [],
  more: false,
  fresh: 0,
  openId: null,
  state: "loading",
};
export const useVoicemail = create<VoicemailState>(() => nothing);
const { getState: get, setState: set } = useVoicemail;

/** What happens in one moment is asked for once. */
const SETTLE_MS = 200;

/** Loads from the newest again, as many as are shown. Only the newest question's answer counts. */
let asked = 0;
export async function refreshVoicemail(): Promise<void> {
  const { filter, messages, openId } = get();
  const question = ++asked;
  const limit = Math.min(100, Math.max(50, messages.length));
  const answer = await ask("voicemail", { which: filter, limit });
  if (question !== asked) return;
  if (!answer.ok) {
    set({ state: "failed" });
    return;
  }
  const { messages: found, more, fresh } = answer.output;
  // Among the new ones, what is being listened to stays until another one is opened.
  const open = messages.find(({ recordingId }) => recordingId === openId);
  const keepsOpen =
    filter === "new" && open !== undefined && found.every((one) => one.recordingId !== openId);
  set({
    messages: keepsOpen ? byAge([...found, { ...open, isNew: false }]) : found,
    more,
    fresh,
    state: "there",
  });
}

export function filterVoicemail(filter: VoicemailFilter): void {
  if (get().filter === filter) return;
  set({ filter, messages: [], more: false, openId: null, state: "loading" });
  void refreshVoicemail();
}

export async function moreVoicemail(): Promise<void> {
  const { filter, messages, more } = get();
  const last = messages.at(-1);
  if (!more || last === undefined) return;
  const question = ++asked;
  const before = { at: last.at, recordingId: last.recordingId };
  const answer = await ask("voicemail", { which: filter, before });
  if (question !== asked || !answer.ok) return;
  const known = new Set(messages.map(({ recordingId }) => recordingId));
  const older = answer.output.messages.filter(({ recordingId }) => !known.has(recordingId));
  set({ messages: [...messages, ...older], more: answer.output.more, fresh: answer.output.fresh });
}

export const openMessage = (recordingId: string | null): void => set({ openId: recordingId });

/** Shown at once; the server's word follows. */
export async function markMessage(recordingId: string, heard: boolean): Promise<void> {
  const { messages, fresh } = get();
  const message = messages.find((one) => one.recordingId === recordingId);
  if (message === undefined || message.isNew === !heard) return;
  set({
    messages: messages.map((one) => (one === message ? { ...one, isNew: !heard } : one)),
    fresh: Math.max(0, fresh + (heard ? -1 : 1)),
  });
  const answer = await ask("markVoicemail", { recordingId, heard });
  if (!answer.ok) toastError(answer.error);
  await refreshVoicemail();
}

/** Out of the list at once, with a way back. */
export async function deleteMessage(recordingId: string, name: string): Promise<void> {
  const { messages, openId } = get();
  set({
    messages: messages.filter((one) => one.recordingId !== recordingId),
    openId: openId === recordingId ? null : openId,
  });
  const answer = await ask("deleteVoicemail", { recordingId, deleted: true });
  if (answer.ok) toast(word("voicemail.deleted", { name }), { undo: () => void takeBack(recordingId) });
  // Somebody else has deleted it: that was the wish.
  else if (answer.error.code !== "object_not_found") toastError(answer.error);
  await refreshVoicemail();
}

async function takeBack(recordingId: string): Promise<void> {
  const answer = await ask("deleteVoicemail", { recordingId, deleted: false });
  if (!answer.ok) toastError(answer.error);
  await refreshVoicemail();
}

/** Follows what the server says of this agent's mailboxes. @returns how to stop */
export function followVoicemail(): () => void {
  set(nothing);
  const stop = followList({ refresh: refreshVoicemail, settleMs: SETTLE_MS, frame: "voicemail" });
  return () => {
    stop();
    asked += 1;
  };
}

const byAge = (messages: readonly VoicemailView[]): VoicemailView[] =>
  [...messages].sort((a, b) => b.at - a.at || (a.recordingId < b.recordingId ? 1 : -1));
