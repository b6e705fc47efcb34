import type { CountryFacts } from "@patchbay/protocol";
import { type CountryCode, getCountries, getCountryCallingCode, Metadata } from "libphonenumber-js";
import metadata from "libphonenumber-js/min/metadata";

/** The national prefix' place in libphonenumber's metadata, which has no name for it in its types. */
const NATIONAL_PREFIX = 5;

/** Every country that has a numbering plan, by its code. */
export const countries: readonly CountryFacts[] = getCountries()
  .map(factsOf)
  .sort((a, b) => (a.country < b.country ? -1 : 1));

function factsOf(country: CountryCode): CountryFacts {
  const plans = new Metadata();
  plans.selectNumberingPlan(country);
  const { numberingPlan } = plans;
  const digits = (value: unknown): string | null =>
    typeof value === "string" && /^\d+$/.test(value) ? value : null;
  return {
    country,
    callingCode: getCountryCallingCode(country),
    nationalPrefix: digits(metadata.countries[country]?.[NATIONAL_PREFIX]),
    // Where there are several, by carrier, the usual one.
    internationalPrefix: digits(numberingPlan?.defaultIDDPrefix()) ?? digits(numberingPlan?.IDDPrefix()),
    lengths: numberingPlan?.possibleLengths() ?? [],
  };
}
