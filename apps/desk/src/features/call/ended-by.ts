import type { HappeningView } from "@patchbay/protocol";
import { word } from "../../words/words.js";

export interface EndContext {
  readonly me: string;
  readonly customer: string;
  readonly nameOf: (agentId: string) => string;
}

/** Who ended a call, in a sentence; `null`: it goes on, or nobody did. */
export function endedBy(happenings: readonly HappeningView[], context: EndContext): string | null {
  const end = happenings.findLast(({ what }) => what === "InteractionEnded");
  if (end === undefined) return null;
  const { me, customer, nameOf } = context;
  const { cause, agentId } = end.facts;
  if (typeof agentId === "string")
    return word(
      `call.happening.${cause === "joined" ? "endedJoined" : "ended"}.${agentId === me ? "you" : "other"}`,
      { name: nameOf(agentId) },
    );
  if (cause !== "customer" && cause !== "connection_lost") return null;
  const line = happenings.findLast(
    ({ what, facts, seq }) => what === "LegRemoved" && facts["role"] === "customer" && seq <= end.seq,
  );
  return word(`call.happening.gone.${String(line?.facts["cause"] ?? "hung_up")}`, { customer });
}
