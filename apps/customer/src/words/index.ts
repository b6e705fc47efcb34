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

/** The hour of a message, as the phone writes hours. */
export function hour(at: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" }).format(at);
}

export function dayAndHour(at: number): string {
  return new Intl.DateTimeFormat(undefined, {
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
  }).format(at);
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
