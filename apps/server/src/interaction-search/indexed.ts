import type { RecordsQuery } from "@patchbay/protocol";
import type { Tx } from "../tables-postgres/index.js";
import type { Scope } from "./scope.js";
import { anyOf, digitsOf, facet, numberTerms, term, termsOf } from "./search-words.js";

/** A place in the order of a sort. */
export interface Cursor {
  readonly place: number;
  readonly id: string;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

export const spanOf = ({ from, to }: Pick<RecordsQuery, "from" | "to">): Span => ({
  from: from ?? 0,
  to: to ?? Number.MAX_SAFE_INTEGER,
});

/** What the index cannot decide alone: whether a recording or a signature is there now. */
export const isDecidedByRows = ({ recorded, signed }: Pick<RecordsQuery, "recorded" | "signed">): boolean =>
  recorded !== null || signed !== null;

/** The filters and the words of a query as the text of a tsquery; empty: everything. */
export function tsqueryOf(query: RecordsQuery, scope: Scope): string {
  const parts: string[] = [];
  const oneOf = (lexemes: readonly string[]): void => {
    if (lexemes.length > 0) parts.push(anyOf(lexemes.map((lexeme) => term(lexeme))));
  };
  const whether = (lexeme: string, wanted: boolean | null): void => {
    if (wanted !== null) parts.push(`${wanted ? "" : "!"}${term(lexeme)}`);
  };
  if (scope.kind === "agents") {
    const theirs = scope.agentIds.map((agentId) => term(facet.agent(agentId)));
    const services = scope.unansweredOf.map((serviceId) => term(facet.service(serviceId)));
    const untaken = services.length === 0 ? [] : [`(${term(facet.nobody)} & ${anyOf(services)})`];
    parts.push(anyOf([...theirs, ...untaken]));
  }
  oneOf(query.channels.map(facet.channel));
  oneOf(query.serviceIds.map(facet.service));
  oneOf(query.agentIds.map(facet.agent));
  oneOf(query.dispositionIds.map(facet.disposition));
  oneOf(query.endCauses.map(facet.end));
  oneOf(query.stars.map(facet.stars));
  if (query.caseNumber !== null) oneOf([facet.case(query.caseNumber)]);
  if (query.direction !== null) oneOf([facet.direction(query.direction)]);
  whether(facet.abandoned, query.abandoned);
  whether(facet.transferred, query.transferred);
  // Whether it is still there only its row says; that there never was one is enough to leave it out.
  if (query.recorded === true) oneOf([facet.recorded]);
  if (query.signed === true) oneOf([facet.signed]);
  parts.push(...written(query.text, (word) => word, true), ...written(query.customer, facet.customer, false));
  return parts.join(" & ");
}

function written(text: string, lexeme: (word: string) => string, withCase: boolean): readonly string[] {
  const trimmed = text.trim();
  const caseNumber = withCase ? /^#?(\d{1,9})$/.exec(trimmed)?.[1] : undefined;
  const cases = caseNumber === undefined ? [] : [term(facet.case(Number(caseNumber)))];
  const words = termsOf(trimmed, lexeme);
  const digits = digitsOf(trimmed);
  if (digits === null) {
    // Signs alone are no word, and what is looked for is then nowhere.
    if (trimmed !== "" && words.length === 0) return [term(":none")];
    return cases.length === 0 ? words : [anyOf([...cases, ...words])];
  }
  return [
    anyOf([...cases, ...numberTerms(digits), ...(words.length === 0 ? [] : [`(${words.join(" & ")})`])]),
  ];
}

export async function candidatesOf(
  tx: Tx,
  words: string,
  { from, to }: Span,
  sort: RecordsQuery["sort"],
  after: Cursor | null,
  limit: number,
): Promise<readonly Cursor[]> {
  const rows = await tx.rows<{ interaction_id: string; place: number }>(
    "select interaction_id, place from search_candidates($1, $2, $3, $4, $5, $6, $7)",
    [words, from, to, sort, after?.place ?? null, after?.id ?? null, limit],
  );
  return rows.map(({ interaction_id, place }) => ({ id: interaction_id, place }));
}

export async function countOf(tx: Tx, words: string, { from, to }: Span, most: number): Promise<number> {
  const [row] = await tx.rows<{ count: number }>("select search_count($1, $2, $3, $4) as count", [
    words,
    from,
    to,
    most,
  ]);
  return row?.count ?? 0;
}
