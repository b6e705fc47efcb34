import { useEffect, useRef, useState } from "react";

/** Shorter than this an answer came at once, and a changed word would only flicker. */
const AT_ONCE_MS = 300;

/**
 * For a button that asks the server: one press at a time, and, where the answer takes its time because the connection is in
 * doubt, a word on the button that it waits.
 * @returns whether it is to be shown as waiting, and what runs the request
 */
export function useWaiting(): readonly [boolean, (act: () => Promise<unknown>) => void] {
  const [waiting, setWaiting] = useState(false);
  const timer = useRef<number | null>(null);
  useEffect(() => () => window.clearTimeout(timer.current ?? undefined), []);
  const run = (act: () => Promise<unknown>): void => {
    if (timer.current !== null) return;
    timer.current = window.setTimeout(() => setWaiting(true), AT_ONCE_MS);
    void act().finally(() => {
      window.clearTimeout(timer.current ?? undefined);
      timer.current = null;
      setWaiting(false);
    });
  };
  return [waiting, run];
}
