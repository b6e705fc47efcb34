import type { Instant } from "../time/time.js";
import type { ScenarioStep, TimeZone } from "./scenario.js";

type HoursStep = Extract<ScenarioStep, { readonly type: "hours" }>;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** SPEC SCN-5: whether a place is open at a moment. */
export function isOpen(step: HoursStep, at: Instant): boolean {
  const local = at + offsetAt(step.zone, at) * MINUTE_MS;
  const days = Math.floor(local / DAY_MS);
  if (step.holidays.includes(dateOf(days))) return false;
  // 1 January 1970 was a Thursday.
  const weekday = ((((days + 3) % 7) + 7) % 7) + 1;
  const minute = Math.floor((local - days * DAY_MS) / MINUTE_MS);
  return step.open.some(
    (open) => open.weekday === weekday && minute >= open.fromMinute && minute < open.toMinute,
  );
}

function offsetAt(zone: TimeZone, at: Instant): number {
  let minutes = 0;
  for (const offset of zone.offsets) {
    if (offset.from > at) break;
    minutes = offset.minutes;
  }
  return minutes;
}

/** `yyyy-mm-dd` of a day since 1970 (Gregorian; days from civil, the usual era arithmetic). */
function dateOf(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}
