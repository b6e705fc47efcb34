import type { z } from "zod";
import type { Problems } from "./use-network-form.js";

/**
 * What a schema has against a form, as words by field: the first for each. Fields in lists are named with their place
 * (`rules.2.match`), and their words are those of the field.
 *
 * @param words where the sentences are: `network.problem`
 */
export function problemsOf(schema: z.ZodType, value: unknown, words: string): Problems {
  const parsed = schema.safeParse(value);
  if (parsed.success) return {};
  const problems: Record<string, string> = {};
  for (const { path } of parsed.error.issues) {
    const field = path.map(String);
    const word = field.filter((part) => !/^\d+$/.test(part)).join("_");
    // Of a text with several patterns it is the text that is wrong.
    const key = field.join(".");
    problems[key] ??= `${words}.${word === "" ? "whole" : word}`;
  }
  return problems;
}

/** The first problem of a field or of anything in it. */
export function problemIn(problems: Problems, field: string): string | undefined {
  const found = Object.keys(problems).find((key) => key === field || key.startsWith(`${field}.`));
  return found === undefined ? undefined : problems[found];
}

/** Numbers, patterns or addresses as somebody types them into one field. */
export const listOf = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== "");

export const textOf = (list: readonly string[]): string => list.join(", ");

/** Empty is `null`; what is no number is told by the schema. */
export const numberOf = (text: string): number | null => (text.trim() === "" ? null : Number(text));
