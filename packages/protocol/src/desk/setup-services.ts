import { z } from "zod";
import { instant } from "../instant.js";
import { define, id, nothing } from "./define.js";

/**
 * Services, skills and not-ready reasons, in the room Set-up. Each request is refused with `not_enough_privileges` to whoever
 * is no administrator. A change names the form that it was made from: if that is another one by now, `version_conflict` with
 * `changedBy` and `changedAt`. All times in milliseconds.
 */

const name = z.string().trim().min(1).max(80);
const changed = { changedAt: instant.nullable(), changedBy: z.string().nullable() };
const between = (min: number, max: number) => z.number().int().min(min).max(max);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const dispositionTypes = ["SUCCESS", "FAILURE", "CONTINUE", "SPAM", "DO_NOT_CALL"] as const;
export const DISPOSITIONS_MAX = 100;

/** What a time of a service may be; the form says the same. */
export const serviceTimes = {
  answerTimeoutMs: { min: 5 * SECOND, max: 5 * MINUTE },
  wrapUpMs: { min: 0, max: HOUR },
  endUndoMs: { min: 0, max: MINUTE },
  graceMs: { min: 0, max: 24 * HOUR },
  graceOfferMs: { min: 0, max: 5 * MINUTE },
  inactivityWarnMs: { min: 10 * SECOND, max: 24 * HOUR },
  inactivityEndMs: { min: 5 * SECOND, max: 24 * HOUR },
  withinMs: { min: SECOND, max: HOUR },
} as const;
const time = (of: keyof typeof serviceTimes) => between(serviceTimes[of].min, serviceTimes[of].max);

export const dispositionFormSchema = z.object({
  /** `null`: a new one. */
  id: id.nullable(),
  name,
  type: z.enum(dispositionTypes),
});

export const serviceFormSchema = z.object({
  name,
  /** By hand: nothing new comes in while it is not. */
  open: z.boolean(),
  /** Its opening hours; `null`: always open. */
  scheduleId: id.nullable(),
  /** All of them must be had; none: every agent qualifies. */
  requires: z.array(z.object({ skillId: id, levelMin: between(1, 100) })).max(20),
  distribution: z.enum(["longest_idle", "least_loaded"]),
  answerTimeoutMs: time("answerTimeoutMs"),
  queueLengthMax: between(1, 10_000),
  /** `null`: the usual one. */
  serviceLevel: z.object({ percent: between(1, 100), withinMs: time("withinMs") }).nullable(),
  wrapUpMs: time("wrapUpMs"),
  wrapUpEndsItself: z.boolean(),
  /** In the order of the list that agents choose from. */
  dispositions: z.array(dispositionFormSchema).max(DISPOSITIONS_MAX),
  dispositionMandatory: z.boolean(),
  endUndoMs: time("endUndoMs"),
  graceMs: time("graceMs"),
  graceOfferMs: time("graceOfferMs"),
  /** `null`: chats are not ended for silence. */
  inactivityWarnMs: time("inactivityWarnMs").nullable(),
  inactivityEndMs: time("inactivityEndMs"),
});
export type ServiceForm = z.infer<typeof serviceFormSchema>;

const ref = z.object({ id: z.string(), name: z.string() });

export const serviceRowSchema = z.object({
  serviceId: z.string(),
  form: serviceFormSchema,
  /** What names it, and so keeps it from being removed. */
  usedBy: z.object({
    chatEntries: z.array(ref),
    numbers: z.array(ref),
    scenarios: z.array(ref),
    messages: z.array(ref),
  }),
  /** Agents with all its skills who are not disabled. */
  qualified: z.number().int(),
  /** Of these, how many are logged in. */
  loggedIn: z.number().int(),
  /** Interactions that are not over. */
  alive: z.number().int(),
  /** Somebody has been served in it. */
  answered: z.boolean(),
  ...changed,
});
export type ServiceRow = z.infer<typeof serviceRowSchema>;

export const skillRowSchema = z.object({
  skillId: z.string(),
  name: z.string(),
  agents: z.array(z.object({ id: z.string(), name: z.string(), level: z.number().int() })),
  services: z.array(z.object({ id: z.string(), name: z.string(), levelMin: z.number().int() })),
});
export type SkillRow = z.infer<typeof skillRowSchema>;

/** Pictures that a reason may have (Tabler's names). */
export const reasonIcons = [
  "coffee",
  "tools-kitchen-2",
  "school",
  "users-group",
  "phone",
  "mail",
  "heart",
  "home",
  "tool",
  "clipboard-list",
] as const;
const REASON_LIMIT_MAX_MS = 12 * HOUR;

export const reasonFormSchema = z.object({
  name,
  /** Of the core's own reasons it is what it is. */
  icon: z.string().max(40),
  /** A gentle limit shown to the agent; `null`: none. */
  limitMs: between(MINUTE, REASON_LIMIT_MAX_MS).nullable(),
});
export type ReasonForm = z.infer<typeof reasonFormSchema>;

export const reasonRowSchema = z.object({
  reasonId: z.string(),
  /** `system`: the center sets it; only its name can be changed. */
  kind: z.enum(["agent", "system"]),
  form: reasonFormSchema,
  /** How many agents are away for it now. */
  away: z.number().int(),
  ...changed,
});
export type ReasonRow = z.infer<typeof reasonRowSchema>;

export const serviceSetupRequests = {
  setupServices: define("desk.setup.services", nothing, z.object({ services: z.array(serviceRowSchema) })),
  /**
   * A new one (`serviceId` and `was` null), or a changed one. A disposition under a new name keeps its id, and with it what was
   * chosen before, unless another service has it too. `name_taken`; `disposition_twice`; `object_not_found`: a skill.
   */
  saveService: define(
    "desk.setup.save_service",
    z.object({ serviceId: id.nullable(), was: serviceFormSchema.nullable(), form: serviceFormSchema }),
    z.object({ serviceId: z.string() }),
  ),
  /** `service_in_use`, `not_suitable_state` while something is alive in it. */
  removeService: define("desk.setup.remove_service", z.object({ serviceId: id }), nothing),
  setupSkills: define("desk.setup.skills", nothing, z.object({ skills: z.array(skillRowSchema) })),
  saveSkill: define(
    "desk.setup.save_skill",
    z.object({ skillId: id.nullable(), was: z.string().nullable(), name }),
    z.object({ skillId: z.string() }),
  ),
  /** `skill_in_use`: a service asks for it, or somebody has it. */
  removeSkill: define("desk.setup.remove_skill", z.object({ skillId: id }), nothing),
  setupReasons: define("desk.setup.reasons", nothing, z.object({ reasons: z.array(reasonRowSchema) })),
  saveReason: define(
    "desk.setup.save_reason",
    z.object({ reasonId: id.nullable(), was: reasonFormSchema.nullable(), form: reasonFormSchema }),
    z.object({ reasonId: z.string() }),
  ),
  /** Whoever is away for it stays so. `not_suitable_state`: it is the center's own. */
  removeReason: define("desk.setup.remove_reason", z.object({ reasonId: id }), nothing),
} as const;
