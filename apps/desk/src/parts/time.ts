import { useSyncExternalStore } from "react";
import { serverNow } from "../state/store.js";

/** One clock for all timers of the page: they tick together, once a second. */
let listeners: (() => void)[] = [];
let second = Math.floor(Date.now() / 1_000);
window.setInterval(() => {
  second = Math.floor(Date.now() / 1_000);
  for (const listener of listeners) listener();
}, 1_000);

const subscribe = (listener: () => void): (() => void) => {
  listeners = [...listeners, listener];
  return () => {
    listeners = listeners.filter((other) => other !== listener);
  };
};

/** The server's time in ms; repaints its component once a second, or with `ticks: false` never by itself. */
export function useNow(ticks = true): number {
  useSyncExternalStore(subscribe, () => (ticks ? second : 0));
  return serverNow();
}

/** "0:52", "12:41", "2:14:09". Never negative. */
export function clockText(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000));
  const hours = Math.floor(total / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const seconds = String(total % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}
