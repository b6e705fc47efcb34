import { z } from "zod";
import { define, id, nothing } from "./define.js";

/** What a scenario does for an agent who gives a caller to it. */
export const applicationKinds = ["payment", "survey", "authentication", "other"] as const;
export type ApplicationKind = (typeof applicationKinds)[number];

/** Money: a whole number of the currency's smallest unit, and its code (ISO 4217). */
export const amountSchema = z.object({
  minor: z.number().int().min(1).max(100_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type AmountView = z.infer<typeof amountSchema>;

/** How many digits stand behind the point in this currency. */
export function fractionDigits(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** "$129.00". */
export const amountText = ({ minor, currency }: AmountView): string =>
  new Intl.NumberFormat("en", { style: "currency", currency }).format(minor / 10 ** fractionDigits(currency));

/** One that agents may choose for a call. */
export const applicationViewSchema = z.object({
  scenarioId: z.string(),
  name: z.string(),
  kind: z.enum(applicationKinds),
  /** Under these names the caller's answers come back. */
  results: z.array(z.string()),
  /** The agent has to say how much. */
  takesPayment: z.boolean(),
});
export type ApplicationView = z.infer<typeof applicationViewSchema>;

/** With what the customer of a call is at this moment. */
export const runningApplicationSchema = z.object({
  scenarioId: z.string(),
  name: z.string(),
  kind: z.enum(applicationKinds),
  by: z.string(),
  since: z.number().int(),
  amount: amountSchema.nullable(),
  /** `null`: between two steps. */
  step: z
    .object({
      /** What `call_keys` names. */
      playId: z.string(),
      name: z.string(),
      type: z.string(),
      /** From 1. */
      attempt: z.number().int(),
      attemptsMax: z.number().int().nullable(),
      /** Digits that are asked for; `null`: none are. */
      digits: z.object({ min: z.number().int(), max: z.number().int(), secure: z.boolean() }).nullable(),
    })
    .nullable(),
});
export type RunningApplicationView = z.infer<typeof runningApplicationSchema>;

export const applicationRequests = {
  /**
   * Gives the customer of a call to a scenario, until it ends. With `no_payment_processor` it could not be paid, though the
   * scenario takes payments.
   */
  connectApplication: define(
    "desk.call.application.connect",
    z.object({ interactionId: id, scenarioId: id, amount: amountSchema.nullable().default(null) }),
    nothing,
  ),
  /** Takes the customer back. */
  endApplication: define("desk.call.application.end", z.object({ interactionId: id }), nothing),
} as const;
