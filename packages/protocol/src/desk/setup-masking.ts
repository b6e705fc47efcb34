import { z } from "zod";
import { define, id, nothing } from "./define.js";

/** What is hidden in what customers and agents write, one rule per messaging entry. For administrators. */

export const MASKING_EXPRESSIONS_MAX = 30;
export const MASKING_PATTERN_MAX = 500;
export const MASKING_TRY_MAX = 2_000;

export const maskingFormSchema = z.object({
  /** Payment cards: 13 to 19 digits that pass the Luhn check. */
  cards: z.boolean(),
  cardLastFour: z.boolean(),
  /** US social security numbers. */
  socialSecurity: z.boolean(),
  expressions: z
    .array(
      z.object({
        name: z.string().trim().min(1).max(80),
        /** In the syntax of RE2: no look-around, no back references. */
        pattern: z.string().min(1).max(MASKING_PATTERN_MAX),
      }),
    )
    .max(MASKING_EXPRESSIONS_MAX),
});
export type MaskingForm = z.infer<typeof maskingFormSchema>;

/** What is wrong with an expression: it says nothing, is too large, finds nothing that is written, or is none. */
export const maskingProblems = [
  "empty",
  "too_long",
  "too_large",
  "matches_nothing_written",
  "not_understood",
] as const;
const problem = z.object({
  /** Which expression. */
  index: z.number().int(),
  code: z.enum(maskingProblems),
});
export type MaskingProblem = z.infer<typeof problem>;

export const maskingRowSchema = z.object({
  entryId: z.string(),
  name: z.string(),
  form: maskingFormSchema,
  /** When the entry was last changed and by whom; `null` where nobody did. */
  changedAt: z.number().int().nullable(),
  changedBy: z.string().nullable(),
});
export type MaskingRow = z.infer<typeof maskingRowSchema>;

export const maskingSetupRequests = {
  setupMasking: define("desk.setup.masking", nothing, z.object({ entries: z.array(maskingRowSchema) })),
  /**
   * Holds for the next word that is written. `was` is the form as it was read: if it is another by now, the answer is
   * `version_conflict`. An expression that cannot be used is `invalid_args` (`facts.problems`).
   */
  saveMasking: define(
    "desk.setup.save_masking",
    z.object({ entryId: id, was: maskingFormSchema, form: maskingFormSchema }),
    nothing,
  ),
  /** What a text would be with this rule. It is kept nowhere. Expressions with problems are left out. */
  tryMasking: define(
    "desk.setup.try_masking",
    z.object({
      form: maskingFormSchema.extend({
        expressions: z
          .array(z.object({ name: z.string().max(80), pattern: z.string().max(MASKING_PATTERN_MAX * 2) }))
          .max(MASKING_EXPRESSIONS_MAX),
      }),
      text: z.string().max(MASKING_TRY_MAX),
    }),
    z.object({ text: z.string(), masked: z.boolean(), problems: z.array(problem) }),
  ),
} as const;
