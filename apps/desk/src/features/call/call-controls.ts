import type { CallPartyView, CallView, InteractionView } from "@patchbay/protocol";
import { type CallState, callState, isThere, partnersOf } from "./call-state.js";

export type CallControl =
  | "mute"
  | "hold"
  | "keys"
  | "consult"
  | "transfer"
  | "add"
  | "message"
  | "swap"
  | "complete"
  | "merge"
  | "leave"
  | "end"
  | "endConsultation"
  | "endForAll"
  | "listen"
  | "whisper"
  | "barge"
  | "takeOver"
  | "stop";

/** What may be done with a call. `why`: the path of the sentence that says why not; `null`: it may be used. */
export interface ControlState {
  readonly control: CallControl;
  readonly why: string | null;
}

type Seen = Pick<InteractionView, "phase" | "call" | "request" | "parties">;

/** As the core has it: more would be a meeting, and nobody could follow them on a telephone. */
const LEGS_MAX = 10;

/**
 * The controls of a call in their order on the screen, as FEATURES 1.11 allows them by phase. What this call, in this role,
 * never allows is not in the list; what it does not allow now is, and says why.
 */
export function callControls(view: Seen): readonly ControlState[] {
  const { call, phase } = view;
  const state = callState(view);
  if (call === null || state === "ended" || state === "wrap_up") return [];
  if (phase === "monitoring") return MONITORING_CONTROLS;
  // Nobody is there who could be held or handed over.
  if (state === "voicemail") return [{ control: "mute", why: null }, ...endControls(view, call)];
  const middle: readonly ControlState[] =
    call.consultation?.own === true
      ? consultationControls(call)
      : (["consult", "transfer", "add"] as const).map((control) => ({
          control,
          why: askWhy(view, call, state) ?? (control !== "transfer" && isFull(call) ? "call.why.full" : null),
        }));
  return [
    { control: "mute", why: state === "held" ? "call.why.heldMute" : null },
    { control: "hold", why: call.application === null ? holdWhy(call) : "call.why.application" },
    { control: "keys", why: call.application === null ? keysWhy(call) : "call.why.application" },
    ...middle,
    ...(call.direction === "internal"
      ? []
      : [{ control: "message", why: messageWhy(view, call, state) } as const]),
    ...endControls(view, call),
  ];
}

/** SPEC MSG-1: one thing at a time is done with the customer, who must be there to hear it. */
function messageWhy(view: Seen, call: CallView, state: CallState): string | null {
  if (call.message !== null) return "call.why.message";
  if (call.heldSince !== null) return "call.why.heldMessage";
  if (call.customer === null) return "call.why.noCustomer";
  return askWhy(view, call, state);
}

/** Why a control cannot be used; `undefined`: this call has no such control now. */
export function whyNot(view: Seen, control: CallControl): string | null | undefined {
  return callControls(view).find((one) => one.control === control)?.why;
}

/** What Alt+E and the end of the row do: the way out that takes the least from the others. `null`: there is none. */
export function wayOutOf(view: Seen): "leave" | "end" | "endConsultation" | "stop" | null {
  const ways = callControls(view).map(({ control }) => control);
  for (const way of ["stop", "endConsultation", "leave", "end"] as const) if (ways.includes(way)) return way;
  return null;
}

const ownIsThere = ({ own }: CallView): string | null =>
  own?.state === "connected" ? null : "call.why.ownAudio";

function holdWhy(call: CallView): string | null {
  if (call.heldSince !== null) return null;
  const inside = partnersOf(call).filter(({ circle }) => circle === call.own?.circle);
  return inside.some(({ state }) => state === "connected") ? null : "call.why.notConnected";
}

/** Keys go into the line of whoever is outside, in the circle in which the agent is. */
function keysWhy(call: CallView): string | null {
  if (call.heldSince !== null) return "call.why.heldKeys";
  const lines = partnersOf(call).filter(
    ({ circle, role, device }) => circle === call.own?.circle && role !== "agent" && device !== "app",
  );
  if (lines.length === 0) return "call.why.noLine";
  // What rings may be a menu already, which speaks before it answers.
  const takesKeys = ["connected", "ringing"];
  return lines.some(({ state, heldSince }) => takesKeys.includes(state) && heldSince === null)
    ? null
    : "call.why.notConnected";
}

