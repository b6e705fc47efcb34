import { z } from "zod";

/**
 * Which numbers are meant. Digits, `+` and `#` stand for themselves, `X` for any digit, `Z` for 1 to 9, `N` for 2 to 9, and `*` for
 * whatever follows, also nothing. `+1NXXNXXXXXX` is a number of the United States, `+49*` every German one.
 */
export const numberPatternSchema = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^\+?[0-9#XZN]*\*?$/, "only digits, X, Z, N, a plus at the beginning and a star at the end")
  .min(1, "must not be empty")
  .max(40);

const DIGITS: Readonly<Record<string, RegExp>> = { X: /^[0-9]$/, Z: /^[1-9]$/, N: /^[2-9]$/ };

/** Whether a number is one that a pattern means. In linear time. */
export function matchesPattern(number: string, pattern: string): boolean {
  const open = pattern.endsWith("*");
  const fixed = open ? pattern.slice(0, -1) : pattern;
  if (open ? number.length < fixed.length : number.length !== fixed.length) return false;
  return [...fixed].every((wanted, at) => {
    const is = number[at] ?? "";
    return DIGITS[wanted]?.test(is) ?? wanted === is;
  });
}

export function matchesAny(number: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesPattern(number, pattern));
}
