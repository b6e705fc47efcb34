import type { TFunction } from "i18next";
import { dateLocale } from "../../parts/language-name.js";

/** A time as a form has it: what a clock and a calendar of some zone show. */
export interface LocalTime {
  /** "2026-11-23" */
  readonly date: string;
  /** "14:30" */
  readonly time: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** "Tomorrow" is tomorrow morning. */
const MORNING = "09:00";

/** The zone of the agent's computer. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What clocks show there then. */
export function localTimeIn(timeZone: string, at: number): LocalTime {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? "";
  return { date: `${of("year")}-${of("month")}-${of("day")}`, time: `${of("hour")}:${of("minute")}` };
}

/**
 * When clocks there show this. Where they are put forward over it, the time after the gap; where they show it twice, the
 * first. `null`: no such date or time.
 */
export function instantOf(timeZone: string, { date, time }: LocalTime): number | null {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^\d\d:\d\d$/.test(time) || Number.isNaN(wanted)) return null;
  // The two offsets that may be in force around it: a change of clocks lies between them, or they are the same.
  const before = wanted - offsetMs(timeZone, wanted - DAY_MS);
  const after = wanted - offsetMs(timeZone, wanted + DAY_MS);
  const fits = (at: number): boolean => at + offsetMs(timeZone, at) === wanted;
  const fitting = [before, after].filter(fits);
  return fitting.length > 0 ? Math.min(...fitting) : Math.max(before, after);
}

function offsetMs(timeZone: string, at: number): number {
  const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const { date, time } = localTimeIn(timeZone, minute);
  return Date.parse(`${date}T${time}:00Z`) - minute;
}

export const shortcuts = ["hour", "tomorrow", "week"] as const;
export type Shortcut = (typeof shortcuts)[number];

/** What a click puts into the form: whole minutes, and mornings of that zone. */
export function shortcutTime(which: Shortcut, timeZone: string, now: number): LocalTime {
  if (which === "hour") return localTimeIn(timeZone, Math.ceil(now / MINUTE_MS) * MINUTE_MS + 60 * MINUTE_MS);
  const { date } = localTimeIn(timeZone, now);
  const days = which === "tomorrow" ? 1 : 7;
  const day = new Date(Date.parse(`${date}T12:00:00Z`) + days * DAY_MS);
  return { date: day.toISOString().slice(0, 10), time: MORNING };
}

export const snoozes = ["minutes", "hour", "tomorrow"] as const;
export type Snooze = (typeof snoozes)[number];

/** Until when it is put off, by the agent's own clock. */
export function snoozedUntil(which: Snooze, now: number, timeZone = ownZone()): number {
  if (which === "minutes") return now + 10 * MINUTE_MS;
  if (which === "hour") return now + 60 * MINUTE_MS;
  return instantOf(timeZone, shortcutTime("tomorrow", timeZone, now)) ?? now + DAY_MS;
}

export type DueGroup = "overdue" | "today" | "later";

export function groupOf(dueAt: number, now: number, timeZone = ownZone()): DueGroup {
  if (dueAt <= now) return "overdue";
  return localTimeIn(timeZone, dueAt).date === localTimeIn(timeZone, now).date ? "today" : "later";
}

/** "Today, 14:30", "Tomorrow, 09:00", "Fri 27 Nov, 09:00", in that zone. */
export function dueText(t: TFunction, at: number, now: number, timeZone = ownZone()): string {
  const { date, time } = localTimeIn(timeZone, at);
  const today = Date.parse(`${localTimeIn(timeZone, now).date}T00:00:00Z`);
  const days = Math.round((Date.parse(`${date}T00:00:00Z`) - today) / DAY_MS);
  const near = { "-1": "yesterday", "0": "today", "1": "tomorrow" }[String(days)];
  if (near !== undefined) return `${t(`followUps.days.${near}`)}, ${time}`;
  const isThisYear = date.slice(0, 4) === localTimeIn(timeZone, now).date.slice(0, 4);
  const day = new Intl.DateTimeFormat(dateLocale(), {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
  }).format(at);
  return `${day}, ${time}`;
}

/** Clocks there differ from those here at that time. */
export const differs = (timeZone: string, at: number, from = ownZone()): boolean =>
  offsetMs(timeZone, at) !== offsetMs(from, at);
