import type { ScenarioStep } from "@patchbay/core";
import { z } from "zod";
import { instant } from "../instant.js";
import { digitsChecks } from "../voice/words.js";
import { applicationKinds } from "./application.js";
import { define, id, nothing } from "./define.js";

/**
 * The room Set-up: what administrators change while calls go on. Every request here is refused with
 * `not_enough_privileges` to whoever is none. Lists are whole and small; a change is there for the next call.
 */

/** A name that people read: one line. */
const name = z.string().trim().min(1).max(80);
/** Who changed something and when; `null` where nobody did, as with what came with the demo. */
const changed = { changedAt: instant.nullable(), changedBy: z.string().nullable() };

// ---- scenarios ----

export const SCENARIO_FORM_STEPS_MAX = 100;
const PROMPTS_IN_A_ROW_MAX = 10;

const stepId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/);
const prompts = z.array(id).max(PROMPTS_IN_A_ROW_MAX);
const milliseconds = z.number().int().min(0).max(86_400_000);
const menuKeys = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"] as const;

/**
 * A step as the form has it: the core's, but the zone is a name (IANA); the server looks its offsets up. What is out of
 * range or leads nowhere fits here: it is told as a problem of its field, and not as a frame nobody understands.
 */
export const scenarioStepFormSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("hours"),
    /** The center's opening hours; `null`: the step's own, which follow. */
    scheduleId: z.string().max(40).nullable().default(null),
    zone: z.string().max(60),
    open: z
      .array(
        z.object({
          weekday: z.number().int().min(1).max(7),
          fromMinute: z.number().int().min(0).max(1_440),
          toMinute: z.number().int().min(0).max(1_440),
        }),
      )
      .max(50),
    holidays: z.array(z.string().max(10)).max(60),
    whenOpen: z.string().max(40),
    whenClosed: z.string().max(40),
  }),
  z.object({ type: z.literal("play"), prompts, next: z.string().max(40) }),
  z.object({
    type: z.literal("menu"),
    prompts,
    choices: z.partialRecord(z.enum(menuKeys), z.string().max(40)),
    invalidPrompts: prompts,
    timeoutMs: milliseconds,
    attemptsMax: z.number().int().min(0).max(100),
    otherwise: z.string().max(40),
  }),
  z.object({
    type: z.literal("collect"),
    prompts,
    name: z.string().max(60),
    lengthMin: z.number().int().min(0).max(100),
    lengthMax: z.number().int().min(0).max(100),
    secure: z.boolean(),
    check: z.enum(digitsChecks).nullable().default(null),
    invalidPrompts: prompts.default([]),
    timeoutMs: milliseconds,
    attemptsMax: z.number().int().min(0).max(100),
    next: z.string().max(40),
    otherwise: z.string().max(40),
    /** Where * on nothing leads; empty: nowhere. */
    cancelled: z.string().max(40).default(""),
  }),
  z.object({
    type: z.literal("pay"),
    prompts,
    card: z.string().max(60),
    expiry: z.string().max(60),
    code: z.string().max(60),
    approved: z.string().max(40),
    declined: z.string().max(40),
    failed: z.string().max(40),
  }),
  z.object({
    type: z.literal("set"),
    name: z.string().max(60),
    value: z.string().max(200),
    next: z.string().max(40),
  }),
  z.object({
    type: z.literal("find_agent"),
    serviceId: z.string().max(100),
    music: z.string().max(100),
    announceEveryMs: milliseconds.nullable(),
    overflowAfterMs: milliseconds.nullable(),
    overflow: z.string().max(40),
    unavailable: z.string().max(40),
  }),
  z.object({ type: z.literal("echo"), prompts, next: z.string().max(40) }),
  z.object({
    type: z.literal("transfer"),
    entryId: z.string().max(100),
    unavailable: z.string().max(40),
  }),
  z.object({
    type: z.literal("voicemail"),
    serviceId: z.string().max(100),
    prompts,
    maxMs: milliseconds,
    next: z.string().max(40),
  }),
  z.object({ type: z.literal("hang_up"), prompts }),
]);
export type ScenarioStepForm = z.infer<typeof scenarioStepFormSchema>;
export type ScenarioStepType = ScenarioStep["type"];

/** A scenario as it is edited: its steps in the order of the form. */
export const scenarioFormSchema = z.object({
  name,
  /** Agents may give the caller of a live call to it. */
  application: z.enum(applicationKinds).nullable().default(null),
  start: z.string().max(40),
  steps: z
    .array(z.object({ stepId, name: z.string().trim().max(60), step: scenarioStepFormSchema }))
    .min(1)
    .max(SCENARIO_FORM_STEPS_MAX)
    .refine((steps) => new Set(steps.map((one) => one.stepId)).size === steps.length, {
      message: "each step once",
    }),
});
export type ScenarioForm = z.infer<typeof scenarioFormSchema>;

/**
 * What is wrong with a scenario, in `facts.problems` of `scenario_invalid`: the core's problems, and `unknown` where a
 * service, a number, a prompt or a time zone is named that is not there.
 */
