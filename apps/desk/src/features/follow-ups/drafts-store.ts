import { create } from "zustand";
import { toast } from "../../state/actions.js";
import { type Keeper, keeperFor } from "../../state/kept.js";
import { seat, useDesk } from "../../state/store.js";
import { word } from "../../words/words.js";
import type { FollowUpDraft, FollowUpFields } from "./draft.js";

/**
 * Forms that are open, by where they are: of a new one its interaction's, of a changed one its own. They survive the page:
 * whoever opens this seat's desk again as the same agent finds them as they were.
 */
const useDrafts = create<{ readonly drafts: ReadonlyMap<string, FollowUpDraft> }>(() => ({
  drafts: new Map(),
}));
let owner: string | null = null;
let keeper: Keeper | null = null;

export const keyOfNew = (interactionId: string): string => `new ${interactionId}`;
export const keyOfEdit = (followUpId: string): string => `edit ${followUpId}`;

export const useDraft = (key: string): FollowUpDraft | undefined =>
  useDrafts((state) => state.drafts.get(key));
/** The forms in which one of these is changed. */
export const useDraftsOf = (followUpIds: readonly string[]): readonly string[] =>
  useDrafts((state) => followUpIds.filter((id) => state.drafts.has(keyOfEdit(id))).join(" "))
    .split(" ")
    .filter((id) => id !== "");

/** Forms of new ones whose interaction has left the desk: they wait in the list. */
export const useLeftDrafts = (): readonly string[] => {
  const inHand = useDesk((state) => state.data?.interactions);
  const drafts = useDrafts((state) => state.drafts);
  return [...drafts].flatMap(([key, { version, interactionId }]) =>
    version === null && inHand?.has(interactionId) !== true ? [key] : [],
  );
};

export const openDraft = (key: string, draft: FollowUpDraft): void => put(key, draft);

export function typeDraft(
  key: string,
  change: Partial<FollowUpFields & Pick<FollowUpDraft, "version">>,
): void {
  const draft = useDrafts.getState().drafts.get(key);
  if (draft !== undefined) put(key, { ...draft, ...change });
}

export const closeDraft = (key: string): void => put(key, undefined);

/** What was typed comes back with one click. */
export function discardDraft(key: string): void {
  const draft = useDrafts.getState().drafts.get(key);
  closeDraft(key);
  if (draft !== undefined && draft.note.trim() !== "")
    toast(word("followUps.form.discarded", { name: draft.customer }), {
      undo: () => openDraft(key, draft),
    });
}

function put(key: string, draft: FollowUpDraft | undefined): void {
  const drafts = new Map(useDrafts.getState().drafts);
  if (draft === undefined) drafts.delete(key);
  else drafts.set(key, draft);
  useDrafts.setState({ drafts });
  keeper?.followUps.keep(drafts);
}

useDesk.subscribe(({ session, data }) => {
  if (session.phase !== "signed_in" || data === null || owner === session.agentId) return;
  owner = session.agentId;
  keeper = keeperFor(seat, session.agentId);
  useDrafts.setState({ drafts: keeper.followUps.read() });
});
