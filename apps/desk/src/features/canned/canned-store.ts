import type { CannedForm, CannedView } from "@patchbay/protocol";
import { create } from "zustand";
import { ask, toast } from "../../state/actions.js";
import { followList } from "../../state/follow-list.js";
import { word } from "../../words/words.js";
import { closeEdit } from "./manage/edit.js";

interface Canned {
  /** The shared ones and the agent's own; `null`: not read yet. */
  readonly responses: readonly CannedView[] | null;
  readonly mayManageShared: boolean;
  readonly nickname: string;
  /** Why the list could not be read; `null`: it was, or is being read. */
  readonly failed: string | null;
}

const nothing: Canned = { responses: null, mayManageShared: false, nickname: "", failed: null };
/** The list as last read. It is whole: a search at each keystroke asks nobody. */
export const useCanned = create<Canned>(() => nothing);
const { getState: get, setState: set } = useCanned;

/** Somebody who imports or tidies up changes many in a row; the list is read once, so many ms after the last. */
const SETTLE_MS = 150;
let asked = 0;

export async function readCanned(): Promise<void> {
  asked += 1;
  const mine = asked;
  const answer = await ask("cannedResponses", {});
  if (mine !== asked) return;
  if (answer.ok) set({ ...answer.output, failed: null });
  else set({ failed: answer.error.code });
}

/** Follows what the server says of the list. @returns how to stop */
export function followCanned(): () => void {
  set(nothing);
  // What one agent was writing is not shown to the next.
  closeEdit();
  const stop = followList({ refresh: readCanned, settleMs: SETTLE_MS, frame: "canned_responses" });
  return () => {
    stop();
    asked += 1;
  };
}

function put(view: CannedView): void {
  const others = (get().responses ?? []).filter(({ responseId }) => responseId !== view.responseId);
  set({ responses: [...others, view] });
}

type Refusal = { readonly code: string; readonly facts: Readonly<Record<string, unknown>> };
export type CannedSaved =
  | { readonly ok: true; readonly view: CannedView }
  | ({ readonly ok: false } & Refusal);

export async function saveCanned(saved: {
  readonly responseId: string;
  readonly version: number;
  readonly shared: boolean;
  readonly form: CannedForm;
}): Promise<CannedSaved> {
  const answer = await ask("saveCannedResponse", saved);
  if (!answer.ok) {
    void readCanned();
    return { ok: false, code: answer.error.code, facts: answer.error.facts ?? {} };
  }
  put(answer.output.response);
  return { ok: true, view: answer.output.response };
}

export async function deleteCanned({ responseId, version, title }: CannedView): Promise<void> {
  const answer = await ask("deleteCannedResponse", { responseId, version, deleted: true });
  if (!answer.ok) {
    refused({ code: answer.error.code, facts: answer.error.facts ?? {} });
    void readCanned();
    return;
  }
  const { version: now } = answer.output.response;
  set({ responses: (get().responses ?? []).filter((one) => one.responseId !== responseId) });
  toast(word("canned.deleted", { title }), { undo: () => void takeBack(responseId, now) });
}

async function takeBack(responseId: string, version: number): Promise<void> {
  const answer = await ask("deleteCannedResponse", { responseId, version, deleted: false });
  if (answer.ok) put(answer.output.response);
  else refused({ code: answer.error.code, facts: answer.error.facts ?? {} });
}

export const sentenceOf = ({ code, facts }: Refusal): string =>
  word(code === "version_conflict" ? "canned.changedElsewhere" : `errors.${code}`, {
    ...facts,
    defaultValue: word("errors.unknown_error"),
  });

function refused(refusal: Refusal): void {
  toast(sentenceOf(refusal), { tone: "error" });
}

/** It was put into a message: counted here at once, so that it is among the first the next time. */
export function countUse(responseId: string): void {
  const now = Date.now();
  const before = get().responses?.find((one) => one.responseId === responseId);
  if (before !== undefined)
    put({
      ...before,
      uses: before.uses + 1,
      ownUses: before.ownUses + 1,
      lastUsedAt: now,
      ownLastUsedAt: now,
    });
  void ask("cannedResponseUsed", { responseId });
}
