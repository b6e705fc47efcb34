import type { FollowUpForm, FollowUpList, FollowUpView } from "@patchbay/protocol";
import { create } from "zustand";
import type { Answer } from "../../link/link.js";
import { ask, toast, toastError } from "../../state/actions.js";
import { followList } from "../../state/follow-list.js";
import { serverNow } from "../../state/store.js";
import { word } from "../../words/words.js";

export type FollowUpFilter = FollowUpList | "done";

interface FollowUpsState {
  /** The agent's own open ones, by time: what reminds. */
  readonly mine: readonly FollowUpView[];
  readonly filter: FollowUpFilter;
  /** What the filter shows when it is not the agent's own open ones. */
  readonly others: readonly FollowUpView[];
  readonly more: boolean;
  readonly state: "loading" | "there" | "failed";
  /** How many of the agent's own are due. */
  readonly due: number;
  /** Those whose time has come and that nobody has seen to. */
  readonly reminding: readonly FollowUpView[];
  /** Whose customer's history is open beside the list. */
  readonly openId: string | null;
}

const nothing: FollowUpsState = {
  mine: [],
  filter: "mine",
  others: [],
  more: false,
  state: "loading",
  due: 0,
  reminding: [],
  openId: null,
};
export const useFollowUps = create<FollowUpsState>(() => nothing);
const { getState: get, setState: set } = useFollowUps;

const SETTLE_MS = 200;
/** More than these are not reminded of: nobody does so much. */
const MINE_MAX = 200;
/** Timers of browsers go no further than 24 days; looking again does no harm. */
const LOOK_AGAIN_MS = 3_600_000;
let asked = 0;
let ticking: number | undefined;

export const shownOf = ({ filter, mine, others }: FollowUpsState): readonly FollowUpView[] =>
  filter === "mine" ? mine : others;

/** Loads anew what is shown and what reminds. Only the newest question's answer counts. */
export async function refreshFollowUps(): Promise<void> {
  const question = ++asked;
  const { filter, others } = get();
  const [own, shown] = await Promise.all([
    ask("followUps", { limit: MINE_MAX }),
    filter === "mine"
      ? null
      : ask("followUps", { ...questionOf(filter), limit: Math.min(200, Math.max(100, others.length)) }),
  ]);
  if (question !== asked) return;
  if (!own.ok || shown?.ok === false) {
    set({ state: "failed" });
    return;
  }
  set({
    mine: own.output.followUps,
    others: shown?.output.followUps ?? [],
    more: shown?.output.more ?? false,
    state: "there",
  });
  tick();
}

const questionOf = (filter: Exclude<FollowUpFilter, "mine">) =>
  filter === "done" ? ({ list: "mine", state: "done" } as const) : { list: filter };

export function filterFollowUps(filter: FollowUpFilter): void {
  if (get().filter === filter) return;
  set({ filter, others: [], more: false, openId: null, state: filter === "mine" ? "there" : "loading" });
  void refreshFollowUps();
}

export async function moreFollowUps(): Promise<void> {
  const { filter, others, more } = get();
  const last = others.at(-1);
  if (filter === "mine" || !more || last === undefined) return;
  const question = ++asked;
  const after = { at: filter === "done" ? (last.doneAt ?? 0) : last.dueAt, followUpId: last.followUpId };
  const answer = await ask("followUps", { ...questionOf(filter), after });
  if (question !== asked || !answer.ok) return;
  const known = new Set(others.map(({ followUpId }) => followUpId));
  const next = answer.output.followUps.filter(({ followUpId }) => !known.has(followUpId));
  set({ others: [...others, ...next], more: answer.output.more });
}

export const showHistoryOf = (followUpId: string | null): void => set({ openId: followUpId });

