import { z } from "zod";
import { numberPatternSchema } from "./number-pattern.js";

const id = z.string().regex(/^[\x21-\x7e]{1,100}$/);
const name = z.string().trim().min(1).max(80);

/** What a class of numbers is to those who set rules; `internal` never leaves, `emergency` nothing stops. */
export const numberKinds = [
  "emergency",
  "internal",
  "national",
  "mobile",
  "international",
  "premium",
  "other",
] as const;
export type NumberKind = (typeof numberKinds)[number];

export const numberClassSchema = z.object({
  classId: id,
  name,
  kind: z.enum(numberKinds),
  patterns: z.array(numberPatternSchema).min(1).max(200),
});
export type NumberClass = z.infer<typeof numberClassSchema>;

/** What becomes of a number that somebody dialled. */
export const dialRuleSchema = z.object({
  ruleId: id,
  name,
  match: numberPatternSchema,
  /** Taken off the beginning: so many characters. */
  strip: z.number().int().min(0).max(20),
  /** Put in front of what is left. */
  add: z
    .string()
    .trim()
    .regex(/^\+?[0-9*#]*$/, "only digits, * and #, and a plus at the beginning")
    .max(20),
  /** The line, with its service and caller id, of whoever has chosen none. */
  entryId: id.nullable(),
});
export type DialRule = z.infer<typeof dialRuleSchema>;

export const restrictionSchema = z.object({
  restrictionId: id,
  name,
  /** A team's takes the place of everybody's; a service's narrows further. */
  appliesTo: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("everybody") }),
    z.object({ kind: z.literal("team"), teamId: id }),
    z.object({ kind: z.literal("service"), serviceId: id }),
  ]),
  blockedClasses: z.array(id).max(30),
  blocked: z.array(numberPatternSchema).max(200),
  /** Exceptions from both. */
  allowed: z.array(numberPatternSchema).max(200),
  /** Caller ids that may be shown; `null`: any. */
  callerIds: z.array(numberPatternSchema).max(200).nullable(),
});
export type Restriction = z.infer<typeof restrictionSchema>;

/** As JSON, so that it fits into one frame of the desk. */
export const DIAL_PLAN_LENGTH_MAX = 40_000;

export const dialPlanSchema = z
  .object({
    /** Where a number without a country code is at home (ISO 3166-1). */
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "must be a country's code of two letters")
      .default("US"),
    rules: z.array(dialRuleSchema).max(100),
    classes: z.array(numberClassSchema).min(1).max(30),
    restrictions: z.array(restrictionSchema).max(200),
  })
  .refine((plan) => JSON.stringify(plan).length <= DIAL_PLAN_LENGTH_MAX, "is too long as a whole")
  .superRefine(({ rules, classes, restrictions }, context) => {
    const twice = (path: string, ids: readonly string[]): void => {
      if (new Set(ids).size < ids.length)
        context.addIssue({ code: "custom", path: [path], message: "two have the same id" });
    };
    twice(
      "rules",
      rules.map(({ ruleId }) => ruleId),
    );
    twice(
      "classes",
      classes.map(({ classId }) => classId),
    );
    twice(
      "restrictions",
      restrictions.map(({ restrictionId }) => restrictionId),
    );
    // Two for one: nobody could say which holds.
    const scopes = restrictions.map(({ appliesTo }) => JSON.stringify(appliesTo));
    for (const [at, scope] of scopes.entries()) {
      if (scopes.indexOf(scope) === at) continue;
      context.addIssue({
        code: "custom",
        path: ["restrictions", at, "appliesTo"],
        message: "another restriction holds for the same",
      });
    }
    const known = new Set(classes.map(({ classId }) => classId));
    for (const [at, { blockedClasses }] of restrictions.entries()) {
      if (blockedClasses.every((classId) => known.has(classId))) continue;
      context.addIssue({
        code: "custom",
        path: ["restrictions", at, "blockedClasses"],
        message: "there is no such class",
      });
    }
    for (const [at, { match, strip }] of rules.entries()) {
      if (strip <= match.replace("*", "").length) continue;
      context.addIssue({
        code: "custom",
        path: ["rules", at, "strip"],
        message: "more characters than the pattern is sure to have",
      });
    }
  });
export type DialPlan = z.infer<typeof dialPlanSchema>;

/** What a new center dials by: the United States (decision 0138). Premium numbers are blocked from the start. */
export const dialPlanDefaults: DialPlan = {
  country: "US",
  rules: [
    {
      ruleId: "access-011",
      name: "International, from the United States",
      match: "011*",
      strip: 3,
      add: "+",
      entryId: null,
    },
    { ruleId: "access-00", name: "International, 00", match: "00*", strip: 2, add: "+", entryId: null },
    { ruleId: "eleven", name: "National, with 1", match: "1NXXNXXXXXX", strip: 0, add: "+", entryId: null },
    { ruleId: "ten", name: "National, ten digits", match: "NXXNXXXXXX", strip: 0, add: "+1", entryId: null },
  ],
  classes: [
    { classId: "emergency", name: "Emergency", kind: "emergency", patterns: ["911", "112"] },
    { classId: "internal", name: "Internal", kind: "internal", patterns: ["XXX", "XXXX", "XXXXX"] },
    { classId: "premium", name: "Premium", kind: "premium", patterns: ["+1900XXXXXXX", "+1976XXXXXXX"] },
    { classId: "national", name: "National", kind: "national", patterns: ["+1NXXNXXXXXX"] },
    { classId: "international", name: "International", kind: "international", patterns: ["+Z*"] },
  ],
  restrictions: [
    {
      restrictionId: "default",
      name: "Everybody",
      appliesTo: { kind: "everybody" },
      blockedClasses: ["premium"],
      blocked: [],
      allowed: [],
      callerIds: null,
    },
  ],
};
