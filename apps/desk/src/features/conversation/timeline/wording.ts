import { perLanguage } from "../../../parts/language-name.js";
import { word } from "../../../words/words.js";

const clock = perLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
);
const dayOfYear = perLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }),
);
const dayWithYear = perLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" }),
);
const full = perLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium", hourCycle: "h23" }),
);
const oneDigit = perLanguage(
  (locale) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false }),
);
const DAY_MS = 86_400_000;

/** "10:42" in the agent's zone. */
export const timeText = (at: number): string => clock().format(at);
export const fullTimeText = (at: number): string => full().format(at);

export function dayText(at: number, now: number): string {
  const midnight = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
  // Rounded: the days of a change to or from summer time have 23 and 25 hours.
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (days === 0) return word("conversation.day.today");
  if (days === 1) return word("conversation.day.yesterday");
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? dayOfYear().format(at)
    : dayWithYear().format(at);
}

/** "48 s", "2 min 3 s", "1 h 5 min". */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return word("conversation.duration.s", { s: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return seconds % 60 === 0
      ? word("conversation.duration.min", { min: minutes })
      : word("conversation.duration.minS", { min: minutes, s: seconds % 60 });
  }
  return word("conversation.duration.hMin", { h: Math.floor(minutes / 60), min: minutes % 60 });
}

/** "640 kB", "3.1 MB": decimal, as file managers show it. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} kB`;
  return `${oneDigit().format(bytes / 1_000_000)} MB`;
}
