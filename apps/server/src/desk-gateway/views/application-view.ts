import type { Call } from "@patchbay/core";
import type { RunningApplicationView } from "@patchbay/protocol";
import type { CenterWords } from "../../center/records.js";

/** With what the customer is, and how far: how many digits there are by now is told beside, as it happens. */
export function runningApplication(
  { application, run, scenario }: Call,
  words: CenterWords,
): RunningApplicationView | null {
  if (application === null) return null;
  const { scenarioId, by, since, amount } = application;
  const named = words.scenarios.get(scenarioId);
  const step = run === null ? undefined : scenario?.steps[run.stepId];
  const asks = step?.type === "collect" || step?.type === "menu";
  return {
    scenarioId,
    name: named?.name ?? scenarioId,
    kind: scenario?.application ?? "other",
    by,
    since,
    amount,
    step:
      run === null || step === undefined
        ? null
        : {
            playId: run.playId,
            name: named?.steps.find(({ stepId }) => stepId === run.stepId)?.name || run.stepId,
            type: step.type,
            attempt: run.attempt,
            attemptsMax: asks ? step.attemptsMax : null,
            digits:
              step.type === "collect"
                ? { min: step.lengthMin, max: step.lengthMax, secure: step.secure }
                : null,
          },
  };
}
