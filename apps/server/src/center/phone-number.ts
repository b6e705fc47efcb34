import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";

/** Where a number without a country code is at home. */
export type PhoneCountry = CountryCode;

/** As in the vendor's published examples, whose numbers come without a country code. */
export const PHONE_COUNTRY_DEFAULT: PhoneCountry = "US";

/** The number in E.164 form, or `undefined` when it is none that the numbering plans know as possible. */
export function e164Of(raw: string, country: PhoneCountry): string | undefined {
  const international = raw.trim().replace(/^00/, "+");
  const number = parsePhoneNumberFromString(international, country);
  return number?.isPossible() ? number.number : undefined;
}

/** Each once, in order; what is no number is left out. */
export function e164sOf(raws: readonly string[], country: PhoneCountry): string[] {
  const numbers = raws.map((raw) => e164Of(raw, country)).filter((number) => number !== undefined);
  return [...new Set(numbers)];
}
