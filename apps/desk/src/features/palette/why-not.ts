import type { InteractionView } from "@patchbay/protocol";
import type { DeskActionId } from "../../keys/desk-actions.js";
import type { DeskStore } from "../../state/store.js";
import { turnSince } from "../active-list/card-view.js";
import { type CallControl, whyNot } from "../call/index.js";
import { sectionsFor } from "../setup/index.js";

type Seen = Pick<DeskStore, "data" | "selection">;

/** Which control of a call an action presses: the first one that the call has. */
const CONTROLS: Partial<Record<DeskActionId, readonly CallControl[]>> = {
  mute: ["mute"],
  hold: ["hold"],
  keypad: ["keys"],
  consult: ["consult"],
  swap: ["swap"],
  merge: ["merge"],
  add: ["add"],
  message: ["message"],
  "end-all": ["endForAll"],
};
/** They need an interaction in front, and say themselves what else is missing. */
const OF_THE_FRONT: ReadonlySet<DeskActionId> = new Set([
  "compose",
  "canned",
  "emoji",
  "handover",
  "end",
  "result",
]);
const OF_A_CALL: ReadonlySet<DeskActionId> = new Set(["record", "application"]);

/**
 * Why an action cannot be done now: the path of the sentence; `null`: it can be tried; `undefined`: this user never can.
 */
export function whyNotNow(id: DeskActionId, { data, selection }: Seen): string | null | undefined {
  if (data === null) return "palette.why.notHere";
  const { privileges } = data.user;
  const front = selection?.kind === "interaction" ? data.interactions.get(selection.id) : undefined;
  switch (id) {
    case "supervise":
      return privileges.includes("see_live") ? null : undefined;
    case "setup":
      return sectionsFor(privileges).length > 0 ? null : undefined;
    case "state":
      return data.self === null ? undefined : null;
    case "accept":
    case "reject":
      return data.offers.size === 0 ? "palette.why.nothingRings" : null;
    case "next-waiting":
      return [...data.interactions.values()].some((view) => turnSince(view) !== null)
        ? null
        : "palette.why.nobodyWaits";
    case "next":
    case "previous":
      return data.interactions.size === 0 ? "palette.why.nothingInHand" : null;
    case "find":
      return front?.channel === "chat" ? null : "palette.why.noChat";
    case "context":
      return front === undefined && data.offers.size === 0 ? "palette.why.nothingInFront" : null;
    default:
  }
  if (OF_THE_FRONT.has(id)) return front === undefined ? "palette.why.nothingInFront" : null;
  if (OF_A_CALL.has(id)) return front?.call ? null : "palette.why.noCall";
  const controls = CONTROLS[id];
  return controls === undefined ? null : whyNotOfCall(front, controls);
}

function whyNotOfCall(front: InteractionView | undefined, controls: readonly CallControl[]): string | null {
  if (!front?.call) return "palette.why.noCall";
  for (const control of controls) {
    const why = whyNot(front, control);
    if (why !== undefined) return why;
  }
  return "palette.why.notInThisCall";
}
