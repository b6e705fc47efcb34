import type { HappeningView } from "@patchbay/protocol";
import { type CallLogLine, callLine, type LineContext } from "./call-happenings.js";

export type { CallLogIcon, CallLogLine } from "./call-happenings.js";

/** A line of the log, or what the words of every interaction say of it. */
export type CallLogRow<Other> = (CallLogLine | Other) & { readonly key: string; readonly at: number };

/**
 * The happenings of a call as lines. Keys that were sent one after the other are one line; what is told by another line
 * is not told twice.
 * @param otherwise for what is no part of a call alone
 */
export function callLog<Other extends { readonly text: string }>(
  happenings: readonly HappeningView[],
  context: Omit<LineContext, "agentOfLeg" | "roleOfLeg" | "asked">,
  otherwise: (happening: HappeningView) => Other | null,
): CallLogRow<Other>[] {
  const legs = legsOf(happenings);
  const agentOfLeg = (legId: string): string | null => legs.get(legId)?.agentId ?? null;
  const roleOfLeg = (legId: string): string => legs.get(legId)?.role ?? "customer";
  const rows: CallLogRow<Other>[] = [];
  let keys = 0;
  let ended = false;
  let asked: string | null = null;
  let gaveAway: unknown = null;
  for (const [index, happening] of happenings.entries()) {
    const { what, facts, seq, at } = happening;
    keys = what === "KeysSent" ? keys + Number(facts["count"] ?? 0) : 0;
    const first = keys === Number(facts["count"] ?? 0);
    const merged = what === "KeysSent" && !first;
    // The end hangs up every leg: that is no doing of the customer's.
    if (what === "LegRemoved" && ended) continue;
    if (what === "InteractionEnded") ended = true;
    // Whoever gives the call to the one who was asked has left it by that.
    if (what === "AgentLeft" && facts["agentId"] === gaveAway) continue;
    if (what === "ConsultationEnded" && facts["cause"] === "transferred") gaveAway = facts["agentId"];
    if (what === "ConsultationStarted") asked = whomAsked(happenings.slice(index + 1), context);
    const line =
      callLine(merged ? { what, facts: { ...facts, count: keys } } : happening, {
        ...context,
        agentOfLeg,
        roleOfLeg,
        asked,
      }) ?? (isCallStep(what) || TOLD_OTHERWISE.has(what) ? null : otherwise(happening));
    if (line === null) continue;
    if (merged) rows.pop();
    rows.push({ ...line, key: `${seq} ${what}`, at });
  }
  return rows;
}

/** Steps of the machine that carries a call: whoever tells of a call has words for those that matter. */
export const isCallStep = (what: string): boolean =>
  /^(AppCall|Calls?|InternalCall|Leg|Scenario|Queue|Keys|Consultation|Circle|Party|Recording|Consent|Application|Payment|Voicemail|Message(?=Playing|Stopped))[A-Z]/.test(
    what,
  );

const TOLD_OTHERWISE = new Set(["InteractionStarted", "InteractionEnded", "AgentJoined", "AgentLeft"]);

/** Whom a consultation is with: the request, or the number's leg, comes right after it. */
function whomAsked(
  after: readonly HappeningView[],
  { nameOf, serviceName }: Pick<LineContext, "nameOf" | "serviceName">,
): string | null {
  for (const { what, facts } of after) {
    const { kind, agentId, serviceId, role, name, number } = facts;
    if (what === "AgentRequested" && kind === "consult")
      return typeof agentId === "string" ? nameOf(agentId) : serviceName(String(serviceId));
    if (what === "LegAdded" && role === "external") return String(name || number || "") || null;
    if (what === "ConsultationEnded") return null;
  }
  return null;
}

interface LegKnown {
  readonly agentId: string | null;
  readonly role: string;
}

/** Whose each leg is, as far as the call's own happenings tell. */
export function legsOf(
  happenings: readonly Pick<HappeningView, "what" | "facts">[],
): ReadonlyMap<string, LegKnown> {
  return new Map(
    happenings.flatMap(({ what, facts: { legId, agentId, role } }) =>
      what === "LegAdded" || what === "LegMoved"
        ? [
            [
              String(legId),
              { agentId: typeof agentId === "string" ? agentId : null, role: String(role ?? "agent") },
            ] as const,
          ]
        : [],
    ),
  );
}
