import type { Digit, Group, Run } from "./digit-runs.js";

/** From the first to the last digit of something that is to be hidden; `to` is behind it. UTF-16 offsets. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const CARD_DIGITS_MIN = 13;
const CARD_DIGITS_MAX = 19;
/** E.164: nobody's telephone number is longer, and with a plus before it a number of this length is one. */
const PHONE_DIGITS_MAX = 15;

/** ISO/IEC 7812-1, annex B. */
export function passesLuhn(digits: readonly Digit[]): boolean {
  let sum = 0;
  digits.forEach(({ value }, index) => {
    const doubled = (digits.length - index) % 2 === 0 ? value * 2 : value;
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return sum % 10 === 0;
}

/**
 * Card numbers in a run: some of its groups one after another. Others may stand beside them, such as the date or the
 * code, so every beginning and every end is tried; where two overlap, both are hidden.
 */
export function cardsIn(run: Run, text: string): Span[] {
  const spans: Span[] = [];
  for (let first = 0; first < run.groups.length; first++) {
    const digits: Digit[] = [];
    for (const group of run.groups.slice(first)) {
      digits.push(...group);
      if (digits.length > CARD_DIGITS_MAX) break;
      if (digits.length < CARD_DIGITS_MIN || !isCard(digits)) continue;
      const span = spanOf(digits);
      const isPhone = first === 0 && run.before === "+" && digits.length <= PHONE_DIGITS_MAX;
      if (!isPhone && !isDecimal(text.slice(span.from, span.to))) spans.push(span);
    }
  }
  return spans;
}

/**
 * No issuer's number begins with 0, and 13 digits beginning with 1 are how programs write a moment of our time, in
 * milliseconds; one in ten of either would pass the check by chance.
 */
function isCard(digits: readonly Digit[]): boolean {
  const first = digits[0]?.value;
  return first !== 0 && !(first === 1 && digits.length === CARD_DIGITS_MIN) && passesLuhn(digits);
}

/** One dot and nothing else between digits: a position on earth, say. */
const isDecimal = (written: string): boolean => /^[^.\s-]+\.[^.\s-]+$/.test(written);

/** What people write before the nine digits, when they write them without hyphens. */
const NAMED = /(?:\bssn\b|social\s+security)[^\d\n]{0,30}$/i;
const NAMED_BEFORE_MAX = 60;

/**
 * Social security numbers in a run: 3, 2 and 4 digits, or nine in one after their name: nine digits alone are as often a
 * policy or a telephone number. Numbers that were never given out are none (SSA, "Social Security Number Randomization":
 * no area 000, 666 or 900 to 999, no group 00, no serial 0000).
 */
export function socialSecurityIn(run: Run, text: string): Span[] {
  const spans: Span[] = [];
  run.groups.forEach((group, index) => {
    const [second, third] = [run.groups[index + 1], run.groups[index + 2]];
    const parted =
      group.length === 3 && second?.length === 2 && third?.length === 4
        ? [...group, ...second, ...third]
        : null;
    const named = group.length === 9 && NAMED.test(before(text, group)) ? group : null;
    const digits = parted ?? named;
    if (digits !== null && wasGivenOut(digits)) spans.push(spanOf(digits));
  });
  return spans;
}

const before = (text: string, group: Group): string => {
  const at = group[0]?.at ?? 0;
  return text.slice(Math.max(0, at - NAMED_BEFORE_MAX), at);
};

function wasGivenOut(digits: readonly Digit[]): boolean {
  const written = digits.map(({ value }) => value).join("");
  const area = written.slice(0, 3);
  if (area === "000" || area === "666" || area.startsWith("9")) return false;
  return written.slice(3, 5) !== "00" && written.slice(5) !== "0000";
}

const spanOf = (digits: readonly Digit[]): Span => ({
  from: digits[0]?.at ?? 0,
  to: (digits.at(-1)?.at ?? -1) + 1,
});

/** What may still become a card while somebody types: a run of this many digits is hidden whole in previews. */
const TYPED_DIGITS_MIN = 9;

export function becomingCardsIn(run: Run): Span[] {
  const digits = run.groups.flat();
  const isPhone = run.before === "+" && digits.length <= PHONE_DIGITS_MAX;
  return digits.length < TYPED_DIGITS_MIN || isPhone ? [] : [spanOf(digits)];
}
