import type { EnteredDigits } from "../digits/entered-digits.js";

/** What digits have to be, as the picture asks for it; `account` is for the center to say, which knows the contact. */
export type DigitsCheck = "card_number" | "card_expiry" | "rating" | "account" | null;

/** A card is good to the end of its month, and none is issued for longer than this. */
const EXPIRY_YEARS_MAX = 20;

/** @param now ms since 1970 */
export function passesCheck(digits: EnteredDigits, check: DigitsCheck, now: number): boolean {
  switch (check) {
    case "card_number":
      return digits.length >= 12 && digits.length <= 19 && passesLuhn(digits);
    case "card_expiry":
      return isInTheFuture(digits, now);
    case "rating":
      return digits.length === 1 && digits.at(0) >= 1 && digits.at(0) <= 5;
    default:
      return true;
  }
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: EnteredDigits): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const value = digits.at(digits.length - 1 - place) * (place % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** Month and year, `MMYY`. */
function isInTheFuture(digits: EnteredDigits, now: number): boolean {
  if (digits.length !== 4) return false;
  const month = digits.at(0) * 10 + digits.at(1);
  if (month < 1 || month > 12) return false;
  const today = new Date(now);
  const months = (2000 + digits.at(2) * 10 + digits.at(3)) * 12 + month - 1;
  const thisMonth = today.getUTCFullYear() * 12 + today.getUTCMonth();
  return months >= thisMonth && months <= thisMonth + EXPIRY_YEARS_MAX * 12;
}

/** What may be shown of a card's number (PCI DSS 3.4.1); of anything else nothing is. */
export const shownDigits = (digits: EnteredDigits, check: DigitsCheck): string | undefined =>
  check === "card_number" ? digits.text(-4) : undefined;
