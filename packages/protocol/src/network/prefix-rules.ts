import { z } from "zod";

const prefix = z
  .string()
  .trim()
  .regex(/^\+?[0-9*#]*$/, "only digits, * and #, and a plus at the beginning")
  .max(20);

/** A number that begins so gets another beginning. An empty `begins` means every number. */
export const prefixRuleSchema = z.object({ begins: prefix, becomes: prefix });
export type PrefixRule = z.infer<typeof prefixRuleSchema>;

/** The first rule that fits, once. A number that none fits stays as it is. */
export function withPrefixRules(number: string, rules: readonly PrefixRule[]): string {
  const rule = rules.find(({ begins }) => number.startsWith(begins));
  return rule === undefined ? number : rule.becomes + number.slice(rule.begins.length);
}
