import { create } from "zustand";

interface PaletteState {
  readonly open: boolean;
  /** What had the focus before; it gets it back. */
  readonly opener: HTMLElement | null;
  /** What was typed before the search itself was there. */
  readonly typed: string;
}

export const usePalette = create<PaletteState>(() => ({ open: false, opener: null, typed: "" }));

export function openPalette(): void {
  if (usePalette.getState().open) return;
  const active = document.activeElement;
  const opener = active instanceof HTMLElement && active !== document.body ? active : null;
  usePalette.setState({ open: true, opener, typed: "" });
}

/**
 * The focus goes back to where it was, and then comes what was chosen. Both after the key that asked for it: its Enter would
 * press the button that gets the focus.
 */
export function closePalette(then: () => void = () => undefined): void {
  const { opener } = usePalette.getState();
  usePalette.setState({ open: false, opener: null });
  window.setTimeout(() => {
    if (opener?.isConnected) opener.focus();
    then();
  });
}

const RECENT_MAX = 5;
const keyOf = (agentId: string): string => `patchbay.palette.${agentId}`;

/** Ids of what was last chosen, newest first. */
export function recentOf(agentId: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(agentId)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string").slice(0, RECENT_MAX) : [];
  } catch {
    return [];
  }
}

export function keepRecent(agentId: string, id: string): void {
  const recent = [id, ...recentOf(agentId).filter((other) => other !== id)].slice(0, RECENT_MAX);
  try {
    localStorage.setItem(keyOf(agentId), JSON.stringify(recent));
  } catch {
    // It is not remembered then.
  }
}