export const scenarioProblemSchema = z.object({
  stepId: z.string().nullable(),
  code: z.enum(["start_unknown", "step_unknown", "never_waits", "range", "no_choice", "empty", "unknown"]),
  field: z.string().optional(),
});
export type ScenarioProblemView = z.infer<typeof scenarioProblemSchema>;

const numberRefSchema = z.object({ entryId: z.string(), name: z.string(), address: z.string() });
const scenarioRefSchema = z.object({ scenarioId: z.string(), name: z.string() });

export const scenarioRowSchema = z.object({
  scenarioId: z.string(),
  name: z.string(),
  version: z.number().int(),
  /** Agents may give the caller of a live call to it. */
  application: z.enum(applicationKinds).nullable(),
  /** Things it names that are not there any more. */
  problems: z.number().int(),
  /** Numbers that lead to it. */
  usedBy: z.array(numberRefSchema),
  ...changed,
});

export const scenarioViewSchema = z.object({
  scenarioId: z.string(),
  /** The version that is shown, and the one that new calls begin with. */
  version: z.number().int(),
  newest: z.number().int(),
  form: scenarioFormSchema,
  usedBy: z.array(numberRefSchema),
  /** Newest first. */
  versions: z.array(z.object({ version: z.number().int(), name: z.string(), ...changed })),
});
export type ScenarioView = z.infer<typeof scenarioViewSchema>;

// ---- prompts ----

export const promptKinds = ["speech", "music"] as const;
export const promptRowSchema = z.object({
  promptId: z.string(),
  /** Uploaded here; the others come with the program and stay as they are. */
  own: z.boolean(),
  kind: z.enum(promptKinds),
  name: z.string(),
  /** What is said in it, when that is known. */
  text: z.string().nullable(),
  durationMs: z.number().int(),
  usedBy: z.array(scenarioRefSchema),
  ...changed,
});
export type PromptRow = z.infer<typeof promptRowSchema>;

/** Answer to an upload (`POST /api/setup/prompts`, or `PUT /api/setup/prompts/{id}/audio` in place of the former sound). */
export const promptUploadSchema = z.object({ promptId: z.string(), durationMs: z.number().int() });
export const PROMPT_DURATION_MS_MAX = 10 * 60_000;

// ---- access numbers ----

export const numberFormSchema = z.object({
  name,
  /** As typed; kept as the network sends it. */
  address: z.string().max(60),
  serviceId: id,
  /** Higher goes first. */
  priority: z.number().int().min(0).max(100),
  scenarioId: id,
});
export type NumberForm = z.infer<typeof numberFormSchema>;

export const numberRowSchema = z.object({
  entryId: z.string(),
  ...numberFormSchema.shape,
  /** Scenarios that go on with it (step "transfer"). */
  usedBy: z.array(scenarioRefSchema),
  /** Calls that came in here and are not over. */
  calls: z.number().int(),
  ...changed,
});
export type NumberRow = z.infer<typeof numberRowSchema>;

export const setupRequests = {
  setupScenarios: define(
    "desk.setup.scenarios",
    nothing,
    z.object({ scenarios: z.array(scenarioRowSchema) }),
  ),
  /** One scenario; an earlier version of it when one is asked for. */
  setupScenario: define(
    "desk.setup.scenario",
    z.object({ scenarioId: id, version: z.number().int().min(1).nullable().default(null) }),
    scenarioViewSchema,
  ),
  /** A new scenario (`scenarioId` null, `base` 0), or the version after `base`; if there is a newer one: `version_conflict`. */
  saveScenario: define(
    "desk.setup.save_scenario",
    z.object({ scenarioId: id.nullable(), base: z.number().int().min(0), form: scenarioFormSchema }),
    z.object({ scenarioId: z.string(), version: z.number().int() }),
  ),
  removeScenario: define("desk.setup.remove_scenario", z.object({ scenarioId: id }), nothing),
  setupPrompts: define(
    "desk.setup.prompts",
    nothing,
    z.object({
      prompts: z.array(promptRowSchema),
      /** A voice is set up that says texts (`POST /api/setup/prompts/spoken`). */
      speech: z.boolean(),
    }),
  ),
  /** Only of the center's own. */
  savePrompt: define(
    "desk.setup.save_prompt",
    z.object({ promptId: id, name, kind: z.enum(promptKinds) }),
    nothing,
  ),
  removePrompt: define("desk.setup.remove_prompt", z.object({ promptId: id }), nothing),
  setupNumbers: define("desk.setup.numbers", nothing, z.object({ numbers: z.array(numberRowSchema) })),
  /**
   * A new number (`entryId` and `was` null), or a changed one. `was` is the form as it was read: if it is another by now, the
   * answer is `version_conflict` with `changedBy` and `changedAt`.
   */
  saveNumber: define(
    "desk.setup.save_number",
    z.object({ entryId: id.nullable(), was: numberFormSchema.nullable(), form: numberFormSchema }),
    z.object({ entryId: z.string() }),
  ),
  removeNumber: define("desk.setup.remove_number", z.object({ entryId: id }), nothing),
} as const;
