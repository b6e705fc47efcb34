import type { RecordView } from "@patchbay/protocol";
import { create } from "zustand";
import { ask } from "../../state/actions.js";
import { readRecord } from "../records/records-http.js";
import { addressOf } from "./address.js";
import type { Story } from "./lines.js";
import { showAddress, useOpenReplay } from "./open-replay.js";
import type { Speed } from "./pace.js";
import { readReplay, type Told } from "./replay-http.js";

/** A replay that is open. */
interface ReplayState {
  readonly interactionId: string | null;
  readonly told: Told | null;
  readonly story: Story | null;
  readonly record: RecordView | null;
  /** How much of the journal is folded in, 0 to 1. */
  readonly progress: number;
  readonly error: string | null;
  /** Which step is shown. */
  readonly at: number;
  readonly playing: boolean;
  readonly speed: Speed;
}

const EMPTY: ReplayState = {
  interactionId: null,
  told: null,
  story: null,
  record: null,
  progress: 0,
  error: null,
  at: 0,
  playing: false,
  speed: 4,
};

export const useReplay = create<ReplayState>(() => EMPTY);
const { setState: set, getState: get } = useReplay;

let running: AbortController | null = null;

export async function loadReplay(interactionId: string): Promise<void> {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  set({ ...EMPTY, interactionId, speed: get().speed });
  try {
    const [answer, story, record] = await Promise.all([
      readReplay(interactionId, (progress) => set({ progress }), mine.signal),
      ask("transcript", { interactionId }),
      readRecord(interactionId),
    ]);
    if (running !== mine) return;
    if (!answer.ok || !story.ok || !record.ok) {
      set({
        error: !answer.ok ? answer.code : !story.ok ? story.error.code : record.ok ? null : record.code,
      });
      return;
    }
    const { seq } = useOpenReplay.getState();
    const { steps } = answer.result.replay;
    const at =
      seq === null
        ? 0
        : Math.max(
            0,
            steps.findLastIndex((step) => step.seq <= seq),
          );
    set({ told: answer.result, story: story.output, record: record.result, at });
  } catch (cause) {
    if (!mine.signal.aborted) throw cause;
  }
}

/** What has happened since, at the step that is shown. */
export async function reloadReplay(): Promise<void> {
  const { interactionId, told, at } = get();
  if (interactionId === null) return;
  useOpenReplay.setState({ seq: told?.replay.steps[at]?.seq ?? null });
  await loadReplay(interactionId);
}

export function forgetReplay(): void {
  running?.abort();
  running = null;
  set({ ...EMPTY, speed: get().speed });
}

/** @param at out of bounds: the nearest there is */
export function goTo(at: number): void {
  const { told, interactionId } = get();
  const last = (told?.replay.steps.length ?? 0) - 1;
  if (told === null || interactionId === null || last < 0) return;
  const to = Math.max(0, Math.min(last, at));
  set({ at: to, playing: get().playing && to < last });
  showAddress(addressOf(interactionId, told.replay.steps[to]?.seq ?? null));
}

export const goToSeq = (seq: number): void =>
  goTo(get().told?.replay.steps.findLastIndex((step) => step.seq <= seq) ?? 0);

export function togglePlay(): void {
  const { playing, told, at } = get();
  const last = (told?.replay.steps.length ?? 0) - 1;
  // At the end there is nothing left to play but all of it.
  if (!playing && at >= last) goTo(0);
  set({ playing: !playing && last > 0 });
}
