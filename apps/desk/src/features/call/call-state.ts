import type { InteractionView } from "@patchbay/protocol";

export type CallState =
  | "connecting"
  | "dialing"
  | "ringing"
  | "connected"
  | "held"
  | "lost"
  | "customerLost"
  | "ended"
  | "wrap_up";

type Seen = Pick<InteractionView, "phase" | "call">;

/** What a call is doing, in one word: what stops the two from talking comes first. */
export function callState({ phase, call }: Seen): CallState {
  if (phase === "wrap_up") return "wrap_up";
  if (call === null || call.customer === null || call.own === null) return "ended";
  if (call.own.state === "lost") return "lost";
  switch (call.customer.state) {
    case "dialing":
      return call.own.state === "connected" ? "dialing" : "connecting";
    case "ringing":
      return "ringing";
    case "lost":
      return "customerLost";
    default:
      if (call.heldSince !== null) return "held";
      return call.own.state === "connected" ? "connected" : "connecting";
  }
}

/** The call that this agent is in; there is never more than one. */
export const liveCall = (interactions: Iterable<InteractionView>): InteractionView | null =>
  [...interactions].find(({ call, phase }) => call?.own != null && phase !== "wrap_up") ?? null;

export type Control = "mute" | "hold" | "keys" | "end";

/**
 * Which controls a call allows.
 * @returns for each, `null` when it may be used, else the path of the sentence that says why not
 */
export function refusals(view: Seen): Readonly<Record<Control, string | null>> {
  const state = callState(view);
  const over = state === "ended" || state === "wrap_up" ? "call.why.over" : null;
  const answered = view.call?.customer?.state === "connected";
  const waits = answered ? null : "call.why.notConnected";
  return {
    mute: over ?? (state === "held" ? "call.why.heldMute" : null),
    hold: over ?? waits,
    keys: over ?? (state === "held" ? "call.why.heldKeys" : waits),
    end: over,
  };
}

/** Since when they talk or try to; the timer of the call. */
export const sinceOf = (view: InteractionView): number => view.joinedAt;
