/**
 * Addresses and texts with variables in between. `{{customer.account}}` stands for a value of the interaction;
 * `{{customer.account|none}}` says what stands there without one, and `{{customer.account|}}` that nothing does. A required
 * value that nobody knows is told, and the page is not opened without it.
 */
export const popVariables = [
  "customer.firstName",
  "customer.lastName",
  "customer.name",
  "customer.phone",
  "customer.email",
  "customer.account",
  "customer.language",
  "agent.name",
  "agent.username",
  "case.number",
  "interaction.id",
  "interaction.channel",
  "service.name",
] as const;
/** Before the name of a field of the contact, or of what the customer's app sent. */
export const popPrefixes = ["customer.field.", "data."] as const;

/** By name; what is unknown is absent or empty. */
export type PopValues = Readonly<Record<string, string>>;

type Part =
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string; readonly otherwise: string | null }
  | { readonly kind: "unknown"; readonly raw: string };

const known: ReadonlySet<string> = new Set(popVariables);
const isVariable = (name: string): boolean =>
  known.has(name) || popPrefixes.some((prefix) => name.startsWith(prefix) && name.length > prefix.length);

function partsOf(template: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  const words = (to: number): void => {
    const text = template.slice(from, to);
    const stray = /\{\{[^\s]{0,40}|\}\}/.exec(text);
    if (stray !== null) parts.push({ kind: "unknown", raw: stray[0] });
    else if (text !== "") parts.push({ kind: "words", text });
  };
  for (const match of template.matchAll(/\{\{([^{}|]*)(?:\|([^{}]*))?\}\}/g)) {
    words(match.index);
    from = match.index + match[0].length;
    const name = (match[1] ?? "").trim();
    parts.push(
      isVariable(name)
        ? { kind: "variable", name, otherwise: match[2] ?? null }
        : { kind: "unknown", raw: match[0] },
    );
  }
  words(template.length);
  return parts;
}

/** The first thing in it that looks like a variable and is none; `null`: there is none. */
export function unknownPopVariable(template: string): string | null {
  for (const part of partsOf(template)) if (part.kind === "unknown") return part.raw;
  return null;
}

/** @param encode how a value is written into it @returns the text, and which required values nobody knows */
export function fillPop(
  template: string,
  values: PopValues,
  encode: (value: string) => string = (value) => value,
): { readonly text: string; readonly missing: readonly string[] } {
  const missing = new Set<string>();
  const text = partsOf(template).map((part) => {
    if (part.kind === "words") return part.text;
    if (part.kind === "unknown") return part.raw;
    const value = (Object.hasOwn(values, part.name) ? values[part.name] : undefined)?.trim() ?? "";
    if (value !== "") return encode(value);
    if (part.otherwise === null) missing.add(part.name);
    return encode((part.otherwise ?? "").trim());
  });
  return { text: text.join(""), missing: [...missing] };
}

export const popProblems = [
  "empty",
  /** No address of a page. */
  "not_an_address",
  /** Neither https nor a loopback address. */
  "not_secure",
  /** A variable stands in front of the path: where it leads must not depend on a value. */
  "variable_in_host",
  "unknown_variable",
  /** Its origin is not on the list of the service. */
  "origin_not_listed",
] as const;
export type PopProblem = (typeof popProblems)[number];

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** An origin that may be framed: https, or http on this machine. `null`: none. */
export function popOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, origin, username, password } = new URL(text);
  if (username !== "" || password !== "") return null;
  if (protocol === "https:") return origin;
  return protocol === "http:" && LOOPBACK.has(hostname) ? origin : null;
}

/** What is wrong with an address; `null`: nothing. @param origins those of the service's list */
export function popUrlProblem(template: string, origins: readonly string[]): PopProblem | null {
  if (template.trim() === "") return "empty";
  if (unknownPopVariable(template) !== null) return "unknown_variable";
  const front = template.slice(0, /^[a-z]+:\/\/[^/?#]*/i.exec(template)?.[0].length ?? 0);
  if (front === "") return "not_an_address";
  if (front.includes("{{")) return "variable_in_host";
  const { text } = fillPop(template, {});
  if (!URL.canParse(text)) return "not_an_address";
  const origin = popOrigin(text);
  if (origin === null) return "not_secure";
  return origins.includes(origin) ? null : "origin_not_listed";
}