/** What is due now; looks again when the next one will be. */
function tick(): void {
  window.clearTimeout(ticking);
  const { mine } = get();
  const now = serverNow();
  const due = mine.filter(({ dueAt }) => dueAt <= now);
  set({ due: due.length, reminding: due.filter(({ reminds }) => reminds) });
  const next = mine.find(({ dueAt }) => dueAt > now);
  if (next !== undefined)
    ticking = window.setTimeout(tick, Math.min(LOOK_AGAIN_MS, Math.max(50, next.dueAt - now)));
}

/** Shown at once; the server's word follows. */
function put(view: FollowUpView): void {
  const change = (list: readonly FollowUpView[]) =>
    list.map((one) => (one.followUpId === view.followUpId ? view : one));
  set({ mine: change(get().mine), others: change(get().others) });
}

function drop({ followUpId }: FollowUpView): void {
  const rest = (list: readonly FollowUpView[]) => list.filter((one) => one.followUpId !== followUpId);
  set({ mine: rest(get().mine), others: rest(get().others) });
  tick();
}

/** The answer to a change, and the words of a refusal. */
type Saved =
  | { readonly ok: true; readonly view: FollowUpView }
  | { readonly ok: false; readonly code: string; readonly version: number | null };

async function saved(answer: Promise<Answer<"addFollowUp">>): Promise<Saved> {
  const came = await answer;
  void refreshFollowUps();
  if (came.ok) return { ok: true, view: came.output.followUp };
  const version = came.error.facts?.["version"];
  return { ok: false, code: came.error.code, version: typeof version === "number" ? version : null };
}

export const addFollowUp = (followUpId: string, interactionId: string, form: FollowUpForm): Promise<Saved> =>
  saved(ask("addFollowUp", { followUpId, interactionId, form }));

export const changeFollowUp = (followUpId: string, version: number, form: FollowUpForm): Promise<Saved> =>
  saved(ask("changeFollowUp", { followUpId, version, form }));

export async function snoozeFollowUp(view: FollowUpView, dueAt: number): Promise<void> {
  put({ ...view, dueAt, reminds: true });
  tick();
  const { followUpId, version } = view;
  said(await saved(ask("snoozeFollowUp", { followUpId, version, dueAt })));
}

export async function finishFollowUp(view: FollowUpView, done: boolean): Promise<void> {
  const { followUpId, version } = view;
  drop(view);
  const answer = await saved(ask("finishFollowUp", { followUpId, version, done }));
  if (said(answer) && done)
    toast(word("followUps.finished", { name: view.contact.name }), {
      undo: () => void finishFollowUp(answer.view, false),
    });
}

export async function deleteFollowUp(view: FollowUpView): Promise<void> {
  const { followUpId, version } = view;
  drop(view);
  const answer = await saved(ask("deleteFollowUp", { followUpId, version, deleted: true }));
  if (said(answer))
    toast(word("followUps.deleted", { name: view.contact.name }), {
      undo: () =>
        void saved(ask("deleteFollowUp", { followUpId, version: answer.view.version, deleted: false })).then(
          said,
        ),
    });
}

/** Its reminder does not come again. */
export async function seeReminder(view: FollowUpView): Promise<void> {
  put({ ...view, reminds: false });
  tick();
  const { followUpId, dueAt } = view;
  const answer = await ask("seeReminder", { followUpId, dueAt });
  // Gone, or somebody else's by now: that reminds nobody here either.
  if (!answer.ok && answer.error.code !== "object_not_found") {
    toastError(answer.error);
    void refreshFollowUps();
  }
}

function said(answer: Saved): answer is Extract<Saved, { readonly ok: true }> {
  if (!answer.ok)
    toast(word(answer.code === "version_conflict" ? "followUps.changedElsewhere" : `errors.${answer.code}`), {
      tone: "error",
    });
  return answer.ok;
}

/** Follows what the server says of this agent's follow-ups. @returns how to stop */
export function followFollowUps(): () => void {
  set(nothing);
  const stop = followList({ refresh: refreshFollowUps, settleMs: SETTLE_MS, frame: "follow_ups" });
  return () => {
    stop();
    window.clearTimeout(ticking);
    asked += 1;
  };
}
