import { createInstance } from "i18next";
import { en } from "./en.js";

/** Plural keys are asked for without their ending. */
type Base<K> = K extends `${infer B}_one` | `${infer B}_other` | `${infer B}_zero` ? B : K;
export type WordKey = Base<keyof typeof en>;

const catalogue = createInstance();
void catalogue.init({
  lng: "en",
  fallbackLng: "en",
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  // React escapes what it draws.
  interpolation: { escapeValue: false },
  resources: { en: { translation: en } },
});

export function t(key: WordKey, values: Readonly<Record<string, string | number>> = {}): string {
  return catalogue.t(key, values);
}

/**
 * The words are English, and so are the names of months beside them; whether the clock has 12 or 24 hours is the
 * customer's own habit.
 */
const hours = hoursFor(typeof navigator === "undefined" ? undefined : navigator.language);

/** How the people of a locale write hours: `2:05 PM` or `14:05`. */
export function hoursFor(locale: string | undefined): Intl.DateTimeFormatOptions {
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
  return hourCycle === "h11" || hourCycle === "h12"
    ? { hour: "numeric", minute: "2-digit", hourCycle: "h12" }
    : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
}

/** The hour of a message. */
export function hour(at: number): string {
  return new Intl.DateTimeFormat("en", hours).format(at);
}

export function dayAndHour(at: number): string {
  return new Intl.DateTimeFormat("en", { day: "numeric", month: "short", ...hours }).format(at);
}

/** A number as people read it; North American ones in their usual groups. */
export function numberText(number: string): string {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 $1 $2 $3");
}

/** How long a call has lasted: "0:42", "12:05". */
export function talked(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "38 seconds", "2 minutes": minutes from ninety seconds on, rounded up so that nobody is promised too much. */
export function duration(seconds: number): string {
  const minutes = seconds >= 90;
  return new Intl.NumberFormat("en", {
    style: "unit",
    unit: minutes ? "minute" : "second",
    unitDisplay: "long",
  }).format(Math.max(1, minutes ? Math.ceil(seconds / 60) : Math.round(seconds)));
}
