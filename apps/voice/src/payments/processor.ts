import type { EnteredDigits } from "../digits/entered-digits.js";

/** Money: a whole number of the currency's smallest unit, and its code (ISO 4217). */
export interface Amount {
  readonly minor: number;
  readonly currency: string;
}

export interface PaymentRequest {
  /** The same for the same payment: a processor that has seen it does not charge again. */
  readonly id: string;
  readonly amount: Amount;
  readonly card: EnteredDigits;
  /** `MMYY`. */
  readonly expiry: EnteredDigits;
  readonly code: EnteredDigits;
}

/** Why nothing can be said of a payment, or it could not be tried. `processor_timeout`: it may have been paid. */
export const paymentFailures = [
  "not_configured",
  "details_missing",
  "processor_unreachable",
  "processor_timeout",
  "processor_refused",
  "processor_answer_invalid",
] as const;
export type PaymentFailure = (typeof paymentFailures)[number];

export type PaymentResult =
  /** `reference`: the processor's own word for it. */
  | {
      readonly outcome: "approved" | "declined";
      readonly code: string | null;
      readonly reference: string | null;
    }
  | { readonly outcome: "failed"; readonly code: PaymentFailure; readonly reference: null };

/** Takes a card's digits, reads them before it waits for anything (they are overwritten then), and answers what came of it. Never rejects, and no word of what it was given leaves it. */
export interface PaymentProcessor {
  pay(request: PaymentRequest): Promise<PaymentResult>;
}

export const failed = (code: PaymentFailure): PaymentResult => ({ outcome: "failed", code, reference: null });
