import type { CallPartyView, CallView, InteractionView } from "@patchbay/protocol";

export type CallState =
  /** The agent's own phone is on its way. */
  | "connecting"
  | "dialing"
  | "ringing"
  /** A colleague's desk rings. */
  | "calling"
  | "connected"
  | "conference"
  /** Somebody is asked, and has not answered. */
  | "asking"
  | "consulting"
  /** Alone in a consultation: whoever asked is back with the customer. */
  | "waiting"
  | "held"
  /** Speaks into a colleague's mailbox. */
  | "voicemail"
  /** The customer is with a voice application. */
  | "application"
  | "lost"
  | "customerLost"
  | "ended"
  | "wrap_up"
  | "monitoring";

export type SeenCall = Pick<InteractionView, "phase" | "call" | "request">;

/** The others who can talk; a supervisor is beside, and no party. */
export const partnersOf = ({ parties }: Pick<CallView, "parties">): readonly CallPartyView[] =>
  parties.filter(({ own, role }) => !own && role !== "supervisor");

/** Whose sound is there, or was a moment ago. */
export const isThere = ({ state }: Pick<CallPartyView, "state">): boolean =>
  state === "connected" || state === "lost";

/** What a call is doing, in one word: what stops the agent from talking comes first. */
export function callState({ phase, call, request }: SeenCall): CallState {
  if (phase === "wrap_up") return "wrap_up";
  if (call === null || call.own === null) return "ended";
  if (call.own.state === "lost") return "lost";
  if (phase === "monitoring") return call.own.state === "dialing" ? "connecting" : "monitoring";
  const { own, consultation } = call;
  const inside = partnersOf(call).filter(({ circle }) => circle === own.circle);
  const [first] = inside;
  if (own.state === "dialing") return "connecting";
  if (call.inMailbox) return "voicemail";
  if (consultation !== null && own.circle === "consult") {
    if (call.heldSince !== null) return "held";
    if (inside.some(isThere)) return "consulting";
    return consultation.own ? "asking" : "waiting";
  }
  if (first === undefined) return request?.kind === "call" ? "calling" : "ended";
  if (inside.length === 1 && !isThere(first)) return stateOfOnly(first);
  if (call.application !== null) return "application";
  if (inside.length === 1 && first.state === "lost") return "customerLost";
  if (call.heldSince !== null) return "held";
  return inside.filter(isThere).length > 1 ? "conference" : "connected";
}

const stateOfOnly = ({ state, role }: CallPartyView): CallState => {
  if (role === "agent" || state === "arriving") return "connecting";
  return state === "ringing" ? "ringing" : "dialing";
};

/** Calls in this agent's hands that are not being wrapped up, and the one beside which a supervisor is. */
export const callsInHand = (interactions: Iterable<InteractionView>): InteractionView[] =>
  [...interactions].filter(({ call, phase }) => call?.own != null && phase !== "wrap_up");

/** The call in which this agent talks now, else the one that was put on hold last: keys and phone go by it. */
export function liveCall(interactions: Iterable<InteractionView>): InteractionView | null {
  const calls = callsInHand(interactions);
  return (
    calls.find(({ call }) => call?.heldSince === null) ??
    calls.sort((a, b) => (b.call?.heldSince ?? 0) - (a.call?.heldSince ?? 0))[0] ??
    null
  );
}

/** A hold that lasts longer than this is shown in amber, ms: silence feels long to whoever waits. */
export const HOLD_LONG_MS = 60_000;
