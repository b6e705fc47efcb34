/**
 * Digits in a text as people type them, wherever they stand: full-width and Arabic-Indic ones are digits as well, and
 * spaces and hyphens between them do not make two numbers of one.
 */

/** The zero of each script whose digits people write numbers with. */
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0xff10] as const;

/** Spaces of every width, what has no width at all, hyphens and dashes, dots. */
const SEPARATOR = /[ \t\u00a0\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff\u00ad.\u00b7\u2010-\u2015\u2212-]/;

/** Between two digits of one number: " - " is the longest that people type. */
const SEPARATORS_MAX = 3;

export interface Digit {
  /** UTF-16 offset in the text. */
  readonly at: number;
  readonly value: number;
}

/** Digits without anything between them. */
export type Group = readonly Digit[];

/** Groups that only separators part. */
export interface Run {
  readonly groups: readonly Group[];
  /** Right before the first digit; empty at the beginning of the text. */
  readonly before: string;
}

export function digitAt(text: string, at: number): number | undefined {
  const code = text.charCodeAt(at);
  const zero = ZEROS.find((one) => code >= one && code <= one + 9);
  return zero === undefined ? undefined : code - zero;
}

/** Every run of a text, in order. One pass, whatever is in it. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let groups: Digit[][] = [];
  let startedAt = 0;
  let lastDigit = Number.NEGATIVE_INFINITY;
  const close = (): void => {
    if (groups.length > 0) runs.push({ groups, before: text.charAt(startedAt - 1) });
    groups = [];
  };
  for (let at = 0; at < text.length; at++) {
    const value = digitAt(text, at);
    if (value === undefined) {
      if (!SEPARATOR.test(text.charAt(at))) close();
      continue;
    }
    if (groups.length > 0 && at - lastDigit - 1 > SEPARATORS_MAX) close();
    if (groups.length === 0) startedAt = at;
    if (groups.length === 0 || at - lastDigit > 1) groups.push([]);
    groups.at(-1)?.push({ at, value });
    lastDigit = at;
  }
  close();
  return runs;
}
