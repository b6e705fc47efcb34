import type { MaskingRule } from "../center/masking-rule.js";
import type { CenterWords } from "../center/records.js";

export const ruleOfEntry = (words: CenterWords, entryId: string): MaskingRule | undefined =>
  words.entries.get(entryId)?.masking;

/**
 * Everything that any entry hides: for what is written before it is known where it goes, such as the name of a file that
 * an agent brings.
 */
export function strictestRule(words: CenterWords): MaskingRule {
  const rules = [...words.entries.values()].flatMap(({ masking }) => masking ?? []);
  return {
    cards: rules.some(({ cards }) => cards),
    cardLastFour: rules.every(({ cardLastFour }) => cardLastFour),
    socialSecurity: rules.some(({ socialSecurity }) => socialSecurity),
    expressions: rules.flatMap(({ expressions }) => expressions),
  };
}
