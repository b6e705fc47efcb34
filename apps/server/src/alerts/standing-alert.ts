import type { AlertKind, AlertRules } from "@patchbay/protocol";

/** An alert that is up, as it is kept. */
export interface StandingAlert {
  /** Its kind and whom it is about: the same as long as it lasts. */
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly subjectId: string;
  readonly since: number;
  readonly value: number;
  /** Since when what raised it is over; `null`: it is not. */
  readonly overSince: number | null;
  readonly acknowledged: { readonly by: string; readonly at: number } | null;
}

export interface AlertRulesSet {
  readonly rules: AlertRules;
  readonly by: string;
  readonly at: number;
}
