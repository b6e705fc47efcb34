import {
  problemsOf,
  type Scenario,
  type ScenarioProblem,
  type ScenarioStep,
  type StepId,
  unknownIn,
} from "@patchbay/core";
import {
  type ScenarioForm,
  type ScenarioProblemView,
  type ScenarioStepForm,
  scenarioOfForm,
} from "@patchbay/protocol";
import { cleanText } from "../../../center/plain-text.js";
import type { ScenarioWords } from "../../../center/records.js";
import { isZone, zoneOf } from "../../../center/zone-offsets.js";
import type { RequestRoom } from "../respond.js";

/** The form as the core keeps it. Zones that are none stay without offsets, which is a problem of their own. */
export function scenarioOf(form: ScenarioForm, scenarioId: string, version: number, now: number): Scenario {
  return scenarioOfForm(clean(form), { scenarioId, version }, (name) =>
    isZone(name) ? zoneOf(name, now) : { name, offsets: [] },
  );
}

/** Names under which an agent sees what was entered or set are kept in the journal. */
const clean = (form: ScenarioForm): ScenarioForm => ({
  ...form,
  steps: form.steps.map((one) => {
    const { step } = one;
    if (step.type === "pay") {
      const [card, expiry, code] = [step.card, step.expiry, step.code].map((text) => cleanText(text).trim());
      return { ...one, step: { ...step, card: card ?? "", expiry: expiry ?? "", code: code ?? "" } };
    }
    if (step.type !== "collect" && step.type !== "set") return one;
    const name = cleanText(step.name).trim();
    return {
      ...one,
      step: step.type === "set" ? { ...step, name, value: cleanText(step.value) } : { ...step, name },
    };
  }),
});

/** What is called how, as it is stored with the version. */
export const wordsOf = (form: ScenarioForm, version: number): ScenarioWords => ({
  version,
  name: cleanText(form.name),
  steps: form.steps.map(({ stepId, name }) => ({ stepId, name: cleanText(name) })),
});

/** The way back. Steps that have no words come behind those that have, by their ids. */
export function formOf(scenario: Scenario, words: ScenarioWords | undefined): ScenarioForm {
  const named = (words?.steps ?? []).filter(({ stepId }) => Object.hasOwn(scenario.steps, stepId));
  const known = new Set(named.map(({ stepId }) => stepId));
  const others = Object.keys(scenario.steps).filter((stepId) => !known.has(stepId));
  return {
    name: words?.name ?? nameOfId(scenario.id),
    application: scenario.application ?? null,
    start: scenario.start,
    steps: [...named, ...others.map((stepId) => ({ stepId, name: nameOfId(stepId) }))].map(
      ({ stepId, name }) => ({
        stepId,
        name,
        step: formStepOf(scenario.steps[stepId as StepId] as ScenarioStep),
      }),
    ),
  };
}

function formStepOf(step: ScenarioStep): ScenarioStepForm {
  switch (step.type) {
    case "hours":
      return {
        ...step,
        scheduleId: step.scheduleId ?? null,
        zone: step.zone.name,
        open: step.open.map((open) => ({ ...open })),
        holidays: [...step.holidays],
      };
    case "menu":
      return {
        ...step,
        choices: { ...step.choices },
        prompts: [...step.prompts],
        invalidPrompts: [...step.invalidPrompts],
      };
    case "collect":
      return {
        ...step,
        check: step.check ?? null,
        prompts: [...step.prompts],
        invalidPrompts: [...(step.invalidPrompts ?? [])],
        cancelled: step.cancelled ?? "",
      };
    case "pay":
      return { ...step, prompts: [...step.prompts] };
    case "play":
    case "echo":
    case "voicemail":
    case "hang_up":
      return { ...step, prompts: [...step.prompts] };
    default:
      return { ...step };
  }
}

/** A name for what came without one, such as `auto_claims`. */
export function nameOfId(id: string): string {
  const text = id.replace(/[_-]+/g, " ").trim();
  return text === "" ? id : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** All that is wrong, also what the core leaves to the moment when a call gets there. */
export function allProblems(
  scenario: Scenario,
  room: Pick<RequestRoom, "handle" | "prompts">,
): ScenarioProblemView[] {
  const problems = problemsOf(scenario).map((problem) => withZone(scenario, problem));
  return [...problems, ...unknownThings(scenario, room)].map(({ stepId, code, field }) => ({
    stepId,
    code,
    ...(field === undefined ? {} : { field }),
  }));
}

export function unknownThings(
  scenario: Scenario,
  { handle, prompts }: Pick<RequestRoom, "handle" | "prompts">,
): readonly ScenarioProblem[] {
  const { services, schedules, entries, prompts: own } = handle.center.state.configuration;
  const builtIn = prompts.builtIn();
  return unknownIn(scenario, {
    prompt: (promptId) => builtIn.has(promptId) || own.has(promptId),
    service: (serviceId) => services.has(serviceId),
    schedule: (scheduleId) => schedules.has(scheduleId),
    entry: (entryId) => entries.get(entryId)?.voice !== undefined,
  });
}

/** A zone without offsets is a name that this machine does not know. */
function withZone(scenario: Scenario, problem: ScenarioProblem): ScenarioProblem {
  const step = problem.stepId === null ? undefined : scenario.steps[problem.stepId];
  return problem.field === "zone.offsets" && step?.type === "hours"
    ? { stepId: problem.stepId, code: "unknown", field: "zone" }
    : problem;
}
