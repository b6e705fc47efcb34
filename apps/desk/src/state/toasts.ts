import { type Toast, useDesk } from "./store.js";

/** What the desk says in passing, in a corner. */

const { getState: get, setState: set } = useDesk;
const TOAST_MS = 8_000;

export function toast(text: string, options: Partial<Pick<Toast, "tone" | "until" | "undo">> = {}): string {
  const id = crypto.randomUUID();
  const until = options.until ?? Date.now() + TOAST_MS;
  // The same words again, as of a key that is pressed twice, are said once, for longer.
  const others = get().toasts.filter((other) => other.text !== text || other.undo !== null);
  set({
    toasts: [...others, { id, text, tone: options.tone ?? "plain", until, undo: options.undo ?? null }],
  });
  window.setTimeout(() => dropToast(id), Math.max(0, until - Date.now()));
  return id;
}

export function dropToast(id: string): void {
  set({ toasts: get().toasts.filter((other) => other.id !== id) });
}
