import type { ReasonView, RosterView } from "@patchbay/protocol";
import { clockText } from "../../parts/time.js";
import { word } from "../../words/words.js";
import { rosterState, toneOf } from "../presence/state-view.js";

/** A colleague's state as the directory says it: colour group, words, and for how long. */
export interface Presence {
  readonly tone: string;
  /** "Busy, on a call", "Not ready, Lunch". */
  readonly text: string;
  /** Time in that state; empty when signed out. */
  readonly time: string;
}

export function presenceOf(agent: RosterView, reasons: readonly ReasonView[], now: number): Presence {
  const { kind, text } = rosterState(agent, reasons);
  const tone = toneOf(kind);
  const time = agent.wordSince === null ? "" : clockText(now - agent.wordSince);
  // What comes after the call matters less than the call.
  if (agent.onCall) return { tone, text: word("directory.onCall", { state: word(`state.${kind}`) }), time };
  return { tone, text, time };
}
