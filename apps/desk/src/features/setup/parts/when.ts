import { dateLocale } from "../../../parts/language-name.js";
import { useDesk } from "../../../state/store.js";
import { word } from "../../../words/words.js";

interface Changed {
  readonly changedAt: number | null;
  readonly changedBy: string | null;
}

/** "today, 14:02", "3 Mar 2026, 09:15": the English way of the catalogue, in the browser's zone. */
export function whenText(at: number): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString(dateLocale(), {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const isToday = date.toDateString() === new Date(Date.now() + offset()).toDateString();
  const day = date.toLocaleDateString(dateLocale(), { day: "numeric", month: "short", year: "numeric" });
  return isToday ? word("setup.today", { time }) : word("setup.onDay", { day, time });
}

const offset = (): number => useDesk.getState().data?.clockOffset ?? 0;

/** Who changed it and when. */
export function changedText({ changedAt, changedBy }: Changed): string {
  if (changedAt === null) return word("setup.unchanged");
  const when = whenText(changedAt);
  return changedBy === null ? when : word("setup.changed", { who: changedBy, when });
}

/** How long something is kept: "90 days", "10 years". @param days `null`: for ever */
export function keptText(days: number | null): string {
  if (days === null) return word("setup.recording.forEver");
  return days % 365 === 0
    ? word("setup.recording.years", { count: days / 365 })
    : word("setup.recording.days", { count: days });
}
