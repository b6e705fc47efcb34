import type { Instant } from "./time.js";

/** One stretch of opening time: minutes since midnight of the local day, from inclusive, to exclusive. */
export interface OpenHours {
  /** 1 is Monday, 7 is Sunday (ISO 8601). */
  readonly weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  readonly fromMinute: number;
  readonly toMinute: number;
}

/**
 * A place's time as data: the core reads no time zone rules of the machine it runs on, so a replay elsewhere opens
 * at the same hour. Whoever configures looks the offsets up.
 */
export interface TimeZone {
  /** IANA name, as `Europe/Berlin`; for people. */
  readonly name: string;
  /** Local time is UTC plus so many minutes from that moment on; in order of time. */
  readonly offsets: readonly { readonly from: Instant; readonly minutes: number }[];
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Minutes that local time is ahead of UTC at a moment. */
export function offsetAt(zone: TimeZone, at: Instant): number {
  let minutes = 0;
  for (const offset of zone.offsets) {
    if (offset.from > at) break;
    minutes = offset.minutes;
  }
  return minutes;
}

/** 1 is Monday. @param day since 1 January 1970, which was a Thursday */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** @param local milliseconds of local time since 1970 */
export const minuteOfDay = (local: number): number =>
  Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / MINUTE_MS);

/** `yyyy-mm-dd` of a day since 1970 (Gregorian; days from civil, the usual era arithmetic). */
export function dateOf(days: number): string {
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
