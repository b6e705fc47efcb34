import { asId, type PromptId, type Scenario, type ScenarioStep, type StepId } from "@patchbay/core";

const SECOND = 1_000;
const step = (name: string): StepId => asId(name);
const prompts = (...names: readonly string[]): PromptId[] => names.map((name) => asId<PromptId>(name));

const asked = { timeoutMs: 10 * SECOND, attemptsMax: 3 } as const;
const goesBack: ScenarioStep = { type: "hang_up", prompts: prompts("back-to-agent") };

/** To which agents may give the caller of a live call: a payment, a survey, and who it is. */
export const demoApplications: readonly Scenario[] = [
  {
    id: asId("card_payment"),
    version: 1,
    application: "payment",
    start: step("card"),
    steps: {
      [step("card")]: {
        ...asked,
        type: "collect",
        prompts: prompts("card-number"),
        invalidPrompts: prompts("card-number-invalid"),
        name: "Card number",
        lengthMin: 12,
        lengthMax: 19,
        secure: true,
        check: "card_number",
        next: step("expiry"),
        otherwise: step("cancelled"),
        cancelled: step("cancelled"),
      },
      [step("expiry")]: {
        ...asked,
        type: "collect",
        prompts: prompts("card-expiry"),
        invalidPrompts: prompts("card-expiry-invalid"),
        name: "Valid until",
        lengthMin: 4,
        lengthMax: 4,
        secure: true,
        check: "card_expiry",
        next: step("code"),
        otherwise: step("cancelled"),
        cancelled: step("cancelled"),
      },
      [step("code")]: {
        ...asked,
        type: "collect",
        prompts: prompts("card-code"),
        name: "Security code",
        lengthMin: 3,
        lengthMax: 4,
        secure: true,
        next: step("pay"),
        otherwise: step("cancelled"),
        cancelled: step("cancelled"),
      },
      [step("pay")]: {
        type: "pay",
        prompts: prompts("one-moment"),
        card: "Card number",
        expiry: "Valid until",
        code: "Security code",
        approved: step("approved"),
        declined: step("declined"),
        failed: step("failed"),
      },
      [step("approved")]: { type: "hang_up", prompts: prompts("card-approved", "back-to-agent") },
      [step("declined")]: { type: "play", prompts: prompts("card-declined"), next: step("card") },
      [step("failed")]: { type: "hang_up", prompts: prompts("card-failed") },
      [step("cancelled")]: { type: "hang_up", prompts: prompts("cancelled", "back-to-agent") },
    },
  },
  {
    id: asId("satisfaction_survey"),
    version: 1,
    application: "survey",
    start: step("rating"),
    steps: {
      [step("rating")]: {
        ...asked,
        type: "collect",
        prompts: prompts("survey-rating"),
        invalidPrompts: prompts("survey-invalid"),
        name: "Satisfaction",
        lengthMin: 1,
        lengthMax: 1,
        secure: false,
        check: "rating",
        next: step("thanks"),
        otherwise: step("back"),
        cancelled: step("back"),
      },
      [step("thanks")]: { type: "hang_up", prompts: prompts("survey-thanks", "back-to-agent") },
      [step("back")]: goesBack,
    },
  },
  {
    id: asId("policy_check"),
    version: 1,
    application: "authentication",
    start: step("policy"),
    steps: {
      [step("policy")]: {
        ...asked,
        type: "collect",
        prompts: prompts("policy-number"),
        invalidPrompts: prompts("policy-number-invalid"),
        name: "Policy number",
        lengthMin: 3,
        lengthMax: 12,
        secure: false,
        check: "account",
        next: step("matched"),
        otherwise: step("back"),
        cancelled: step("back"),
      },
      [step("matched")]: { type: "hang_up", prompts: prompts("policy-number-thanks", "back-to-agent") },
      [step("back")]: goesBack,
    },
  },
];

/** What they and their steps are called, by id. */
export const demoApplicationNames: Readonly<
  Record<string, { readonly name: string; readonly steps: Readonly<Record<string, string>> }>
> = {
  card_payment: {
    name: "Card payment",
    steps: {
      card: "Card number",
      expiry: "Valid until",
      code: "Security code",
      pay: "Payment",
      approved: "Approved",
      declined: "Declined",
      failed: "Not completed",
      cancelled: "Cancelled",
    },
  },
  satisfaction_survey: {
    name: "Satisfaction survey",
    steps: { rating: "Satisfaction from 1 to 5", thanks: "Thanks", back: "Back to the agent" },
  },
  policy_check: {
    name: "Policy number check",
    steps: { policy: "Policy number", matched: "Thanks", back: "Back to the agent" },
  },
};
