import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";

/** Where a number without a country code is at home. */
export type PhoneCountry = CountryCode;

/** As in the vendor's published examples, whose numbers come without a country code. */
export const PHONE_COUNTRY_DEFAULT: PhoneCountry = "US";

/** @returns the default for what is no country of a numbering plan */
export const phoneCountryOf = (code: string | null | undefined): PhoneCountry =>
  code !== null && code !== undefined && isSupportedCountry(code) ? code : PHONE_COUNTRY_DEFAULT;

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

/**
 * What a network can dial, of what somebody typed: digits, a leading plus, `*` and `#`; blanks and the usual
 * punctuation are left out. Empty when nothing was typed, `undefined` when it is no number.
 */
export function dialledNumber(typed: string): string | undefined {
  const bare = typed.replace(/[\s().\-/\u00a0\u2010-\u2015]/g, "");
  if (bare === "") return "";
  return /^\+?[0-9*#]{1,40}$/.test(bare) ? bare : undefined;
}
