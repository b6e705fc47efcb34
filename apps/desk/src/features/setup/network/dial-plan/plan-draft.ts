import {
  type DialPlan,
  dialPlanSchema,
  type NumberClass,
  type NumberKind,
  numberKinds,
  type Restriction,
} from "@patchbay/protocol";
import { listOf, numberOf, problemsOf, textOf } from "../read-problems.js";
import type { Problems } from "../use-network-form.js";

/** A dial plan as its form has it: lists of patterns and numbers as they are typed. */
export interface PlanDraft {
  readonly country: string;
  readonly rules: readonly RuleDraft[];
  readonly classes: readonly ClassDraft[];
  readonly restrictions: readonly RestrictionDraft[];
}
export interface RuleDraft {
  readonly ruleId: string;
  readonly name: string;
  readonly match: string;
  readonly strip: string;
  readonly add: string;
  /** Empty: none. */
  readonly entryId: string;
}
export interface ClassDraft {
  readonly classId: string;
  readonly name: string;
  readonly kind: NumberKind;
  readonly patterns: string;
}
export interface RestrictionDraft {
  readonly restrictionId: string;
  readonly name: string;
  readonly appliesTo: Restriction["appliesTo"];
  readonly blockedClasses: readonly string[];
  readonly blocked: string;
  readonly allowed: string;
  readonly callerIdsListed: boolean;
  readonly callerIds: string;
}

export const draftOfPlan = ({ country, rules, classes, restrictions }: DialPlan): PlanDraft => ({
  country,
  rules: rules.map((rule) => ({ ...rule, strip: String(rule.strip), entryId: rule.entryId ?? "" })),
  classes: classes.map((one) => ({ ...one, patterns: textOf(one.patterns) })),
  restrictions: restrictions.map(({ callerIds, ...restriction }) => ({
    ...restriction,
    blocked: textOf(restriction.blocked),
    allowed: textOf(restriction.allowed),
    callerIdsListed: callerIds !== null,
    callerIds: textOf(callerIds ?? []),
  })),
});

/** What is sent; the schema has the last word on it. */
export const planOf = ({ country, rules, classes, restrictions }: PlanDraft): unknown => ({
  country,
  rules: rules.map((rule) => ({
    ...rule,
    strip: numberOf(rule.strip) ?? 0,
    entryId: rule.entryId === "" ? null : rule.entryId,
  })),
  classes: classes.map((one) => ({ ...one, patterns: listOf(one.patterns) })),
  restrictions: restrictions.map(({ callerIdsListed, ...restriction }) => ({
    ...restriction,
    blocked: listOf(restriction.blocked),
    allowed: listOf(restriction.allowed),
    callerIds: callerIdsListed ? listOf(restriction.callerIds) : null,
  })),
});

export const problemsOfPlan = (draft: PlanDraft): Problems =>
  problemsOf(dialPlanSchema, planOf(draft), "network.problem");

/** The draft with other leading digits and classes; what is typed and cannot be read yet stays in the others. */
export function dialledAs(
  draft: PlanDraft,
  made: (plan: Pick<DialPlan, "classes">) => Pick<DialPlan, "rules" | "classes">,
): Partial<PlanDraft> {
  const classes = draft.classes.map((one) => ({ ...one, patterns: listOf(one.patterns) }));
  const { rules, classes: next } = draftOfPlan({
    country: draft.country,
    restrictions: [],
    ...made({ classes }),
  });
  return { rules, classes: next };
}

const newId = (): string => crypto.randomUUID();

export const newRule = (): RuleDraft => ({
  ruleId: newId(),
  name: "",
  match: "",
  strip: "0",
  add: "",
  entryId: "",
});
export const newClass = (): ClassDraft => ({ classId: newId(), name: "", kind: "other", patterns: "" });
export const newRestriction = (appliesTo: Restriction["appliesTo"], name: string): RestrictionDraft => ({
  restrictionId: newId(),
  name,
  appliesTo,
  blockedClasses: [],
  blocked: "",
  allowed: "",
  callerIdsListed: false,
  callerIds: "",
});

/** A class that is removed is blocked nowhere any more. */
export function withoutClass(draft: PlanDraft, classId: string): Partial<PlanDraft> {
  return {
    classes: draft.classes.filter((one: Pick<NumberClass, "classId">) => one.classId !== classId),
    restrictions: draft.restrictions.map((one) => ({
      ...one,
      blockedClasses: one.blockedClasses.filter((blocked) => blocked !== classId),
    })),
  };
}

/** The list with one moved by a place; the same when there is no such place. */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): readonly T[] {
  const to = at + by;
  const one = list[at];
  if (one === undefined || to < 0 || to >= list.length) return list;
  const without = list.filter((_, place) => place !== at);
  return [...without.slice(0, to), one, ...without.slice(to)];
}

export const kindOf = (text: string): NumberKind => numberKinds.find((kind) => kind === text) ?? "other";
