import type { Brand, EntryId, ScheduleId, ServiceId } from "../ids/ids.js";
import type { OpenHours, TimeZone } from "../time/local-time.js";

export type ScenarioId = Brand<"ScenarioId">;
export type StepId = Brand<"StepId">;
/** A recorded prompt or a piece of music, by its name in the prompt library. */
export type PromptId = Brand<"PromptId">;

/** A key of a telephone's keypad. */
export type MenuKey = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "*" | "#";

/** What a scenario does for an agent who gives a caller to it. */
export type ApplicationKind = "payment" | "survey" | "authentication" | "other";

/**
 * What digits have to be besides long enough. The voice process looks at the first three; `account`: those of the
 * contact's account number, which only the center knows.
 */
export type DigitsCheck = "card_number" | "card_expiry" | "rating" | "account";

/** What a call goes through before (or without) an agent. A step names the steps that may follow it. */
export type ScenarioStep =
  | {
      readonly type: "hours";
      /** The center's opening hours, in place of the step's own below. */
      readonly scheduleId?: ScheduleId;
      readonly zone: TimeZone;
      readonly open: readonly OpenHours[];
      /** Local dates (`2026-12-25`) on which it is closed all day. */
      readonly holidays: readonly string[];
      readonly whenOpen: StepId;
      readonly whenClosed: StepId;
    }
  | { readonly type: "play"; readonly prompts: readonly PromptId[]; readonly next: StepId }
  | {
      readonly type: "menu";
      readonly prompts: readonly PromptId[];
      readonly choices: Readonly<Partial<Record<MenuKey, StepId>>>;
      /** Played before the prompts are repeated after a key that is no choice. */
      readonly invalidPrompts: readonly PromptId[];
      /** Silence after the prompts that counts as no input. */
      readonly timeoutMs: number;
      /** How often the menu is said in all. */
      readonly attemptsMax: number;
      /** After the last attempt without a choice. */
      readonly otherwise: StepId;
    }
  | {
      readonly type: "collect";
      readonly prompts: readonly PromptId[];
      /** Under this name the agent sees what was entered; the core knows only how long it was. */
      readonly name: string;
      readonly lengthMin: number;
      readonly lengthMax: number;
      /** Secure digits never leave the voice process: the center gets their count and a token. */
      readonly secure: boolean;
      readonly check?: DigitsCheck | null;
      /** Played before the prompts are repeated after digits that are none. */
      readonly invalidPrompts?: readonly PromptId[];
      readonly timeoutMs: number;
      readonly attemptsMax: number;
      readonly next: StepId;
      readonly otherwise: StepId;
      /** Where * leads when nothing has been entered; absent: nowhere. */
      readonly cancelled?: StepId | null;
    }
  /** Pays what the agent asked for with the card that was entered under these names; they are needed no more then. */
  | {
      readonly type: "pay";
      /** Played while it is paid. */
      readonly prompts: readonly PromptId[];
      readonly card: string;
      readonly expiry: string;
      readonly code: string;
      readonly approved: StepId;
      readonly declined: StepId;
      /** Nobody knows whether it was paid, or it could not be tried. */
      readonly failed: StepId;
    }
  | { readonly type: "set"; readonly name: string; readonly value: string; readonly next: StepId }
  | {
      readonly type: "find_agent";
      readonly serviceId: ServiceId;
      readonly music: PromptId;
      /** Position and wait are said this often; `null`: never. */
      readonly announceEveryMs: number | null;
      /** Waiting ends after this long and goes on with `overflow`; `null`: it does not end. */
      readonly overflowAfterMs: number | null;
      readonly overflow: StepId;
      /** The service is closed or its queue is full. */
      readonly unavailable: StepId;
    }
  /** The caller hears itself. */
  | { readonly type: "echo"; readonly prompts: readonly PromptId[]; readonly next: StepId }
  /** Goes on with the scenario of another entry. */
  | { readonly type: "transfer"; readonly entryId: EntryId; readonly unavailable: StepId }
  /** The caller speaks into the service's mailbox, after the prompts and a tone. */
  | {
      readonly type: "voicemail";
      readonly serviceId: ServiceId;
      readonly prompts: readonly PromptId[];
      readonly maxMs: number;
      readonly next: StepId;
    }
  | { readonly type: "hang_up"; readonly prompts: readonly PromptId[] };

export interface Scenario {
  readonly id: ScenarioId;
  /** Raised by one with each change. A call keeps the version with which it began. */
  readonly version: number;
  readonly start: StepId;
  readonly steps: Readonly<Record<StepId, ScenarioStep>>;
  /** Agents may give a caller to it; absent: it is for callers on their way to an agent. */
  readonly application?: ApplicationKind | null;
}

/** What keeps a scenario from being used: where it is, and a code for the sentence. */
export interface ScenarioProblem {
  readonly stepId: StepId | null;
  readonly code:
    | "start_unknown"
    | "step_unknown"
    | "never_waits"
    | "range"
    | "no_choice"
    | "empty"
    | "unknown";
  readonly field?: string;
}

