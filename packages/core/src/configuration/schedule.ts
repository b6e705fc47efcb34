import type { ScheduleId } from "../ids/ids.js";
import {
  dateOf,
  minuteOfDay,
  type OpenHours,
  offsetAt,
  type TimeZone,
  weekdayOf,
} from "../time/local-time.js";
import type { Instant } from "../time/time.js";
import type { Configuration, Service } from "./configuration.js";

/** A stretch of one day: minutes since its midnight, from inclusive, to exclusive (1440: midnight). */
export interface Stretch {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** A day that is not as its weekday is. */
export interface SpecialDay {
  /** Local date, `2026-12-25`. */
  readonly date: string;
  /** Empty: closed all day. */
  readonly open: readonly Stretch[];
}

/** When a service is open, in local time of a place. What it is called is content. */
export interface Schedule {
  readonly id: ScheduleId;
  readonly zone: TimeZone;
  readonly open: readonly OpenHours[];
  readonly days: readonly SpecialDay[];
}

/** What a schedule says since its last turn; it is looked at again at `until`. */
export interface Opening {
  readonly open: boolean;
  readonly until: Instant;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** So far ahead the next turn is looked for; a schedule that does not turn until then is looked at again. */
const LOOK_AHEAD_DAYS = 370;

/** SPEC HRS-1: whether it is open at a moment, by the local time there. */
export function isScheduleOpen({ zone, open, days }: Schedule, at: Instant): boolean {
  const day = Math.floor(localOf(zone, at) / DAY_MS);
  const minute = minuteOfDay(localOf(zone, at));
  return stretchesOf({ open, days }, day).some(
    ({ fromMinute, toMinute }) => minute >= fromMinute && minute < toMinute,
  );
}

/** SPEC HRS-2: what it says at a moment, and until when it may be relied on. */
export function openingAt(schedule: Schedule, at: Instant): Opening {
  const open = isScheduleOpen(schedule, at);
  const { zone } = schedule;
  const first = Math.floor(localOf(zone, at) / DAY_MS);
  for (let day = first - 1; day <= first + LOOK_AHEAD_DAYS; day++) {
    for (const moment of momentsOf(schedule, day))
      if (moment > at && isScheduleOpen(schedule, moment) !== open) return { open, until: moment };
  }
  return { open, until: at + LOOK_AHEAD_DAYS * DAY_MS };
}

/** Everything at which that day may turn, in order: ends of its stretches, its midnights, and changes of the clocks. */
function momentsOf(schedule: Schedule, day: number): Instant[] {
  const { offsets } = schedule.zone;
  const edges = [
    0,
    1_440,
    ...stretchesOf(schedule, day).flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute]),
  ];
  const moments = edges.flatMap((minute) => {
    const local = day * DAY_MS + minute * MINUTE_MS;
    // A local time may come twice, or not at all: both offsets around it are tried.
    const around = new Set([
      offsetAt(schedule.zone, local - DAY_MS),
      offsetAt(schedule.zone, local + DAY_MS),
    ]);
    return [...around].map((offset) => local - offset * MINUTE_MS);
  });
  const [from, to] = [(day - 1) * DAY_MS, (day + 2) * DAY_MS];
  const changes = offsets.filter((offset) => offset.from > from && offset.from < to);
  return [...moments, ...changes.map((offset) => offset.from)].sort((a, b) => a - b);
}

function stretchesOf({ open, days }: Pick<Schedule, "open" | "days">, day: number): readonly Stretch[] {
  const date = dateOf(day);
  const special = days.find((one) => one.date === date);
  if (special) return special.open;
  const weekday = weekdayOf(day);
  return open.filter((one) => one.weekday === weekday);
}

const localOf = (zone: TimeZone, at: Instant): number => at + offsetAt(zone, at) * MINUTE_MS;

/** SPEC HRS-3: whether a service takes somebody new at a moment. */
export function isServiceOpen(
  { schedules }: Pick<Configuration, "schedules">,
  service: Pick<Service, "open" | "scheduleId">,
  at: Instant,
): boolean {
  if (!service.open) return false;
  const schedule = service.scheduleId === undefined ? undefined : schedules.get(service.scheduleId);
  return schedule === undefined || isScheduleOpen(schedule, at);
}

/** The same as of the last event: what everybody is told, until the next turn. */
export function isServiceOpenNow(
  { openings }: { readonly openings: ReadonlyMap<ScheduleId, Opening> },
  { open, scheduleId }: Pick<Service, "open" | "scheduleId">,
): boolean {
  return open && (scheduleId === undefined || openings.get(scheduleId)?.open !== false);
}

/** When a service that its hours keep closed opens next; `null`: it is open, closed by hand, or nobody knows. */
export function opensAt(
  { openings }: { readonly openings: ReadonlyMap<ScheduleId, Opening> },
  { open, scheduleId }: Pick<Service, "open" | "scheduleId">,
  at: Instant,
): Instant | null {
  const opening = scheduleId === undefined ? undefined : openings.get(scheduleId);
  if (!open || opening === undefined || opening.open) return null;
  return opening.until - at < (LOOK_AHEAD_DAYS - 1) * DAY_MS ? opening.until : null;
}

const DAYS_MAX = 500;
const STRETCHES_MAX = 100;

/** What is wrong with a schedule, by the path of the field; `undefined`: nothing. SPEC HRS-4. */
export function scheduleProblem({ zone, open, days }: Schedule): string | undefined {
  const { offsets } = zone;
  if (offsets.length === 0 || offsets.some(({ from }, at) => (offsets[at - 1]?.from ?? -1) >= from))
    return "zone";
  if (open.length > STRETCHES_MAX) return "open";
  if (days.length > DAYS_MAX) return "days";
  for (let weekday = 1; weekday <= 7; weekday++)
    if (!areApart(open.filter((one) => one.weekday === weekday))) return `open.${weekday}`;
  const seen = new Set<string>();
  for (const [at, { date, open: stretches }] of days.entries()) {
    if (!isDate(date) || seen.has(date) || !areApart(stretches)) return `days.${at}`;
    seen.add(date);
  }
  return undefined;
}

const isDate = (date: string): boolean => /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(date);

function areApart(stretches: readonly Stretch[]): boolean {
  const sorted = [...stretches].sort((a, b) => a.fromMinute - b.fromMinute);
  return sorted.every(
    ({ fromMinute, toMinute }, at) =>
      Number.isInteger(fromMinute) &&
      Number.isInteger(toMinute) &&
      fromMinute >= (sorted[at - 1]?.toMinute ?? 0) &&
      toMinute > fromMinute &&
      toMinute <= 1_440,
  );
}
