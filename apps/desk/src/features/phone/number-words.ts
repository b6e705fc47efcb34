import type { NumberView } from "@patchbay/protocol";
import type { TFunction } from "i18next";
import { perLanguage } from "../../parts/language-name.js";

/** People are called between these hours of their own clock. */
const FROM_HOUR = 8;
const TO_HOUR = 21;

export interface LocalTime {
  /** "14:05", or "11:05 to 14:05" where the number does not tell which. */
  readonly text: string;
  /** Some of it lies in the night or the early morning. */
  readonly unusual: boolean;
}

/** What clocks show in these time zones. `null`: nobody knows where it is. */
export function localTime(timeZones: readonly string[], now: number): LocalTime | null {
  const clocks = timeZones.flatMap((timeZone) => {
    const clock = clockIn(timeZone, now);
    return clock === null ? [] : [clock];
  });
  const sorted = clocks.sort((a, b) => a.dayMinute - b.dayMinute);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return null;
  const text = first.text === last.text ? first.text : `${first.text} – ${last.text}`;
  return { text, unusual: sorted.some(({ hour }) => hour < FROM_HOUR || hour >= TO_HOUR) };
}

function clockIn(
  timeZone: string,
  now: number,
): { readonly text: string; readonly hour: number; readonly dayMinute: number } | null {
  try {
    const parts = new Intl.DateTimeFormat("en", {
      timeZone,
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }).formatToParts(now);
    const of = (type: Intl.DateTimeFormatPartTypes): number =>
      Number(parts.find((part) => part.type === type)?.value ?? 0);
    const two = (value: number): string => String(value).padStart(2, "0");
    const [day, hour, minute] = [of("day"), of("hour"), of("minute")];
    // The day keeps "23:30 yesterday" before "00:30 today"; around the end of a month the order is of no matter.
    return { text: `${two(hour)}:${two(minute)}`, hour, dayMinute: (day * 24 + hour) * 60 + minute };
  } catch {
    // A zone that this browser's data does not know yet.
    return null;
  }
}

export interface NumberWords {
  /** Whose it is, when somebody is known by it. */
  readonly who: string | null;
  /** The number as people write it, its type and country. */
  readonly what: string | null;
  readonly time: LocalTime | null;
  /** "then 5, pause 2 s, 245": what goes in when it is answered. */
  readonly keys: string | null;
  /** Why it cannot be called. */
  readonly refusal: string | null;
}

const countryNames = perLanguage((locale) => new Intl.DisplayNames(locale, { type: "region" }));

/** What there is to say about a number while it is typed. */
export function numberWords(
  t: TFunction,
  view: NumberView,
  colleague: string | null,
  now: number,
): NumberWords {
  const names = view.contacts.map(({ name }) => name);
  const parts = [
    view.e164 === null ? null : view.display,
    view.type === null ? null : t(`phone.number.type.${view.type}`),
    view.country === null ? null : (countryNames().of(view.country) ?? view.country),
    view.e164 !== null && !view.valid ? t("phone.number.incomplete") : null,
  ].filter((part) => part !== null);
  return {
    who: colleague ?? (names.length === 0 ? null : names.join(", ")),
    what: parts.length === 0 ? null : parts.join(" · "),
    time: localTime(view.timeZones, now),
    keys: view.keys === "" ? null : keysText(t, view.keys),
    refusal: view.refusal === null ? null : t(`errors.${view.refusal.code}`, view.refusal.facts),
  };
}

function keysText(t: TFunction, keys: string): string {
  const parts = keys.match(/,+|[^,]+/g) ?? [];
  const words = parts.map((part) =>
    part.startsWith(",") ? t("phone.number.pause", { count: part.length }) : part,
  );
  return t("phone.number.afterwards", { keys: words.join(", ") });
}