export const SCENARIO_STEPS_MAX = 200;
const COLLECT_LENGTH_MAX = 40;
const ATTEMPTS_MAX = 10;

/** Everything that is wrong with a scenario, or nothing. Services and entries are looked at when a call gets there. */
export function problemsOf(scenario: Scenario): readonly ScenarioProblem[] {
  const problems: ScenarioProblem[] = [];
  const ids = Object.keys(scenario.steps) as StepId[];
  if (ids.length > SCENARIO_STEPS_MAX) problems.push({ stepId: null, code: "range", field: "steps" });
  if (!Object.hasOwn(scenario.steps, scenario.start)) problems.push({ stepId: null, code: "start_unknown" });
  for (const stepId of ids) {
    const step = scenario.steps[stepId] as ScenarioStep;
    for (const [field, next] of nextStepsOf(step)) {
      if (!Object.hasOwn(scenario.steps, next)) problems.push({ stepId, code: "step_unknown", field });
    }
    for (const field of badRanges(step)) problems.push({ stepId, code: "range", field });
    for (const field of emptyFields(step)) problems.push({ stepId, code: "empty", field });
    if (step.type === "pay")
      for (const field of unknownDigits(scenario, step)) problems.push({ stepId, code: "unknown", field });
    if (step.type === "menu" && Object.keys(step.choices).length === 0) {
      problems.push({ stepId, code: "no_choice", field: "choices" });
    }
    if (runsForEver(scenario, stepId)) problems.push({ stepId, code: "never_waits" });
  }
  return problems;
}

/** What is there to be named in a scenario. */
export interface Known {
  readonly prompt: (promptId: PromptId) => boolean;
  readonly service: (serviceId: ServiceId) => boolean;
  readonly schedule: (scheduleId: ScheduleId) => boolean;
  readonly entry: (entryId: EntryId) => boolean;
}

/**
 * Names in a scenario that lead to nothing. A call that gets there goes on without, so it is no reason for the core to
 * refuse; whoever edits should know.
 */
export function unknownIn(scenario: Scenario, known: Known): readonly ScenarioProblem[] {
  const problems: ScenarioProblem[] = [];
  for (const [id, step] of Object.entries(scenario.steps)) {
    const unknown = (field: string): void => {
      problems.push({ stepId: id as StepId, code: "unknown", field });
    };
    if ("prompts" in step && !step.prompts.every(known.prompt)) unknown("prompts");
    if ("invalidPrompts" in step && !(step.invalidPrompts ?? []).every(known.prompt))
      unknown("invalidPrompts");
    if ("music" in step && !known.prompt(step.music)) unknown("music");
    // What is left out is told as empty.
    if ("serviceId" in step && step.serviceId !== "" && !known.service(step.serviceId)) unknown("serviceId");
    if (step.type === "hours" && step.scheduleId !== undefined && !known.schedule(step.scheduleId))
      unknown("scheduleId");
    if (step.type === "transfer" && step.entryId !== "" && !known.entry(step.entryId)) unknown("entryId");
  }
  return problems;
}

/** The steps that no call gets to: nothing is wrong with them, and nobody hears them. */
export function unreachableSteps(scenario: Scenario): readonly StepId[] {
  const reached = new Set<StepId>();
  const waiting = [scenario.start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const step = Object.hasOwn(scenario.steps, id) ? scenario.steps[id] : undefined;
    if (step === undefined || reached.has(id)) continue;
    reached.add(id);
    for (const [, next] of nextStepsOf(step)) waiting.push(next);
  }
  return (Object.keys(scenario.steps) as StepId[]).filter((id) => !reached.has(id));
}

/** Whether a step of it goes by these opening hours. */
export const namesSchedule = (scenario: Scenario, scheduleId: ScheduleId): boolean =>
  Object.values(scenario.steps).some((step) => step.type === "hours" && step.scheduleId === scheduleId);

/** All that a scenario plays, music included. */
export function promptsIn(scenario: Scenario): ReadonlySet<PromptId> {
  const prompts = new Set<PromptId>();
  for (const step of Object.values(scenario.steps)) {
    if ("prompts" in step) for (const prompt of step.prompts) prompts.add(prompt);
    if ("invalidPrompts" in step) for (const prompt of step.invalidPrompts ?? []) prompts.add(prompt);
    if ("music" in step) prompts.add(step.music);
  }
  return prompts;
}

