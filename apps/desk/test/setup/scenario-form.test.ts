import type { ScenarioForm, ScenarioStepType } from "@patchbay/protocol";
import { scenarioFormSchema } from "@patchbay/protocol";
import { describe, expect, test } from "vitest";
import {
  edited,
  historyOf,
  isSameForm,
  redone,
  undone,
} from "../../src/features/setup/scenarios/edit-history.js";
import {
  groupsOf,
  minuteOf,
  openOf,
  timeOf,
} from "../../src/features/setup/scenarios/fields/opening-hours.js";
import {
  changedStep,
  duplicated,
  freeStepId,
  moved,
  newScenario,
  newStep,
  withoutStep,
  withStep,
} from "../../src/features/setup/scenarios/form-changes.js";
import { checked, wordsOfProblem } from "../../src/features/setup/scenarios/problems.js";
import { addableTypes } from "../../src/features/setup/scenarios/step-look.js";
import { whole } from "../../src/words/en/whole.js";

const defaults = { serviceId: "claims", zone: "Europe/Berlin" };
const fresh = (): ScenarioForm => newScenario("Claims", ["Greeting", "Queue", "End"], defaults);
const known = {
  prompts: new Set([
    "please-hold",
    "music",
    "nobody-available",
    "goodbye",
    "not-understood",
    "echo-test",
    "leave-a-message",
  ]),
  services: new Set(["claims"]),
  schedules: new Set(["office"]),
  numbers: new Set(["line-1"]),
};
const idsOf = (form: ScenarioForm): string[] => form.steps.map(({ stepId }) => stepId);
const renamed = (form: ScenarioForm, name: string): ScenarioForm => ({ ...form, name });

describe("changes with the way back", () => {
  test("letters typed one after the other are one step back; another field, or a pause, is another", () => {
    const first = fresh();
    let history = historyOf(first);
    history = edited(history, renamed(first, "C"), "name", 1_000);
    history = edited(history, renamed(first, "Ca"), "name", 1_400);
    history = edited(history, renamed(first, "Car"), "name", 4_000);
    expect(history.past).toHaveLength(2);
    expect(undone(history).now.name).toBe("Ca");
    expect(undone(undone(history)).now).toBe(first);
    expect(undone(undone(undone(history))).now, "no further").toBe(first);
  });

  test("what was taken back comes back, until something else is changed", () => {
    const first = fresh();
    const changed = edited(historyOf(first), renamed(first, "Other"), null, 0);
    const back = undone(changed);
    expect(redone(back).now.name).toBe("Other");
    expect(edited(back, renamed(first, "Third"), null, 1).future).toEqual([]);
    expect(isSameForm(undone(changed).now, fresh())).toBe(true);
  });
});

describe("steps", () => {
  test("a new scenario works as it is", () => {
    const form = fresh();
    expect(checked(form, known)).toEqual({ problems: [], unreachable: new Set() });
    expect(scenarioFormSchema.safeParse(form).success).toBe(true);
  });

  test.each(addableTypes)("a new step %s fits the wire, and asks only for what cannot be guessed", (type) => {
    const form = fresh();
    const stepId = freeStepId(form);
    const added = withStep(form, { stepId, name: "", step: newStep(type, defaults, "end") }, 3);
    expect(scenarioFormSchema.safeParse(added).success).toBe(true);
    const asked: Partial<Record<ScenarioStepType, string[]>> = {
      play: ["prompts"],
      menu: ["otherwise"],
      hours: ["whenClosed"],
      collect: ["otherwise", "name"],
      set: ["name"],
      pay: ["declined", "failed", "card", "expiry", "code", "prompts"],
      transfer: ["entryId"],
    };
    const { problems, unreachable } = checked(added, known);
    expect(problems.map(({ field }) => field)).toEqual(asked[type] ?? []);
    expect([...unreachable]).toEqual([stepId]);
  });

  test("a step that goes leaves those that led to it to be told where else; the next one is the first", () => {
    const form = withoutStep(fresh(), "queue");
    expect(idsOf(form)).toEqual(["greeting", "end"]);
    expect(checked(form, known).problems).toEqual([
      { stepId: "greeting", code: "step_unknown", field: "next" },
    ]);
    const menu = {
      ...newStep("menu", defaults, "end"),
      choices: { "1": "greeting", "2": "end" },
    } as ReturnType<typeof newStep>;
    const withMenu = withStep(fresh(), { stepId: "menu", name: "", step: menu }, 3);
    const after = withoutStep(withMenu, "greeting");
    expect(after.start).toBe("queue");
    expect(after.steps.at(-1)?.step).toMatchObject({ choices: { "1": "", "2": "end" } });
  });

  test("steps are moved, duplicated and changed, and the form before stays as it was", () => {
    const form = fresh();
    const before = JSON.stringify(form);
    expect(idsOf(moved(form, "queue", -1))).toEqual(["queue", "greeting", "end"]);
    expect(moved(form, "greeting", -1)).toBe(form);
    const copy = duplicated(form, "queue", "queue2", "Copy");
    expect(idsOf(copy)).toEqual(["greeting", "queue", "queue2", "end"]);
    expect(copy.steps[2]?.step).toEqual(form.steps[1]?.step);
    const other = changedStep(form, "end", { type: "hang_up", prompts: [] });
    expect(other.steps[2]?.step).toEqual({ type: "hang_up", prompts: [] });
    expect(JSON.stringify(form)).toBe(before);
  });

  test("an id that is taken is not given again", () => {
    const chances = [0.5, 0.5, 0.25];
    const form = fresh();
    const first = freeStepId(form, () => 0.5);
    const taken = withStep(form, { stepId: first, name: "", step: { type: "hang_up", prompts: [] } }, 0);
    expect(freeStepId(taken, () => chances.shift() ?? 0)).not.toBe(first);
  });
});

