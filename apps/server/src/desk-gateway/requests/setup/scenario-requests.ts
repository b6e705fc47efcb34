import { asId, type EntryId, type Scenario, type ScenarioId } from "@patchbay/core";
import { deskRequests, type ScenarioView } from "@patchbay/protocol";
import type { CenterHandle } from "../../../center/edge.js";
import { type Responder, responder } from "../respond.js";
import { changeOf, lastChanges } from "./changes.js";
import { allProblems, formOf, nameOfId, scenarioOf, unknownThings, wordsOf } from "./scenario-form.js";

/** Numbers that lead to a scenario. */
export function numbersOf(handle: CenterHandle, scenarioId: string): ScenarioView["usedBy"] {
  const names = handle.words().entries;
  return [...handle.center.state.configuration.entries.values()].flatMap(({ id, voice }) =>
    voice?.scenarioId === scenarioId
      ? [{ entryId: id, name: names.get(id)?.name ?? id, address: voice.address }]
      : [],
  );
}

export const scenarioName = (handle: CenterHandle, scenarioId: string): string =>
  handle.words().scenarios.get(scenarioId)?.name ?? nameOfId(scenarioId);

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name.localeCompare(b.name, "en");

export const scenarioRequests: readonly Responder[] = [
  responder(deskRequests.setupScenarios, (_input, _asker, room) => ({
    query: async () => {
      const { handle } = room;
      const changes = await lastChanges(handle, "ScenarioConfigured", ({ scenario }) => scenario.id);
      const scenarios = [...handle.center.state.configuration.scenarios.values()].map((scenario) => ({
        scenarioId: scenario.id,
        name: scenarioName(handle, scenario.id),
        version: scenario.version,
        application: scenario.application ?? null,
        problems: unknownThings(scenario, room).length,
        usedBy: numbersOf(handle, scenario.id),
        ...changes(scenario.id),
      }));
      return { scenarios: scenarios.sort(byName) };
    },
  })),
  responder(deskRequests.setupScenario, async ({ scenarioId, version }, _asker, { handle }) => {
    const { scenarios } = handle.center.state.configuration;
    const newest = scenarios.get(asId<ScenarioId>(scenarioId));
    if (newest === undefined) return { fault: { code: "object_not_found" } };
    const [events, words] = await Promise.all([
      handle.records.configurationEvents(["ScenarioConfigured"]),
      handle.records.scenarioWords(scenarioId),
    ]);
    const changes = events.filter(({ scenario }) => scenario.id === scenarioId).reverse();
    const shown =
      version === null || version === newest.version
        ? newest
        : changes.find(({ scenario }) => scenario.version === version)?.scenario;
    if (shown === undefined) return { fault: { code: "object_not_found" } };
    return {
      submissions: [],
      output: {
        scenarioId,
        version: shown.version,
        newest: newest.version,
        form: formOf(shown, words.get(shown.version)),
        usedBy: numbersOf(handle, scenarioId),
        versions: changes.map((event) => ({
          version: event.scenario.version,
          name: words.get(event.scenario.version)?.name ?? nameOfId(scenarioId),
          ...changeOf(handle, event),
        })),
      },
    };
  }),
  responder(deskRequests.saveScenario, ({ scenarioId: known, base, form }, { agentId }, room) => {
    const { handle } = room;
    const scenarioId = known ?? handle.ids.next();
    const version = base + 1;
    const scenario: Scenario = scenarioOf(form, scenarioId, version, handle.clock.now());
    const problems = allProblems(scenario, room);
    if (problems.length > 0) return { fault: { code: "scenario_invalid", facts: { problems } } };
    const newest = handle.center.state.configuration.scenarios.get(asId<ScenarioId>(scenarioId));
    if (known !== null && newest === undefined) return { fault: { code: "object_not_found" } };
    // Whether `base` is still the newest is the core's to say: a request that is asked again gets its first answer.
    return {
      submissions: [
        {
          command: { type: "ConfigureScenario", scenario, by: agentId },
          content: [{ table: "scenario_words", scenarioId, words: wordsOf(form, version) }],
        },
      ],
      output: { scenarioId, version },
    };
  }),
  responder(deskRequests.removeScenario, ({ scenarioId }, { agentId }, { handle }) => {
    const usedBy = numbersOf(handle, scenarioId);
    // The core says so, too, and only of one of them.
    if (usedBy.length > 0) return { fault: { code: "scenario_in_use", facts: { usedBy } } };
    return {
      submissions: [
        { command: { type: "RemoveScenario", scenarioId: asId<ScenarioId>(scenarioId), by: agentId } },
      ],
      output: {},
    };
  }),
];

/** Scenarios that go on with a number's scenario. */
export function scenariosWithTransferTo(handle: CenterHandle, entryId: EntryId) {
  return [...handle.center.state.configuration.scenarios.values()]
    .filter(({ steps }) =>
      Object.values(steps).some((step) => step.type === "transfer" && step.entryId === entryId),
    )
    .map(({ id }) => ({ scenarioId: id as string, name: scenarioName(handle, id) }));
}
