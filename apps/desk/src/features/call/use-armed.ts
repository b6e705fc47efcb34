import { useEffect, useRef } from "react";

/** A button that has just come to mean something else is not pressed by a click that was on its way, ms. */
export const ARMS_AFTER_MS = 700;

/**
 * For buttons that end something and change what they end: when the colleague hangs up a moment before "End consultation" is
 * pressed, the press must not end the customer's call. Also the second click of a double click is none of its own.
 * @param meaning what the button does now, and to which call
 * @returns whether a press means it; `clicks` is the event's `detail`, 0 for a key
 */
export function useArmed(meaning: string): (clicks: number) => boolean {
  const since = useRef({ meaning, at: 0 });
  useEffect(() => {
    if (since.current.meaning !== meaning) since.current = { meaning, at: performance.now() };
  }, [meaning]);
  return (clicks) =>
    clicks < 2 &&
    since.current.meaning === meaning &&
    (since.current.at === 0 || performance.now() - since.current.at >= ARMS_AFTER_MS);
}
