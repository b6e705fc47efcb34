import { useEffect, useRef } from "react";
import { toast } from "../../state/actions.js";
import { word } from "../../words/words.js";

/** A button that has just come to mean something else is not pressed by a click that was on its way, ms. */
export const ARMS_AFTER_MS = 700;

/** @param clicks the event's `detail`; 0 for a key */
export type Press = (clicks: number, act: () => void) => void;

/**
 * For buttons that end something and change what they end: when the colleague hangs up a moment before "End consultation" is
 * pressed, the press must not end the customer's call. Also the second click of a double click is none of its own.
 * @param meaning what the button does now, and to which call
 */
export function useArmed(meaning: string): Press {
  const since = useRef({ meaning, at: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    if (since.current.meaning !== meaning) since.current = { meaning, at: performance.now() };
  }, [meaning]);
  return (clicks, act) => {
    if (clicks > 1) return;
    if (since.current.meaning === meaning && performance.now() - since.current.at >= ARMS_AFTER_MS) act();
    else toast(word("call.why.justChanged"), { tone: "error" });
  };
}
