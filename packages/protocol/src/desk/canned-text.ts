/**
 * The text of a canned response: words with variables in between. `{{customer.firstName}}` stands for a value of the chat
 * in which the response is used, `{{customer.firstName|there}}` says what stands there when nobody knows it. `%F` and `%L`
 * are the customer's first and last name, as in older systems whose texts are brought along.
 */
export const cannedVariables = [
  "customer.firstName",
  "customer.lastName",
  "customer.name",
  "agent.firstName",
  "agent.lastName",
  "agent.nickname",
  "service.name",
  "case.number",
  "company.name",
] as const;
export type CannedVariable = (typeof cannedVariables)[number];

export type CannedPart =
  | { readonly kind: "words"; readonly text: string }
  /** `otherwise`: what stands there without a value; `null`: nothing was said, so whoever uses it has to say it. */
  | { readonly kind: "variable"; readonly name: CannedVariable; readonly otherwise: string | null }
  /** Looks like a variable and is none. */
  | { readonly kind: "unknown"; readonly raw: string };

/** A percent sign behind a digit or a letter is one of a sum: "100%F" is no name. */
const VARIABLE = /\{\{([^{}|]*)(?:\|([^{}]*))?\}\}|(?<![\p{L}\p{N}%])%([FL])(?![\p{L}\p{N}])/gu;
const STRAY = /\{\{|\}\}/;
const byName: ReadonlyMap<string, CannedVariable> = new Map(
  cannedVariables.map((name) => [name.toLowerCase(), name]),
);

export function cannedParts(text: string): readonly CannedPart[] {
  const parts: CannedPart[] = [];
  let from = 0;
  const words = (to: number): void => {
    const between = text.slice(from, to);
    if (STRAY.test(between))
      parts.push({ kind: "unknown", raw: between.match(/\{\{[^\s]{0,40}|\}\}/)?.[0] ?? "{{" });
    else if (between !== "") parts.push({ kind: "words", text: between });
  };
  for (const match of text.matchAll(VARIABLE)) {
    words(match.index);
    from = match.index + match[0].length;
    const [raw, named, otherwise, short] = match;
    if (short !== undefined) {
      const name = short === "F" ? "customer.firstName" : "customer.lastName";
      parts.push({ kind: "variable", name, otherwise: null });
      continue;
    }
    const name = byName.get((named ?? "").trim().toLowerCase());
    if (name === undefined) parts.push({ kind: "unknown", raw });
    else parts.push({ kind: "variable", name, otherwise: otherwise?.trim() || null });
  }
  words(text.length);
  return parts;
}

/** The first thing in it that looks like a variable and is none; `null`: there is none. */
export function unknownVariable(text: string): string | null {
  for (const part of cannedParts(text)) if (part.kind === "unknown") return part.raw;
  return null;
}
