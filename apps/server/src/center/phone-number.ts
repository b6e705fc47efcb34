import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";

/** Where a number without a country code is at home. */
export type PhoneCountry = CountryCode;

/** As in the vendor's published examples, whose numbers come without a country code. */
export const PHONE_COUNTRY_DEFAULT: PhoneCountry = "US";

/** @returns the default for what is no country of a numbering plan */
export const phoneCountryOf = (code: string | null | undefined): PhoneCountry =>
  code !== null && code !== undefined && isSupportedCountry(code) ? code : PHONE_COUNTRY_DEFAULT;

/** How a number is dialled from anywhere, and how people read it. */
interface KnownNumber {
  readonly e164: string;
  readonly display: string;
}

/** Every view of every contact asks for its numbers again, and reading one takes longer than all the rest of a view. */
const known = new Map<string, KnownNumber | null>();
const KNOWN_MAX = 20_000;
const KNOWN_LENGTH_MAX = 64;

/** @returns `null` for what is no number that the numbering plans know as possible. */
export function knownNumber(raw: string, country: PhoneCountry): KnownNumber | null {
  const key = `${country} ${raw}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const international = raw.trim().replace(/^00/, "+");
  const number = parsePhoneNumberFromString(international, country);
  const read = number?.isPossible() ? { e164: number.number, display: displayOf(number.number) } : null;
  if (known.size >= KNOWN_MAX) known.clear();
  if (key.length <= KNOWN_LENGTH_MAX) known.set(key, read);
  return read;
}

/** Without the extension that may have been typed behind it. */
const displayOf = (e164: string): string => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;

/** The number in E.164 form, or `undefined` when it is none that the numbering plans know as possible. */
export function e164Of(raw: string, country: PhoneCountry): string | undefined {
  return knownNumber(raw, country)?.e164;
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
