import type { Configuration } from "../configuration/configuration.js";
import { isScheduleOpen } from "../configuration/schedule.js";
import { dateOf, minuteOfDay, offsetAt, weekdayOf } from "../time/local-time.js";
import type { Instant } from "../time/time.js";
import type { ScenarioStep } from "./scenario.js";

type HoursStep = Extract<ScenarioStep, { readonly type: "hours" }>;

const DAY_MS = 86_400_000;

/** SPEC SCN-5: whether a place is open at a moment. */
export function isOpen(
  { schedules }: Pick<Configuration, "schedules">,
  step: HoursStep,
  at: Instant,
): boolean {
  const schedule = step.scheduleId === undefined ? undefined : schedules.get(step.scheduleId);
  // A call keeps the version of its scenario, whose opening hours may be gone by now: the step's own count then.
  if (schedule !== undefined) return isScheduleOpen(schedule, at);
  const local = at + offsetAt(step.zone, at) * 60_000;
  const day = Math.floor(local / DAY_MS);
  if (step.holidays.includes(dateOf(day))) return false;
  const minute = minuteOfDay(local);
  return step.open.some(
    (open) => open.weekday === weekdayOf(day) && minute >= open.fromMinute && minute < open.toMinute,
  );
}
