import { RE2JS, RE2JSException } from "re2js";
import type { Span } from "./numbers.js";

export const PATTERN_LENGTH_MAX = 500;
/** Repetitions within repetitions make even a linear engine slow to compile: `((a{100}){100}){100}`. */
const PROGRAM_MAX = 5_000;
/** More of one text than this is nothing that a person has written. */
const MATCHES_MAX = 1_000;

/** Compiled ones, by their text: an entry has few, and every message is looked at with them. */
const compiled = new Map<string, RE2JS>();
const COMPILED_MAX = 500;

/** Why a pattern cannot be used. */
export type PatternProblem =
  | { readonly code: "empty" | "too_long" | "too_large" | "matches_nothing_written" }
  | { readonly code: "not_understood"; readonly detail: string };

/**
 * Own expressions are run by an engine whose time grows with the text alone, whatever the expression is: a careless one
 * would otherwise hold up the whole center (decision 0215).
 */
export function patternProblem(pattern: string): PatternProblem | null {
  if (pattern.trim() === "") return { code: "empty" };
  if (pattern.length > PATTERN_LENGTH_MAX) return { code: "too_long" };
  try {
    const expression = RE2JS.compile(pattern);
    if (expression.programSize() > PROGRAM_MAX) return { code: "too_large" };
    return expression.matcher("").find() ? { code: "matches_nothing_written" } : null;
  } catch (cause) {
    if (cause instanceof RE2JSException) return { code: "not_understood", detail: cause.message };
    throw cause;
  }
}

/** Where the pattern is found. One that cannot be used (checked when it was saved) is found nowhere. */
export function spansOfPattern(pattern: string, text: string): Span[] {
  const expression = expressionOf(pattern);
  if (expression === undefined) return [];
  const spans: Span[] = [];
  const matcher = expression.matcher(text);
  while (spans.length < MATCHES_MAX && matcher.find()) {
    if (matcher.end() > matcher.start()) spans.push({ from: matcher.start(), to: matcher.end() });
  }
  // Whoever writes more than that hides nothing by it: all from the first one on is taken away.
  const [first] = spans;
  return spans.length === MATCHES_MAX && first !== undefined
    ? [{ from: first.from, to: text.length }]
    : spans;
}

function expressionOf(pattern: string): RE2JS | undefined {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  if (patternProblem(pattern) !== null) return undefined;
  const expression = RE2JS.compile(pattern);
  if (compiled.size >= COMPILED_MAX) compiled.clear();
  compiled.set(pattern, expression);
  return expression;
}