describe("what is wrong", () => {
  test("things that are gone are told once the lists are read, and a zone that is none at once", () => {
    const hours = { ...newStep("hours", { ...defaults, zone: "Mars/Base" }, "end"), whenClosed: "end" };
    const form = withStep(
      changedStep(fresh(), "greeting", { type: "play", prompts: ["old"], next: "queue" }),
      { stepId: "hours", name: "", step: hours as ReturnType<typeof newStep> },
      0,
    );
    expect(checked(form, null).problems).toEqual([{ stepId: "hours", code: "unknown", field: "zone" }]);
    expect(checked(form, { ...known, services: new Set() }).problems).toEqual([
      { stepId: "hours", code: "unknown", field: "zone" },
      { stepId: "greeting", code: "unknown", field: "prompts" },
      { stepId: "queue", code: "unknown", field: "serviceId" },
    ]);
  });

  test("with the center's opening hours the step's own do not count, and those that are gone are told", () => {
    const own = newStep("hours", { ...defaults, zone: "Mars/Base" }, "end");
    const problemsWith = (scheduleId: string) => {
      const step = { ...own, whenClosed: "end", scheduleId } as ReturnType<typeof newStep>;
      return checked(withStep(fresh(), { stepId: "hours", name: "", step }, 0), known).problems;
    };
    expect(problemsWith("office")).toEqual([]);
    expect(problemsWith("gone")).toEqual([{ stepId: "hours", code: "unknown", field: "scheduleId" }]);
  });

  test("every problem that the core knows has a sentence", () => {
    const wordAt = (path: string): unknown =>
      path
        .split(".")
        .slice(1)
        .reduce<unknown>(
          (words, part) => (words as Record<string, unknown> | undefined)?.[part],
          whole.setup,
        );
    const ranges = [
      "timeoutMs",
      "attemptsMax",
      "lengthMin",
      "lengthMax",
      "announceEveryMs",
      "overflowAfterMs",
    ];
    const problems = [
      ...["start_unknown", "step_unknown", "never_waits", "no_choice"].map((code) => ({ code })),
      ...[
        ...ranges,
        "maxMs",
        "steps",
        "open.0.weekday",
        "open.3.fromMinute",
        "open.12.toMinute",
        "holidays.2",
      ].map((field) => ({ code: "range", field })),
      ...["prompts", "name", "serviceId", "entryId"].map((field) => ({ code: "empty", field })),
      ...["prompts", "invalidPrompts", "music", "serviceId", "entryId", "zone"].map((field) => ({
        code: "unknown",
        field,
      })),
    ];
    for (const problem of problems) {
      const path = wordsOfProblem({ stepId: "a", ...problem } as Parameters<typeof wordsOfProblem>[0]);
      expect(wordAt(path), path).toEqual(expect.stringMatching(/\.$/));
    }
  });
});

describe("opening hours", () => {
  test("days with the same hours are one row, in the order in which they came", () => {
    const open = openOf([
      { weekdays: [5, 1, 1], fromMinute: 540, toMinute: 1_020, places: [] },
      { weekdays: [6], fromMinute: 600, toMinute: 1_440, places: [] },
    ]);
    expect(open).toHaveLength(3);
    expect(groupsOf(open)).toEqual([
      { weekdays: [1, 5], fromMinute: 540, toMinute: 1_020, places: [0, 1] },
      { weekdays: [6], fromMinute: 600, toMinute: 1_440, places: [2] },
    ]);
  });

  test("times are read and written as the field has them", () => {
    expect([0, 545, 1_440].map(timeOf)).toEqual(["00:00", "09:05", "00:00"]);
    expect(["09:05", "23:59:00", "", "9"].map(minuteOf)).toEqual([545, 1_439, null, null]);
  });
});