/** For asking somebody else: a consultation, a transfer, an invitation. */
function askWhy({ request }: Seen, { consultation, message }: CallView, state: CallState): string | null {
  switch (state) {
    case "connecting":
    case "lost":
      return "call.why.ownAudio";
    case "dialing":
    case "ringing":
    case "calling":
      return "call.why.notConnected";
    case "application":
      return "call.why.application";
    default:
      if (consultation !== null) return "call.why.consulted";
      if (message !== null) return "call.why.message";
      return request === null ? null : "call.why.asking";
  }
}

/**
 * Why this call and another of the agent's cannot become one now; `null`: they can. A message, an application or a
 * signature that is under way is the server's to say.
 */
export function joinWhy(view: Seen, other: Seen): string | null {
  const calls = [view, other].map(({ call }) => call);
  const [here, there] = calls;
  if (!here || !there || calls.some((call) => call?.own?.state !== "connected")) return "call.why.ownAudio";
  const partners = [partnersOf(here), partnersOf(there)];
  if (partners.some((some) => some.length === 0 || !some.every(isThere))) return "call.why.notConnected";
  if (calls.some((call) => call?.consultation != null)) return "call.why.consulted";
  if (view.request !== null || other.request !== null) return "call.why.asking";
  const all = partners.flat();
  if (all.some(({ role, heldSince }) => role === "agent" && heldSince !== null))
    return "call.why.colleagueAway";
  if (all.filter(({ device }) => device === "app").length > 1) return "call.why.twoApps";
  return all.length + 1 > LEGS_MAX ? "call.why.full" : null;
}

function consultationControls(call: CallView): readonly ControlState[] {
  const why = ownIsThere(call);
  const reached = call.consultation?.reached === true ? null : "call.why.notReached";
  return [
    { control: "swap", why },
    { control: "complete", why },
    { control: "merge", why: why ?? reached },
  ];
}

function endControls(view: Seen, call: CallView): readonly ControlState[] {
  if (call.consultation?.own === true) return [{ control: "endConsultation", why: ownIsThere(call) }];
  const partners = partnersOf(call);
  const colleagues = partners.filter(({ role }) => role === "agent");
  const outside = partners.filter(({ role }) => role !== "agent");
  const kind = view.request?.kind;
  const asked = kind === "transfer" || kind === "invite";
  const several = colleagues.length > 0 ? partners.length > 1 : outside.length > 1;
  if (!asked && !several) return [{ control: "end", why: null }];
  // Nobody leaves a customer alone (SPEC END-3, CNF-4).
  const goesOn = asked || colleagues.length > 0 || outside.filter(isThere).length > 1;
  const leave: ControlState = { control: "leave", why: goesOn ? null : "call.why.leavesAlone" };
  if (!several || call.consultation !== null) return [leave];
  return [leave, { control: "endForAll", why: call.host ? ownIsThere(call) : "call.why.notHost" }];
}

/** One of the three modes is on; all can be chosen. */
const MONITORING_CONTROLS: readonly ControlState[] = (
  ["mute", "listen", "whisper", "barge", "takeOver", "stop"] as const
).map((control) => ({ control, why: null }));

/** What the host may do to one party; what a party cannot be done to is not in it. */
export interface PartyTools {
  readonly mute: boolean;
  readonly park: boolean;
  readonly remove: boolean;
}
const NO_TOOLS: PartyTools = { mute: false, park: false, remove: false };

/**
 * SPEC CNF-2, CNF-3. Between two, Mute, Hold and End say it already; whoever is asked is let go by ending the
 * consultation; a colleague steps away by the own Hold.
 */
export function partyTools(call: CallView, party: CallPartyView): PartyTools {
  const inside = partnersOf(call).filter(({ circle }) => circle === "main");
  if (!call.host || party.own || party.role === "supervisor" || party.circle !== "main" || inside.length < 2)
    return NO_TOOLS;
  return {
    mute: party.state === "connected",
    park: party.role !== "agent" && party.state === "connected",
    remove: true,
  };
}

const isFull = ({ parties }: Pick<CallView, "parties">): boolean => parties.length >= LEGS_MAX;
