import type { CountryCode } from "libphonenumber-js";
import { zoneOfAreaCode } from "./area-codes.js";

/** Both forms of one thing: engines have changed it from a property to a function (ECMA-402, Intl Locale Info). */
type LocaleWithZones = Intl.Locale & {
  readonly timeZones?: readonly string[];
  getTimeZones?: () => readonly string[] | undefined;
};

/** Two zones in which clocks differ at no time of the year are one to whoever calls. */
const SAMPLES = [Date.UTC(2025, 0, 15, 12), Date.UTC(2025, 6, 15, 12)];

/**
 * Where a number may be: its area code's zone, or the zones of its country, one for each way in which clocks go there.
 * Decision 0148.
 */
export function timeZonesOf(e164: string, country: CountryCode | undefined): readonly string[] {
  if (country === "US" || country === "CA") {
    const zone = zoneOfAreaCode.get(e164.slice(2, 5));
    if (zone !== undefined) return [zone];
  }
  return country === undefined ? [] : zonesOfCountry(country);
}

const known = new Map<string, readonly string[]>();

function zonesOfCountry(country: string): readonly string[] {
  const before = known.get(country);
  if (before !== undefined) return before;
  const locale = new Intl.Locale("und", { region: country }) as LocaleWithZones;
  const different = new Map<string, string>();
  for (const zone of locale.getTimeZones?.() ?? locale.timeZones ?? []) {
    const clocks = SAMPLES.map((at) => offsetText(zone, at)).join();
    if (!different.has(clocks)) different.set(clocks, zone);
  }
  const zones = [...different.values()];
  known.set(country, zones);
  return zones;
}

/** "GMT+05:30" */
const offsetText = (timeZone: string, at: number): string =>
  new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value ?? "";
