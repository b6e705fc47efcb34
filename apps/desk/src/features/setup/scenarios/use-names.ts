import type { ScenarioForm } from "@patchbay/protocol";
import { useMemo } from "react";
import { useDesk } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import { useLists, useSetupData } from "../setup-data.js";
import type { KnownThings } from "./problems.js";
import type { Names } from "./step-look.js";

/** "2 Main menu": steps are told by their place and their name. */
export function stepName(form: ScenarioForm, stepId: string): string {
  const at = form.steps.findIndex((one) => one.stepId === stepId);
  const step = form.steps[at];
  if (step === undefined) return word("setup.scenario.nowhere");
  return `${at + 1} ${step.name || word(`setup.scenario.types.${step.step.type}.name`)}`;
}

/** Names for everything that steps name, and whether it is there. */
export function useNames(form: ScenarioForm): { readonly names: Names; readonly known: KnownThings | null } {
  const { prompts, numbers } = useSetupData();
  const { schedules } = useLists("schedules");
  const services = useDesk((state) => state.data?.services);
  const known = useMemo(
    () =>
      prompts === null || numbers === null || schedules === null || services === undefined
        ? null
        : {
            prompts: new Set(prompts.map(({ promptId }) => promptId)),
            numbers: new Set(numbers.map(({ entryId }) => entryId)),
            schedules: new Set(schedules.map(({ scheduleId }) => scheduleId)),
            services: new Set(services.keys()),
          },
    [prompts, numbers, schedules, services],
  );
  const gone = word("setup.gone");
  return {
    known,
    names: {
      step: (id) => stepName(form, id),
      prompt: (id) => prompts?.find(({ promptId }) => promptId === id)?.name ?? gone,
      service: (id) => services?.get(id)?.name ?? gone,
      schedule: (id) => schedules?.find(({ scheduleId }) => scheduleId === id)?.form.name ?? gone,
      number: (id) => {
        const number = numbers?.find(({ entryId }) => entryId === id);
        return number === undefined ? gone : `${number.address} ${number.name}`;
      },
    },
  };
}
