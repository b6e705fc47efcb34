import { resultNamesOf, type Scenario, takesPayment } from "@patchbay/core";
import type { ApplicationView } from "@patchbay/protocol";
import type { CenterHandle } from "../center/edge.js";

/** Scenarios to which agents may give a caller, by name. */
export function applicationsOf({ center, words }: Pick<CenterHandle, "center" | "words">): ApplicationView[] {
  const names = words().scenarios;
  const view = (scenario: Scenario): ApplicationView[] =>
    scenario.application == null
      ? []
      : [
          {
            scenarioId: scenario.id,
            name: names.get(scenario.id)?.name ?? scenario.id,
            kind: scenario.application,
            results: [...resultNamesOf(scenario)],
            takesPayment: takesPayment(scenario),
          },
        ];
  return [...center.state.configuration.scenarios.values()]
    .flatMap(view)
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}
