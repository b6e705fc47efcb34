import {
  asId,
  type MenuKey,
  type PromptId,
  type Scenario,
  type ScenarioId,
  type ScenarioStep,
  type ScheduleId,
  type StepId,
  type TimeZone,
} from "@patchbay/core";
import type { ScenarioForm, ScenarioStepForm } from "./setup.js";

type WeekDay = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * The form as the core keeps it: the desk checks it while it is typed, the server before it is saved.
 *
 * @param zoneOf a zone's offsets by its name; the server looks them up, a desk only has to say whether there is one.
 */
export function scenarioOfForm(
  form: ScenarioForm,
  { scenarioId, version }: { readonly scenarioId: string; readonly version: number },
  zoneOf: (name: string) => TimeZone,
): Scenario {
  const steps = form.steps.map(({ stepId, step }) => [asId<StepId>(stepId), stepOf(step, zoneOf)] as const);
  return {
    id: asId<ScenarioId>(scenarioId),
    version,
    application: form.application,
    start: asId<StepId>(form.start),
    steps: Object.fromEntries(steps) as Scenario["steps"],
  };
}

function stepOf(step: ScenarioStepForm, zoneOf: (name: string) => TimeZone): ScenarioStep {
  switch (step.type) {
    case "hours": {
      const { scheduleId, ...own } = step;
      return {
        ...own,
        ...(scheduleId !== null && { scheduleId: asId<ScheduleId>(scheduleId) }),
        open: step.open.map((open) => ({ ...open, weekday: open.weekday as WeekDay })),
        zone: zoneOf(step.zone),
        whenOpen: asId(step.whenOpen),
        whenClosed: asId(step.whenClosed),
      };
    }
    case "play":
    case "echo":
      return { ...step, prompts: promptsOf(step.prompts), next: asId(step.next) };
    case "menu": {
      const choices = Object.entries(step.choices).map(([key, next]) => [key, asId<StepId>(next ?? "")]);
      return {
        ...step,
        prompts: promptsOf(step.prompts),
        invalidPrompts: promptsOf(step.invalidPrompts),
        choices: Object.fromEntries(choices) as Partial<Record<MenuKey, StepId>>,
        otherwise: asId(step.otherwise),
      };
    }
    case "collect":
      return {
        ...step,
        prompts: promptsOf(step.prompts),
        invalidPrompts: promptsOf(step.invalidPrompts),
        next: asId(step.next),
        otherwise: asId(step.otherwise),
        cancelled: step.cancelled === "" ? null : asId(step.cancelled),
      };
    case "pay":
      return {
        ...step,
        prompts: promptsOf(step.prompts),
        approved: asId(step.approved),
        declined: asId(step.declined),
        failed: asId(step.failed),
      };
    case "set":
      return { ...step, next: asId(step.next) };
    case "find_agent":
      return {
        ...step,
        serviceId: asId(step.serviceId),
        music: asId(step.music),
        overflow: asId(step.overflow),
        unavailable: asId(step.unavailable),
      };
    case "transfer":
      return { ...step, entryId: asId(step.entryId), unavailable: asId(step.unavailable) };
    case "voicemail":
      return {
        ...step,
        serviceId: asId(step.serviceId),
        prompts: promptsOf(step.prompts),
        next: asId(step.next),
      };
    case "hang_up":
      return { ...step, prompts: promptsOf(step.prompts) };
  }
}

const promptsOf = (prompts: readonly string[]): PromptId[] => prompts.map((prompt) => asId<PromptId>(prompt));
