import type { MaskingRule } from "../center/masking-rule.js";
import { digitAt, runsOf } from "./digit-runs.js";
import { spansOfPattern } from "./expressions.js";
import { becomingCardsIn, cardsIn, type Span, socialSecurityIn } from "./numbers.js";

export const BULLET = "\u2022";
const LAST_DIGITS = 4;

export interface Masked {
  readonly text: string;
  /** Whether anything was hidden. */
  readonly masked: boolean;
}

/** Whether the rule hides anything at all. */
export const hides = (rule: MaskingRule | undefined): rule is MaskingRule =>
  rule !== undefined && (rule.cards || rule.socialSecurity || rule.expressions.length > 0);

/**
 * The text without what the rule hides. A masked text comes out as it went in. Numbers that stand in two messages, half in
 * each, are not found: nothing in either of them is one.
 */
export function maskText(text: string, rule: MaskingRule | undefined): Masked {
  if (!hides(rule) || text === "") return { text, masked: false };
  const runs = rule.cards || rule.socialSecurity ? runsOf(text) : [];
  const cards = rule.cards ? merged(runs.flatMap((run) => cardsIn(run, text))) : [];
  const others: Span[] = [];
  const people = rule.socialSecurity ? runs.flatMap((run) => socialSecurityIn(run, text)) : [];
  for (const { pattern } of rule.expressions) others.push(...spansOfPattern(pattern, text));
  if (cards.length + people.length + others.length === 0) return { text, masked: false };
  const signs = text.split("");
  for (const span of cards) hideDigits(signs, text, span, rule.cardLastFour ? LAST_DIGITS : 0);
  for (const span of people) hideDigits(signs, text, span, 0);
  for (const span of merged(others)) hideSigns(signs, span);
  return { text: signs.join(""), masked: true };
}

/** What is being typed: also what may become a card with the next digits. */
export function maskPreview(text: string, rule: MaskingRule | undefined): string {
  const { text: masked } = maskText(text, rule);
  if (rule?.cards !== true) return masked;
  const signs = masked.split("");
  for (const run of runsOf(masked)) {
    for (const span of becomingCardsIn(run)) hideDigits(signs, masked, span, 0);
  }
  return signs.join("");
}

function hideDigits(signs: string[], text: string, { from, to }: Span, kept: number): void {
  let left = kept;
  for (let at = to - 1; at >= from; at--) {
    if (digitAt(text, at) === undefined) continue;
    if (left > 0) left -= 1;
    else signs[at] = BULLET;
  }
}

/** White space stays: a line that was broken stays two. Half a character is hidden with its other half. */
function hideSigns(signs: string[], { from, to }: Span): void {
  for (let at = from; at < to; at++) {
    const sign = signs[at] ?? "";
    if (/\s/.test(sign)) continue;
    signs[at] = /[\udc00-\udfff]/.test(sign) ? "" : BULLET;
  }
}

/** Overlapping spans as one. */
function merged(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from || a.to - b.to);
  const result: Span[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    if (last !== undefined && span.from < last.to)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else result.push(span);
  }
  return result;
}
