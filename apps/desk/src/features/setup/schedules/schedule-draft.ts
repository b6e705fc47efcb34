import type { ScheduleForm } from "@patchbay/protocol";
import { word } from "../../../words/words.js";

/** Days with the same hours, as people think of them: Monday to Friday, eight to five. */
export interface HoursDraft {
  readonly key: number;
  /** 1 is Monday. */
  readonly weekdays: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
}

export interface DayDraft {
  readonly key: number;
  /** `2026-12-25`; empty while nobody has chosen one. */
  readonly date: string;
  readonly name: string;
  readonly closed: boolean;
  readonly fromMinute: number;
  readonly toMinute: number;
}

export interface ScheduleDraft {
  readonly name: string;
  readonly zone: string;
  readonly hours: readonly HoursDraft[];
  readonly days: readonly DayDraft[];
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export const ZONES: readonly string[] = Intl.supportedValuesOf("timeZone");

const USUAL = { fromMinute: 480, toMinute: 1_020 };

/** What most centers begin with, where the administrator is. */
export const newSchedule = (): ScheduleForm => ({
  name: "",
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
  week: WEEKDAYS.map((weekday) => (weekday <= 5 ? [USUAL] : [])),
  days: [],
});

let keys = 0;
export const nextKey = (): number => {
  keys += 1;
  return keys;
};

export function draftOf({ name, zone, week, days }: ScheduleForm): ScheduleDraft {
  const hours = new Map<string, HoursDraft>();
  week.forEach((stretches, at) => {
    for (const { fromMinute, toMinute } of stretches) {
      const id = `${fromMinute}-${toMinute}`;
      const before = hours.get(id) ?? { key: -hours.size - 1, weekdays: [], fromMinute, toMinute };
      hours.set(id, { ...before, weekdays: [...before.weekdays, at + 1] });
    }
  });
  return {
    name,
    zone,
    hours: [...hours.values()],
    days: days.map(({ date, name: called, open }, at) => ({
      key: -at - 1,
      date,
      name: called,
      closed: open.length === 0,
      ...(open[0] ?? USUAL),
    })),
  };
}

export const formOf = ({ name, zone, hours, days }: ScheduleDraft): ScheduleForm => ({
  name: name.trim(),
  zone: zone.trim(),
  week: WEEKDAYS.map((weekday) =>
    hours
      .filter(({ weekdays }) => weekdays.includes(weekday))
      .map(({ fromMinute, toMinute }) => ({ fromMinute, toMinute }))
      .sort((a, b) => a.fromMinute - b.fromMinute),
  ),
  days: days
    .map(({ date, name: called, closed, fromMinute, toMinute }) => ({
      date,
      name: called.trim(),
      open: closed ? [] : [{ fromMinute, toMinute }],
    }))
    .sort((a, b) => (a.date < b.date ? -1 : 1)),
});

/** One more, as the one before it was. */
export function dayAfter(days: readonly DayDraft[]): DayDraft {
  const { closed, fromMinute, toMinute } = days.at(-1) ?? { closed: true, ...USUAL };
  return { key: nextKey(), date: "", name: "", closed, fromMinute, toMinute };
}

/** Weekdays first, then a Saturday. */
export const hoursAfter = (hours: readonly HoursDraft[]): HoursDraft => {
  const taken = new Set(hours.flatMap(({ weekdays }) => weekdays));
  const free = WEEKDAYS.filter((weekday) => !taken.has(weekday));
  const weekdays = hours.length === 0 ? [1, 2, 3, 4, 5] : free.slice(0, 1);
  return { key: nextKey(), weekdays, ...USUAL };
};

/** A day's problem and a row's stand under the row's key: `hours 3`, `day -1`. */
export function problemsOf(draft: ScheduleDraft, others: readonly string[]): Record<string, string> {
  const problems: Record<string, string> = {};
  const name = draft.name.trim().toLowerCase();
  if (name === "") problems["name"] = word("serviceSetup.problem.name");
  else if (others.some((one) => one.trim().toLowerCase() === name))
    problems["name"] = word("errors.name_taken");
  if (!isZone(draft.zone.trim())) problems["zone"] = word("scheduleSetup.problem.zone");
  for (const [at, row] of draft.hours.entries()) {
    const same = draft.hours.slice(0, at).find((other) => meets(other, row));
    if (row.fromMinute >= row.toMinute) problems[`hours ${row.key}`] = word("scheduleSetup.problem.order");
    else if (row.weekdays.length === 0) problems[`hours ${row.key}`] = word("scheduleSetup.problem.noDay");
    else if (same !== undefined) problems[`hours ${row.key}`] = word("scheduleSetup.problem.overlap");
  }
  const seen = new Set<string>();
  for (const { key, date, closed, fromMinute, toMinute } of draft.days) {
    if (date === "") problems[`day ${key}`] = word("scheduleSetup.problem.date");
    else if (seen.has(date)) problems[`day ${key}`] = word("scheduleSetup.problem.twice");
    else if (!closed && fromMinute >= toMinute) problems[`day ${key}`] = word("scheduleSetup.problem.order");
    seen.add(date);
  }
  return problems;
}

const meets = (a: HoursDraft, b: HoursDraft): boolean =>
  a.weekdays.some((weekday) => b.weekdays.includes(weekday)) &&
  a.fromMinute < b.toMinute &&
  b.fromMinute < a.toMinute;

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}
