import { create } from "zustand";
import { seat, useDesk } from "../../state/store.js";
import type { SectionId } from "./sections.js";

/** Where somebody is in Set-up: a section, and what is open in it. */
export interface Place {
  readonly section: SectionId;
  /** The id of what is open; `new` and more for what is not saved yet; `null`: the list. */
  readonly item: string | null;
}

/** A form with changes that nobody has saved. */
export interface Unsaved {
  readonly name: string;
  /** Whether the changes are kept in this browser when somebody leaves. */
  readonly kept: boolean;
  readonly discard: () => void;
}

interface Setup {
  readonly place: Place;
  /** Somebody wants to leave a form with unsaved changes; `go` does so. */
  readonly leaving: { readonly unsaved: Unsaved; readonly go: () => void } | null;
}

export const useSetup = create<Setup>(() => ({ place: { section: "numbers", item: null }, leaving: null }));

let unsaved: Unsaved | null = null;

/** What a form with changes says of itself; `null`: nothing would be lost. */
export function tellUnsaved(next: Unsaved | null): void {
  unsaved = next;
}

export function goTo(place: Place): void {
  askedFirst(() => useSetup.setState({ place }));
}

/** Goes, or asks whether to. */
function askedFirst(go: () => void): void {
  if (unsaved === null) go();
  else useSetup.setState({ leaving: { unsaved, go } });
}

/** The answer to the question. */
export function leave(answer: "stay" | "keep" | "discard"): void {
  const { leaving } = useSetup.getState();
  useSetup.setState({ leaving: null });
  if (leaving === null || answer === "stay") return;
  if (answer === "discard") leaving.unsaved.discard();
  unsaved = null;
  leaving.go();
}

/**
 * Asks before the room is left for another one. A chat or call that the agent goes to is never held up: whatever changes
 * the selection goes through, and what was typed is kept.
 */
export function watchRoom(): () => void {
  return useDesk.subscribe((state, before) => {
    if (before.room !== "setup" || state.room === "setup" || unsaved === null) return;
    if (state.selection !== before.selection || state.data === null) return;
    const { room } = state;
    useDesk.setState({ room: "setup" });
    askedFirst(() => useDesk.setState({ room }));
  });
}

const keyOf = (agentId: string): string => `patchbay.setup.${seat}.${agentId}`;

/** A reload comes back to where it was. */
export function keepPlace(agentId: string): () => void {
  const keep = (): void => {
    const { room } = useDesk.getState();
    try {
      if (room === "setup") sessionStorage.setItem(keyOf(agentId), JSON.stringify(useSetup.getState().place));
      else sessionStorage.removeItem(keyOf(agentId));
    } catch {
      // Storage is full or switched off: a reload begins at the conversations.
    }
  };
  const stops = [
    useDesk.subscribe((state, before) => state.room !== before.room && keep()),
    useSetup.subscribe((state, before) => state.place !== before.place && keep()),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** @param isSection whether a text names a section */
export function restorePlace(agentId: string, isSection: (id: string) => id is SectionId): void {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(agentId)) ?? "null") as Partial<Place> | null;
    if (kept === null || typeof kept.section !== "string" || !isSection(kept.section)) return;
    const item = typeof kept.item === "string" ? kept.item : null;
    useSetup.setState({ place: { section: kept.section, item } });
    useDesk.setState({ room: "setup" });
  } catch {
    // Unreadable is as good as absent.
  }
}