/** Where a step may lead, by the field that says so; of a menu's keys `choices.1` and the like. */
export function nextStepsOf(step: ScenarioStep): readonly (readonly [field: string, StepId])[] {
  switch (step.type) {
    case "hours":
      return [
        ["whenOpen", step.whenOpen],
        ["whenClosed", step.whenClosed],
      ];
    case "play":
    case "set":
    case "echo":
    case "voicemail":
      return [["next", step.next]];
    case "menu":
      return [
        ...Object.entries(step.choices).map(([key, id]) => [`choices.${key}`, id] as const),
        ["otherwise", step.otherwise],
      ];
    case "collect":
      return [
        ["next", step.next],
        ["otherwise", step.otherwise],
        ...(step.cancelled == null ? [] : [["cancelled", step.cancelled] as const]),
      ];
    case "pay":
      return [
        ["approved", step.approved],
        ["declined", step.declined],
        ["failed", step.failed],
      ];
    case "find_agent":
      return [
        ["overflow", step.overflow],
        ["unavailable", step.unavailable],
      ];
    case "transfer":
      return [["unavailable", step.unavailable]];
    case "hang_up":
      return [];
  }
}

function badRanges(step: ScenarioStep): string[] {
  const bad: string[] = [];
  const within = (field: string, value: number, min: number, max: number): void => {
    if (!Number.isInteger(value) || value < min || value > max) bad.push(field);
  };
  if (step.type === "hours" && step.scheduleId === undefined) {
    const { offsets } = step.zone;
    const inOrder = offsets.every((offset, place) => (offsets[place - 1]?.from ?? -1) < offset.from);
    if (offsets.length === 0 || !inOrder) bad.push("zone.offsets");
    for (const { minutes } of offsets) within("zone.offsets", minutes, -840, 840);
    step.holidays.forEach((day, place) => {
      if (!/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(day)) bad.push(`holidays.${place}`);
    });
    step.open.forEach((open, place) => {
      within(`open.${place}.weekday`, open.weekday, 1, 7);
      within(`open.${place}.fromMinute`, open.fromMinute, 0, 1_439);
      within(`open.${place}.toMinute`, open.toMinute, open.fromMinute + 1, 1_440);
    });
  }
  if (step.type === "menu" || step.type === "collect") {
    within("timeoutMs", step.timeoutMs, 500, 60_000);
    within("attemptsMax", step.attemptsMax, 1, ATTEMPTS_MAX);
  }
  if (step.type === "collect") {
    within("lengthMin", step.lengthMin, 1, COLLECT_LENGTH_MAX);
    within("lengthMax", step.lengthMax, step.lengthMin, COLLECT_LENGTH_MAX);
    // What the center is to compare, it has to see.
    if (step.secure && step.check === "account") bad.push("secure");
  }
  if (step.type === "voicemail") within("maxMs", step.maxMs, 5_000, 600_000);
  if (step.type === "find_agent") {
    if (step.announceEveryMs !== null) within("announceEveryMs", step.announceEveryMs, 5_000, 3_600_000);
    if (step.overflowAfterMs !== null) within("overflowAfterMs", step.overflowAfterMs, 1_000, 86_400_000);
  }
  return bad;
}

/** What a payment needs is what an earlier step has collected without showing it to anybody. */
function unknownDigits({ steps }: Scenario, pay: Extract<ScenarioStep, { readonly type: "pay" }>): string[] {
  const secure = new Set(
    Object.values(steps).flatMap((step) => (step.type === "collect" && step.secure ? [step.name] : [])),
  );
  return (["card", "expiry", "code"] as const).filter((field) => !secure.has(pay[field]));
}

/** The agent has to say how much. */
export const takesPayment = ({ steps }: Scenario): boolean =>
  Object.values(steps).some(({ type }) => type === "pay");

/** What a caller leaves behind in a scenario, by the names under which agents see it, in the order of the steps. */
export const resultNamesOf = (scenario: Scenario): readonly string[] => [
  ...new Set(
    Object.values(scenario.steps).flatMap((step) =>
      step.type === "collect" || step.type === "set" ? [step.name] : [],
    ),
  ),
];

/** What cannot be left out. A play step without prompts would be over before it began, again and again in a circle. */
function emptyFields(step: ScenarioStep): string[] {
  switch (step.type) {
    case "play":
      return step.prompts.length === 0 ? ["prompts"] : [];
    case "set":
    case "collect":
      return step.name.trim() === "" ? ["name"] : [];
    case "find_agent":
    case "voicemail":
      return step.serviceId === "" ? ["serviceId"] : [];
    case "transfer":
      return step.entryId === "" ? ["entryId"] : [];
    default:
      return [];
  }
}

/** Steps that decide at once must not follow each other in a circle: a call would never come to rest. */
function runsForEver(scenario: Scenario, from: StepId): boolean {
  const seen = new Set<StepId>();
  const walk = (id: StepId): boolean => {
    const step = Object.hasOwn(scenario.steps, id) ? scenario.steps[id] : undefined;
    if (step?.type !== "hours" && step?.type !== "set") return false;
    if (id === from && seen.size > 0) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return nextStepsOf(step).some(([, next]) => walk(next));
  };
  return walk(from);
}
