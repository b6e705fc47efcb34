import type { TFunction } from "i18next";
import { dateLocale, perLanguage } from "../../../parts/language-name.js";

/** Dates are written the way of the desk's language, in the zone of the agent's computer. */
const time = perLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  dateLocale,
);
const dayMonth = perLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" }),
  dateLocale,
);
const dayMonthYear = perLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" }),
  dateLocale,
);

/** "10:48" */
export const timeText = (at: number): string => time().format(at);

const second = perLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { timeStyle: "medium", hourCycle: "h23" }),
);

/** "10:48:02": in a call seconds matter. */
export const secondText = (at: number): string => second().format(at);

/** "Today, 10:48", "Yesterday, 9:02", "14 Oct, 16:20", "14 Oct 2025, 16:20". */
export function whenText(t: TFunction, at: number, now: number): string {
  return `${dayText(t, at, now)}, ${timeText(at)}`;
}

function dayText(t: TFunction, at: number, now: number): string {
  const day = startOfDay(at);
  const today = startOfDay(now);
  if (day === today) return t("context.history.today");
  // A day of 23 or 25 hours is a day as well.
  if (startOfDay(today - 1) === day) return t("context.history.yesterday");
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? dayMonth().format(at)
    : dayMonthYear().format(at);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** The agent's zone as a person calls it, e.g. "Europe/Berlin". */
export const zoneName = (): string => time().resolvedOptions().timeZone;
