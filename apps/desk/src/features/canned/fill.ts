import { type CannedVariable, cannedParts, type InteractionView } from "@patchbay/protocol";

/** What is known in one chat; `null`: nobody knows it. */
export type CannedValues = Readonly<Record<CannedVariable, string | null>>;

/** One stretch of a filled response. A gap is what the agent has to say. */
export interface FilledPart {
  readonly text: string;
  readonly kind: "words" | "value" | "gap";
}

export interface Filled {
  readonly text: string;
  readonly parts: readonly FilledPart[];
}

/** Words in double brackets are to be filled in by hand before a message goes out (decision 0211). */
const GAP = /\[\[[^[\]]{1,80}\]\]/;

/** Where the first gap of a text is; `null`: it has none. */
export function firstGap(text: string): { readonly start: number; readonly end: number } | null {
  const match = GAP.exec(text);
  return match === null ? null : { start: match.index, end: match.index + match[0].length };
}

/** Fills in what is known, once: a value is never looked through for variables again. @param labelOf what a gap is called */
export function fillCanned(
  text: string,
  values: CannedValues,
  labelOf: (name: CannedVariable) => string,
): Filled {
  const parts = cannedParts(text).flatMap((part): FilledPart | readonly FilledPart[] => {
    if (part.kind === "words") return withGaps(part.text);
    if (part.kind === "unknown")
      return { kind: "gap", text: `[[${part.raw.replaceAll(/[[\]{}]/g, "") || "?"}]]` };
    const value = values[part.name] ?? part.otherwise;
    return value === null
      ? { kind: "gap", text: `[[${labelOf(part.name)}]]` }
      : { kind: "value", text: value };
  });
  return { text: parts.map((part) => part.text).join(""), parts };
}

/** Words, and the gaps that whoever wrote the response has left in them. */
function withGaps(text: string): readonly FilledPart[] {
  const gap = firstGap(text);
  if (gap === null) return [{ kind: "words", text }];
  const before = text.slice(0, gap.start);
  return [
    ...(before === "" ? [] : [{ kind: "words", text: before } as const]),
    { kind: "gap", text: text.slice(gap.start, gap.end) },
    ...(gap.end === text.length ? [] : withGaps(text.slice(gap.end))),
  ];
}

export interface Writer {
  readonly firstName: string;
  readonly lastName: string;
  /** How customers see the agent; empty: by the first name. */
  readonly nickname: string;
  readonly company: string;
}

export function valuesOf(
  { contact, serviceName, caseNumber }: Pick<InteractionView, "contact" | "serviceName" | "caseNumber">,
  writer: Writer,
): CannedValues {
  const known = (value: string): string | null => value.replaceAll(/\s+/g, " ").trim() || null;
  return {
    "customer.firstName": known(contact.firstName),
    "customer.lastName": known(contact.lastName),
    // Somebody without a name is "Visitor 12" at the desk, and would not like to be called so.
    "customer.name": known(`${contact.firstName} ${contact.lastName}`),
    "agent.firstName": known(writer.firstName),
    "agent.lastName": known(writer.lastName),
    "agent.nickname": known(writer.nickname) ?? known(writer.firstName),
    "service.name": known(serviceName),
    "case.number": String(caseNumber),
    "company.name": known(writer.company),
  };
}
