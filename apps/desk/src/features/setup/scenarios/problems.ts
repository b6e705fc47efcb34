import { problemsOf, type ScenarioProblem, unknownIn, unreachableSteps } from "@patchbay/core";
import { type ScenarioForm, type ScenarioProblemView, scenarioOfForm } from "@patchbay/protocol";

/** What there is to be named in a scenario. */
export interface KnownThings {
  readonly prompts: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly schedules: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
}

export interface Checked {
  readonly problems: readonly ScenarioProblemView[];
  /** Steps that no call gets to. */
  readonly unreachable: ReadonlySet<string>;
}

/**
 * Looks at a form while it is typed, with the core's own eyes; the server does so again. `null` for what is known: the lists
 * are not read yet, so nothing is called unknown.
 */
export function checked(form: ScenarioForm, known: KnownThings | null): Checked {
  const scenario = scenarioOfForm(form, { scenarioId: "form", version: 1 }, (name) => ({
    name,
    // Which offsets is the server's to look up; here it counts whether there are any.
    offsets: isZone(name) ? [{ from: 0, minutes: 0 }] : [],
  }));
  const unknown =
    known === null
      ? []
      : unknownIn(scenario, {
          prompt: (id) => known.prompts.has(id),
          service: (id) => known.services.has(id),
          schedule: (id) => known.schedules.has(id),
          entry: (id) => known.numbers.has(id),
        });
  return {
    problems: [...problemsOf(scenario), ...unknown].map(viewOf),
    unreachable: new Set<string>(unreachableSteps(scenario)),
  };
}

function viewOf({ stepId, code, field }: ScenarioProblem): ScenarioProblemView {
  if (field === "zone.offsets") return { stepId, code: "unknown", field: "zone" };
  return { stepId, code, ...(field === undefined ? {} : { field }) };
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}

/**
 * The words for a problem, by path. `open.3.toMinute` and `holidays.0` are told as `open` and `holidays`: the sentence stands
 * beside the very one.
 */
export function wordsOfProblem({ code, field = "" }: ScenarioProblemView): string {
  // Of a payment: what no step collects.
  if (code === "unknown" && (field === "card" || field === "expiry" || field === "code"))
    return "setup.scenario.problem.unknown.secret";
  const [first = "", , third] = field.split(".");
  const name = third ?? first;
  switch (code) {
    case "range":
    case "empty":
    case "unknown":
      return `setup.scenario.problem.${code}.${first === "holidays" ? first : name}`;
    default:
      return `setup.scenario.problem.${code}`;
  }
}

/** The label of the field that a problem is about, by path, where its sentence does not say so by itself. */
export function labelOfProblem({ code, field }: ScenarioProblemView): string | null {
  if (code !== "range" || field === undefined) return null;
  return labels[field] ?? (field.startsWith("open.") ? "setup.scenario.hours.open" : null);
}

const labels: Readonly<Record<string, string | undefined>> = {
  timeoutMs: "setup.scenario.silence",
  attemptsMax: "setup.scenario.attempts",
  lengthMin: "setup.scenario.collect.min",
  lengthMax: "setup.scenario.collect.max",
  announceEveryMs: "setup.scenario.find.announce",
  overflowAfterMs: "setup.scenario.find.overflowAfter",
  maxMs: "setup.scenario.voicemail.max",
};

/** The problem of one field of a step. */
export const problemAt = (
  problems: readonly ScenarioProblemView[],
  field: string,
): ScenarioProblemView | undefined => problems.find((problem) => problem.field === field);
