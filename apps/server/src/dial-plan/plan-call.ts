import {
  type DialPlan,
  type DialRule,
  matchesAny,
  matchesPattern,
  type NumberClass,
  type Restriction,
} from "@patchbay/protocol";
import { dialledNumber } from "../center/phone-number.js";

/** Who calls whom, as far as rules look at it. */
export interface CallOut {
  readonly typed: string;
  readonly teamId: string | null;
  /** `null`: no line is chosen yet. */
  readonly serviceId: string | null;
  readonly callerId: string | null;
}

/** What a number is, before anybody asks who calls. */
export type ReadNumber =
  | { readonly ok: false; readonly code: "empty_number" }
  | { readonly ok: false; readonly code: "phone_not_in_dial_plan"; readonly number: string | null }
  | {
      readonly ok: true;
      /** As the network is to dial it. */
      readonly number: string;
      readonly rule: DialRule | null;
      readonly class: NumberClass;
    };

export type PlannedCall =
  | Extract<ReadNumber, { ok: false }>
  | {
      readonly ok: false;
      readonly code: "blocked_by_restriction" | "no_permissions_did_call";
      readonly number: string;
      readonly class: NumberClass;
      readonly rule: DialRule | null;
      readonly restriction: Restriction;
    }
  | Extract<ReadNumber, { ok: true }>;

/** SPEC: DPL. */
export function readNumber(plan: DialPlan, typed: string): ReadNumber {
  const dialled = dialledNumber(typed);
  if (dialled === "") return { ok: false, code: "empty_number" };
  if (dialled === undefined) return { ok: false, code: "phone_not_in_dial_plan", number: null };
  const emergency = plan.classes.filter(({ kind }) => kind === "emergency");
  const asDialled = classOf(dialled, emergency);
  if (asDialled !== undefined) return { ok: true, number: dialled, rule: null, class: asDialled };
  const rule = plan.rules.find(({ match }) => matchesPattern(dialled, match)) ?? null;
  const number = rule === null ? dialled : rule.add + dialled.slice(rule.strip);
  const found = classOf(number, emergency) ?? classOf(number, plan.classes);
  if (found === undefined) return { ok: false, code: "phone_not_in_dial_plan", number };
  return { ok: true, number, rule, class: found };
}

/** SPEC: DPL, RST. */
export function planCall(plan: DialPlan, call: CallOut): PlannedCall {
  const read = readNumber(plan, call.typed);
  if (!read.ok || read.class.kind === "emergency" || read.class.kind === "internal") return read;
  const { number, rule } = read;
  for (const restriction of restrictionsFor(plan, call)) {
    const code = refusalBy(restriction, number, read.class, call.callerId);
    if (code !== undefined) return { ok: false, code, number, class: read.class, rule, restriction };
  }
  return read;
}

/** The team's own, or else everybody's; and the service's. */
export function restrictionsFor(
  { restrictions }: DialPlan,
  { teamId, serviceId }: Pick<CallOut, "teamId" | "serviceId">,
): readonly Restriction[] {
  const ofTeam = restrictions.find(
    ({ appliesTo }) => appliesTo.kind === "team" && appliesTo.teamId === teamId,
  );
  const general = ofTeam ?? restrictions.find(({ appliesTo }) => appliesTo.kind === "everybody");
  const ofService = restrictions.find(
    ({ appliesTo }) => appliesTo.kind === "service" && appliesTo.serviceId === serviceId,
  );
  return [general, ofService].filter((one) => one !== undefined);
}

function refusalBy(
  { allowed, blocked, blockedClasses, callerIds }: Restriction,
  number: string,
  { classId }: NumberClass,
  callerId: string | null,
): "blocked_by_restriction" | "no_permissions_did_call" | undefined {
  const isBlocked = blockedClasses.includes(classId) || matchesAny(number, blocked);
  if (isBlocked && !matchesAny(number, allowed)) return "blocked_by_restriction";
  if (callerIds !== null && callerId !== null && !matchesAny(callerId, callerIds))
    return "no_permissions_did_call";
  return undefined;
}

function classOf(number: string, classes: readonly NumberClass[]): NumberClass | undefined {
  return classes.find(({ patterns }) => matchesAny(number, patterns));
}
