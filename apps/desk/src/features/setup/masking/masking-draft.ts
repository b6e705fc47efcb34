import { MASKING_PATTERN_MAX, type MaskingForm, type MaskingProblem } from "@patchbay/protocol";

/** An expression while it is typed; `key` stays the same whatever becomes of its place in the list. */
export interface ExpressionDraft {
  readonly key: number;
  readonly name: string;
  readonly pattern: string;
}

export interface MaskingDraft extends Omit<MaskingForm, "expressions"> {
  readonly expressions: readonly ExpressionDraft[];
}

export const draftOf = (form: MaskingForm): MaskingDraft => ({
  ...form,
  expressions: form.expressions.map((one, key) => ({ key, ...one })),
});

export const formOf = ({ expressions, ...rest }: MaskingDraft): MaskingForm => ({
  ...rest,
  expressions: expressions.map(({ name, pattern }) => ({ name: name.trim(), pattern })),
});

export function withExpression(draft: MaskingDraft): MaskingDraft {
  const key = Math.max(-1, ...draft.expressions.map((one) => one.key)) + 1;
  return { ...draft, expressions: [...draft.expressions, { key, name: "", pattern: "" }] };
}

/** What can be seen without the server: it knows the engine. */
export function missingIn({ expressions }: MaskingDraft): boolean {
  return expressions.some(({ name, pattern }) => name.trim() === "" || pattern.trim() === "");
}

/** Why an expression cannot be used, as the server or its emptiness tells. */
export function problemOf(
  draft: MaskingDraft,
  index: number,
  told: readonly MaskingProblem[],
): MaskingProblem["code"] | undefined {
  const pattern = draft.expressions[index]?.pattern ?? "";
  if (pattern.trim() === "") return "empty";
  if (pattern.length > MASKING_PATTERN_MAX) return "too_long";
  return told.find((one) => one.index === index)?.code;
}
