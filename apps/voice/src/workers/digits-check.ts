/** What digits have to be, as the picture asks for it; `account` is for the center to say, which knows the contact. */
export type DigitsCheck = "card_number" | "card_expiry" | "rating" | "account" | null;

/** A card is good to the end of its month, and none is issued for longer than this. */
const EXPIRY_YEARS_MAX = 20;

/** @param now ms since 1970 */
export function passesCheck(digits: string, check: DigitsCheck, now: number): boolean {
  switch (check) {
    case "card_number":
      return digits.length >= 12 && digits.length <= 19 && passesLuhn(digits);
    case "card_expiry":
      return isInTheFuture(digits, now);
    case "rating":
      return /^[1-5]$/.test(digits);
    default:
      return true;
  }
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  [...digits].reverse().forEach((digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  });
  return sum % 10 === 0;
}

/** Month and year, `MMYY`. */
function isInTheFuture(digits: string, now: number): boolean {
  if (!/^(0[1-9]|1[0-2])\d{2}$/.test(digits)) return false;
  const today = new Date(now);
  const months = (2000 + Number(digits.slice(2))) * 12 + Number(digits.slice(0, 2)) - 1;
  const thisMonth = today.getUTCFullYear() * 12 + today.getUTCMonth();
  return months >= thisMonth && months <= thisMonth + EXPIRY_YEARS_MAX * 12;
}

/** What may be shown of a card's number (PCI DSS 3.4.1); of anything else nothing is. */
export const shownDigits = (digits: string, check: DigitsCheck): string | undefined =>
  check === "card_number" ? digits.slice(-4) : undefined;
