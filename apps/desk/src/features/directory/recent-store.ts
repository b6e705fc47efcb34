import type { RecentView } from "@patchbay/protocol";
import { create } from "zustand";
import { ask } from "../../state/actions.js";
import { followList } from "../../state/follow-list.js";

export type RecentFilter = "all" | "calls" | "missed";

interface RecentState {
  readonly filter: RecentFilter;
  readonly entries: readonly RecentView[];
  readonly more: boolean;
  /** Missed calls that nobody has returned, over all pages: what the rail's badge says. */
  readonly missed: number;
  /** Newest first: for the last number. */
  readonly made: readonly RecentView[];
  readonly state: "loading" | "there" | "failed";
}

const nothing: RecentState = {
  filter: "all",
  entries: [],
  more: false,
  missed: 0,
  made: [],
  state: "loading",
};
export const useRecent = create<RecentState>(() => nothing);
const { getState: get, setState: set } = useRecent;

/** A call that begins or ends changes the list; what happens in one moment is asked for once. */
const SETTLE_MS = 400;

/** Loads from the newest again, as many as are shown. Only the newest question's answer counts. */
let asked = 0;
export async function refreshRecent(): Promise<void> {
  const { filter, entries } = get();
  const question = ++asked;
  const limit = Math.min(100, Math.max(50, entries.length));
  const answer = await ask("recent", { filter, limit });
  if (question !== asked) return;
  if (!answer.ok) {
    set({ state: "failed" });
    return;
  }
  const { entries: fresh, more, missed } = answer.output;
  const made = fresh.filter(({ kind }) => kind === "made");
  // A filtered list says nothing of what was dialled last.
  set({ entries: fresh, more, missed, state: "there", ...(filter === "missed" ? {} : { made }) });
}

export function filterRecent(filter: RecentFilter): void {
  if (get().filter === filter) return;
  set({ filter, entries: [], more: false, state: "loading" });
  void refreshRecent();
}

export async function moreRecent(): Promise<void> {
  const { filter, entries, more } = get();
  const before = entries.at(-1)?.seq;
  if (!more || before === undefined) return;
  const question = ++asked;
  const answer = await ask("recent", { filter, before });
  if (question !== asked || !answer.ok) return;
  const known = new Set(entries.map(({ interactionId }) => interactionId));
  const older = answer.output.entries.filter(({ interactionId }) => !known.has(interactionId));
  set({ entries: [...entries, ...older], more: answer.output.more, missed: answer.output.missed });
}

/** It needs no call back. @returns the code of a refusal */
export async function putAside(interactionId: string): Promise<string | null> {
  const answer = await ask("putMissedAside", { interactionId });
  await refreshRecent();
  return answer.ok ? null : answer.error.code;
}

/** Follows what this desk sees come and go. @returns how to stop */
export function followRecent(): () => void {
  set(nothing);
  const stop = followList({
    refresh: refreshRecent,
    settleMs: SETTLE_MS,
    mark: ({ offers, interactions }) =>
      [...offers.keys(), "|", ...[...interactions.values()].map(handOf)].join(),
  });
  return () => {
    stop();
    asked += 1;
  };
}

const handOf = ({
  interactionId,
  phase,
}: {
  readonly interactionId: string;
  readonly phase: string;
}): string => `${interactionId} ${phase}`;
