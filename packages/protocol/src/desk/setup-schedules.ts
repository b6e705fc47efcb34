import { z } from "zod";
import { instant } from "../instant.js";
import { define, id, nothing } from "./define.js";

/**
 * Opening hours, in the room Set-up. Each request is refused with `not_enough_privileges` to whoever is no administrator. A change
 * names the form that it was made from: if that is another one by now, `version_conflict` with `changedBy` and `changedAt`.
 */

const name = z.string().trim().min(1).max(80);

export const SPECIAL_DAYS_MAX = 300;
export const STRETCHES_A_DAY_MAX = 6;

/** Minutes since midnight of the local day; `toMinute` is not in it any more, 1440 is midnight. */
export const stretchSchema = z
  .object({ fromMinute: z.number().int().min(0).max(1_439), toMinute: z.number().int().min(1).max(1_440) })
  .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, { error: "ends before it begins" });
export type StretchForm = z.infer<typeof stretchSchema>;

const isApart = (stretches: readonly StretchForm[]): boolean =>
  [...stretches]
    .sort((a, b) => a.fromMinute - b.fromMinute)
    .every(({ fromMinute }, at, all) => at === 0 || fromMinute >= (all[at - 1]?.toMinute ?? 0));
const stretches = z
  .array(stretchSchema)
  .max(STRETCHES_A_DAY_MAX)
  .refine(isApart, { error: "stretches overlap" });

export const specialDaySchema = z.object({
  /** Local date, `2026-12-25`. */
  date: z.iso.date(),
  /** What the day is called; may be empty. */
  name: z.string().trim().max(80),
  /** Empty: closed all day. */
  open: stretches.max(1),
});
export type SpecialDayForm = z.infer<typeof specialDaySchema>;

export const scheduleFormSchema = z.object({
  name,
  /** IANA name, as `Europe/Berlin`. */
  zone: z.string().min(1).max(64),
  /** Monday first. */
  week: z.array(stretches).length(7),
  /** In order of time, each date once. */
  days: z
    .array(specialDaySchema)
    .max(SPECIAL_DAYS_MAX)
    .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, { error: "a date twice" }),
});
export type ScheduleForm = z.infer<typeof scheduleFormSchema>;

const ref = z.object({ id: z.string(), name: z.string() });

export const scheduleRowSchema = z.object({
  scheduleId: z.string(),
  form: scheduleFormSchema,
  /** What it says now, and until when at least. */
  open: z.boolean(),
  until: instant,
  usedBy: z.array(ref),
  changedAt: instant.nullable(),
  changedBy: z.string().nullable(),
});
export type ScheduleRow = z.infer<typeof scheduleRowSchema>;

/** When it turns: open or closed from `at` on. */
export const turnSchema = z.object({ at: instant, open: z.boolean() });

export const scheduleSetupRequests = {
  setupSchedules: define(
    "desk.setup.schedules",
    nothing,
    z.object({ schedules: z.array(scheduleRowSchema) }),
  ),
  /**
   * What a form that is not saved yet would say: now, and its next turns, in order.
   *
   * `object_not_found`: the zone is none.
   */
  trySchedule: define(
    "desk.setup.try_schedule",
    z.object({ form: scheduleFormSchema }),
    z.object({ open: z.boolean(), turns: z.array(turnSchema).max(60) }),
  ),
  /** `name_taken`; `object_not_found`: the zone, or the schedule. */
  saveSchedule: define(
    "desk.setup.save_schedule",
    z.object({ scheduleId: id.nullable(), was: scheduleFormSchema.nullable(), form: scheduleFormSchema }),
    z.object({ scheduleId: z.string() }),
  ),
  /** `schedule_in_use`: a service has it, or a scenario names it. */
  removeSchedule: define("desk.setup.remove_schedule", z.object({ scheduleId: id }), nothing),
} as const;
