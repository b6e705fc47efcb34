import type { ScenarioForm, ScenarioStepForm, ScenarioStepType } from "@patchbay/protocol";

/** Changes of a scenario's form. Each gives a new form and leaves the old one as it was. */

export type FormStep = ScenarioForm["steps"][number];

/** What a new step needs to know of the center. */
export interface Defaults {
  readonly serviceId: string;
  readonly zone: string;
}

/** A step as it is added: as complete as can be guessed, and what cannot is left to be chosen. */
export function newStep(type: ScenarioStepType, defaults: Defaults, next: string): ScenarioStepForm {
  switch (type) {
    case "hours":
      return {
        type,
        scheduleId: null,
        zone: defaults.zone,
        open: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 9 * 60, toMinute: 17 * 60 })),
        holidays: [],
        whenOpen: next,
        whenClosed: "",
      };
    case "play":
      return { type, prompts: [], next };
    case "menu":
      return {
        type,
        prompts: [],
        choices: { "1": next },
        invalidPrompts: ["not-understood"],
        timeoutMs: 6_000,
        attemptsMax: 3,
        otherwise: "",
      };
    case "collect":
      return {
        type,
        prompts: [],
        name: "",
        lengthMin: 1,
        lengthMax: 10,
        secure: false,
        check: null,
        invalidPrompts: [],
        timeoutMs: 6_000,
        attemptsMax: 3,
        next,
        otherwise: "",
        cancelled: "",
      };
    case "pay":
      return {
        type,
        prompts: ["one-moment"],
        card: "",
        expiry: "",
        code: "",
        approved: next,
        declined: "",
        failed: "",
      };
    case "set":
      return { type, name: "", value: "", next };
    case "find_agent":
      return {
        type,
        serviceId: defaults.serviceId,
        music: "music",
        announceEveryMs: 30_000,
        overflowAfterMs: null,
        overflow: next,
        unavailable: next,
      };
    case "voicemail":
      return { type, serviceId: defaults.serviceId, prompts: ["leave-a-message"], maxMs: 120_000, next };
    case "echo":
      return { type, prompts: ["echo-test"], next };
    case "transfer":
      return { type, entryId: "", unavailable: next };
    case "hang_up":
      return { type, prompts: ["goodbye"] };
  }
}

/** An id that no other step of the form has. */
export function freeStepId(form: ScenarioForm, chance: () => number = Math.random): string {
  const taken = new Set(form.steps.map(({ stepId }) => stepId));
  for (;;) {
    const id = `s${Math.floor(chance() * 36 ** 6)
      .toString(36)
      .padStart(6, "0")}`;
    if (!taken.has(id)) return id;
  }
}

/** @param at its place among the steps */
export function withStep(form: ScenarioForm, step: FormStep, at: number): ScenarioForm {
  const steps = [...form.steps.slice(0, at), step, ...form.steps.slice(at)];
  return { ...form, steps, start: form.steps.length === 0 ? step.stepId : form.start };
}

export function withoutStep(form: ScenarioForm, stepId: string): ScenarioForm {
  const steps = form.steps.filter((one) => one.stepId !== stepId);
  const start = form.start === stepId ? (steps[0]?.stepId ?? "") : form.start;
  // Whoever led there has to be told where else: nothing is guessed.
  return { ...form, start, steps: steps.map((one) => ({ ...one, step: withoutTarget(one.step, stepId) })) };
}

export function duplicated(form: ScenarioForm, stepId: string, id: string, name: string): ScenarioForm {
  const at = form.steps.findIndex((one) => one.stepId === stepId);
  const original = form.steps[at];
  return original === undefined ? form : withStep(form, { stepId: id, name, step: original.step }, at + 1);
}

export function moved(form: ScenarioForm, stepId: string, by: -1 | 1): ScenarioForm {
  const at = form.steps.findIndex((one) => one.stepId === stepId);
  const to = at + by;
  const [one, other] = [form.steps[at], form.steps[to]];
  if (one === undefined || other === undefined) return form;
  const steps = [...form.steps];
  steps[at] = other;
  steps[to] = one;
  return { ...form, steps };
}

export const changedStep = (form: ScenarioForm, stepId: string, step: ScenarioStepForm): ScenarioForm => ({
  ...form,
  steps: form.steps.map((one) => (one.stepId === stepId ? { ...one, step } : one)),
});

export const namedStep = (form: ScenarioForm, stepId: string, name: string): ScenarioForm => ({
  ...form,
  steps: form.steps.map((one) => (one.stepId === stepId ? { ...one, name } : one)),
});

function withoutTarget(step: ScenarioStepForm, stepId: string): ScenarioStepForm {
  const other = (target: string): string => (target === stepId ? "" : target);
  switch (step.type) {
    case "hours":
      return { ...step, whenOpen: other(step.whenOpen), whenClosed: other(step.whenClosed) };
    case "play":
    case "set":
    case "echo":
    case "voicemail":
      return { ...step, next: other(step.next) };
    case "menu": {
      const choices = Object.entries(step.choices).map(([key, target]) => [key, other(target ?? "")]);
      return { ...step, choices: Object.fromEntries(choices), otherwise: other(step.otherwise) };
    }
    case "collect":
      return {
        ...step,
        next: other(step.next),
        otherwise: other(step.otherwise),
        cancelled: other(step.cancelled),
      };
    case "pay":
      return {
        ...step,
        approved: other(step.approved),
        declined: other(step.declined),
        failed: other(step.failed),
      };
    case "find_agent":
      return { ...step, overflow: other(step.overflow), unavailable: other(step.unavailable) };
    case "transfer":
      return { ...step, unavailable: other(step.unavailable) };
    case "hang_up":
      return step;
  }
}

/** A scenario to begin with: a greeting, the queue, and an end. */
export function newScenario(
  name: string,
  stepNames: readonly [string, string, string],
  defaults: Defaults,
): ScenarioForm {
  const [greeting, queue, end] = stepNames;
  return {
    name,
    application: null,
    start: "greeting",
    steps: [
      { stepId: "greeting", name: greeting, step: { type: "play", prompts: ["please-hold"], next: "queue" } },
      { stepId: "queue", name: queue, step: newStep("find_agent", defaults, "end") },
      {
        stepId: "end",
        name: end,
        step: { type: "hang_up", prompts: ["nobody-available", "goodbye"] },
      },
    ],
  };
}
