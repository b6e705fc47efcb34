import type { HappeningView } from "@patchbay/protocol";
import { word } from "../../words/words.js";

export type CallLogIcon =
  | "in"
  | "out"
  | "rings"
  | "talks"
  | "lost"
  | "gone"
  | "held"
  | "back"
  | "muted"
  | "keys"
  | "data";

export interface CallLogLine {
  readonly icon: CallLogIcon;
  readonly text: string;
  readonly tone?: "warn";
}

/** On whom the words of a call's line depend. */
export interface CallLogContext {
  readonly me: string;
  readonly customerName: string;
  readonly nameOf: (agentId: string) => string;
  /** Whose leg it was; `null`: the customer's, or nobody's any more. */
  readonly agentOfLeg: (legId: string) => string | null;
  readonly direction: "inbound" | "outbound" | "internal";
}

/** A line of the log, or what the words of every interaction say of it. */
export type CallLogRow<Other> = (CallLogLine | Other) & { readonly key: string; readonly at: number };

/**
 * The happenings of a call as lines. Keys that were sent one after the other are one line; what is told by another line
 * is not told twice.
 * @param otherwise for what is no part of a call alone
 */
export function callLog<Other extends { readonly text: string }>(
  happenings: readonly HappeningView[],
  context: Omit<CallLogContext, "agentOfLeg">,
  otherwise: (happening: HappeningView) => Other | null,
): CallLogRow<Other>[] {
  const agents = agentsOfLegs(happenings);
  const whole = { ...context, agentOfLeg: (legId: string) => agents.get(legId) ?? null };
  const rows: CallLogRow<Other>[] = [];
  let keys = 0;
  let ended = false;
  for (const happening of happenings) {
    const { what, facts, seq, at } = happening;
    keys = what === "KeysSent" ? keys + Number(facts["count"] ?? 0) : 0;
    const first = keys === Number(facts["count"] ?? 0);
    const merged = what === "KeysSent" && !first;
    // The end hangs up every leg: that is no doing of the customer's.
    if (what === "LegRemoved" && ended) continue;
    if (what === "InteractionEnded") ended = true;
    const line =
      callLine(merged ? { what, facts: { ...facts, count: keys } } : happening, whole) ??
      (TOLD_OTHERWISE.has(what) ? null : otherwise(happening));
    if (line === null) continue;
    if (merged) rows.pop();
    rows.push({ ...line, key: `${seq} ${what}`, at });
  }
  return rows;
}

/** Steps of the machine that carries a call: whoever tells of a call has words for those that matter. */
export const isCallStep = (what: string): boolean =>
  /^(AppCall|Call|Leg|Scenario|Queue|Keys)[A-Z]/.test(what);

const TOLD_OTHERWISE = new Set(["InteractionStarted", "InteractionEnded", "AgentJoined"]);

/** What happened in a call, in plain words; `null` for a step inside the machine and for what is no part of a call. */
export function callLine(
  { what, facts }: Pick<HappeningView, "what" | "facts">,
  { me, customerName: customer, nameOf, agentOfLeg, direction }: CallLogContext,
): CallLogLine | null {
  const text = (name: string): string => String(facts[name] ?? "");
  const line = (path: string, values: Record<string, unknown> = {}): string =>
    word(`call.happening.${path}`, { customer, ...values });
  /** The sentence for "you" where this desk's agent is meant. */
  const by = (agentId: string, path: string): string =>
    line(`${path}.${agentId === me ? "you" : "other"}`, { name: nameOf(agentId) });
  switch (what) {
    case "CallArrived":
      return { icon: "in", text: line("CallArrived") };
    case "AppCallArrived":
      return { icon: "in", text: line("AppCallArrived") };
    case "AppCallPlaced":
      return { icon: "out", text: by(text("agentId"), "AppCallPlaced") };
    case "CallPlaced":
      return { icon: "out", text: by(text("agentId"), "CallPlaced") };
    case "CallDataSet": {
      // What the caller entered is shown beside the call; here it is only that it was.
      const name = text("name");
      return {
        icon: "data",
        text: facts.value == null ? line("entered", { name }) : line("data", { name, value: text("value") }),
      };
    }
    case "QueuePositionAnnounced":
      return { icon: "data", text: line("queue", { count: Number(facts.ahead ?? 0) }) };
    case "AgentJoined":
      // Whoever calls is in it from the first moment.
      return direction === "inbound" ? { icon: "talks", text: by(text("agentId"), "took") } : null;
    case "LegChanged":
      // An arriving call is picked up by the center itself.
      if (direction === "inbound" && text("state") === "connected" && agentOfLeg(text("legId")) === null)
        return null;
      return legChanged(text("state"), agentOfLeg(text("legId")), line, by);
    case "LegRemoved":
      if (agentOfLeg(text("legId")) !== null) return null;
      return { icon: "gone", text: line(`gone.${text("cause")}`) };
    case "CallHeld":
      return facts.held === true
        ? { icon: "held", text: by(text("agentId"), "held") }
        : { icon: "back", text: by(text("agentId"), "retrieved") };
    case "CallMuted": {
      const agentId = agentOfLeg(text("legId"));
      return agentId === null
        ? null
        : { icon: "muted", text: by(agentId, facts.muted === true ? "muted" : "unmuted") };
    }
    case "InteractionEnded":
      return text("cause") === "agent" || text("cause") === "supervisor"
        ? { icon: "gone", text: by(text("agentId"), "ended") }
        : null;
    case "KeysSent":
      return { icon: "keys", text: line("keys", { count: Number(facts.count ?? 0) }) };
    default:
      return null;
  }
}

function legChanged(
  state: string,
  agentId: string | null,
  line: (path: string) => string,
  by: (agentId: string, path: string) => string,
): CallLogLine | null {
  switch (state) {
    case "ringing":
      return { icon: "rings", text: line("ringing") };
    case "connected":
      return agentId === null
        ? { icon: "talks", text: line("connectedCustomer") }
        : { icon: "talks", text: by(agentId, "connectedAgent") };
    case "lost":
      return {
        icon: "lost",
        tone: "warn",
        text: agentId === null ? line("lostCustomer") : by(agentId, "lostAgent"),
      };
    default:
      return null;
  }
}

/** Whose each leg is, as far as the call's own happenings tell. */
export function agentsOfLegs(
  happenings: readonly Pick<HappeningView, "what" | "facts">[],
): Map<string, string> {
  return new Map(
    happenings.flatMap(({ what, facts }) =>
      what === "LegAdded" ? [[String(facts.legId), String(facts.agentId)] as const] : [],
    ),
  );
}
