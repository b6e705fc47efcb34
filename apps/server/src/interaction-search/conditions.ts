import type { RecordsQuery } from "@patchbay/protocol";
import type { Scope } from "./scope.js";

/** More words than this are no more precise. */
const WORDS_MAX = 6;
/** Fewer digits are no number. */
const NUMBER_DIGITS_MIN = 3;

/** The part of a statement after `where`, with its values. */
export class Conditions {
  readonly values: unknown[] = [];
  private readonly parts: string[] = [];

  /** @returns `$n` for this value */
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  add(condition: string): void {
    this.parts.push(condition);
  }

  get text(): string {
    return this.parts.join("\n   and ");
  }
}

/** Calls by who began them; everything else begins with the customer. */
export const DIRECTION = `case
    when i.channel <> 'voice' then 'inbound'
    when exists (select from journal j where j.center_id = i.center_id and j.interaction_id = i.interaction_id
                   and j.type = 'CallPlaced') then 'outbound'
    when exists (select from journal j where j.center_id = i.center_id and j.interaction_id = i.interaction_id
                   and j.type = 'InternalCallPlaced') then 'internal'
    else 'inbound' end`;

export const KEPT_RECORDINGS = `(select count(*)::int from recording r
    where r.center_id = i.center_id and r.interaction_id = i.interaction_id and r.state = 'kept')`;

/** The state of its voice signature: accepted if one is, else the last one's. */
export const SIGNATURE = `(select s.state from signature s
    where s.center_id = i.center_id and s.interaction_id = i.interaction_id
    order by (s.state = 'accepted') desc, s.take desc limit 1)`;

/** What its customer answered when asked how it was. */
export const STARS = `(select s.stars from survey_answer s
    where s.center_id = i.center_id and s.interaction_id = i.interaction_id)`;

const ABANDONED = `(i.end_cause is not null and i.answered_at is null and ${DIRECTION} = 'inbound')`;

const TRANSFERRED = `exists (select from journal j where j.center_id = i.center_id
    and j.interaction_id = i.interaction_id and j.type = 'AgentRequestClosed'
    and j.body->>'kind' = 'transfer' and j.body->>'cause' = 'accepted')`;

/** What the filters of a query leave over, of interactions `i`, their contacts `c` and what came with them, `d`. */
export function conditionsOf(
  centerId: string,
  query: RecordsQuery,
  scope: Scope,
  { withText = true }: { readonly withText?: boolean } = {},
): Conditions {
  const all = new Conditions();
  all.add(`i.center_id = ${all.value(centerId)}`);
  addScope(all, scope);
  if (query.from !== null) all.add(`i.started_at >= ${all.value(query.from)}`);
  if (query.to !== null) all.add(`i.started_at < ${all.value(query.to)}`);
  const oneOf = (column: string, list: readonly string[]): void => {
    if (list.length > 0) all.add(`${column} = any(${all.value(list)})`);
  };
  oneOf("i.channel", query.channels);
  oneOf("i.service_id", query.serviceIds);
  oneOf("i.disposition_id", query.dispositionIds);
  oneOf("i.end_cause", query.endCauses);
  if (query.agentIds.length > 0) all.add(`i.agent_ids && ${all.value(query.agentIds)}::text[]`);
  if (query.caseNumber !== null) all.add(`i.case_number = ${all.value(query.caseNumber)}`);
  if (query.direction !== null) all.add(`${DIRECTION} = ${all.value(query.direction)}`);
  if (query.recorded !== null) all.add(`${KEPT_RECORDINGS} ${query.recorded ? "> 0" : "= 0"}`);
  if (query.signed !== null) all.add(`${SIGNATURE} is ${query.signed ? "not null" : "null"}`);
  if (query.stars.length > 0) all.add(`${STARS} = any(${all.value(query.stars)}::int[])`);
  if (query.abandoned !== null) all.add(`${query.abandoned ? "" : "not "}${ABANDONED}`);
  if (query.transferred !== null) all.add(`${query.transferred ? "" : "not "}${TRANSFERRED}`);
  if (withText) {
    addText(all, query.text);
    addText(all, query.customer, customerMatches);
  }
  return all;
}

function addScope(all: Conditions, scope: Scope): void {
  if (scope.kind === "all") return;
  const theirs = `i.agent_ids && ${all.value(scope.agentIds)}::text[]`;
  const { unansweredOf } = scope;
  const untaken = (): string =>
    `(i.agent_ids = '{}' and i.service_id = any(${all.value(unansweredOf)}::text[]))`;
  all.add(unansweredOf.length === 0 ? theirs : `(${theirs} or ${untaken()})`);
}

function addText(
  all: Conditions,
  text: string,
  matches: (all: Conditions, word: string) => string[] = wordMatches,
): void {
  const trimmed = text.trim();
  if (trimmed === "") return;
  const digits = trimmed.replace(/\D/g, "");
  // A number may be written with spaces: then all of it is one word.
  if (/^[+\d\s().\-/]+$/.test(trimmed) && digits.length >= NUMBER_DIGITS_MIN) {
    all.add(`(${[...numberMatches(all, digits), ...matches(all, trimmed)].join("\n     or ")})`);
    return;
  }
  for (const word of trimmed.split(/\s+/).slice(0, WORDS_MAX))
    all.add(`(${matches(all, word).join("\n     or ")})`);
}

const likeOf = (all: Conditions, word: string): string =>
  all.value(`%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`);

/** `null` columns of a contact that was erased are no match, and no error. */
const CUSTOMER = `c.first_name || ' ' || c.last_name || ' ' || coalesce(c.account, '') || ' ' ||
        array_to_string(c.emails, ' ')`;

const customerMatches = (all: Conditions, word: string): string[] => [
  `${CUSTOMER} ilike ${likeOf(all, word)}`,
];

function wordMatches(all: Conditions, word: string): string[] {
  const like = likeOf(all, word);
  return [
    `${CUSTOMER} ilike ${like}`,
    `d.data::text ilike ${like}`,
    `exists (select from note n where n.center_id = i.center_id and n.interaction_id = i.interaction_id
              and n.erased_at is null and n.text ilike ${like})`,
    `exists (select from message m where m.center_id = i.center_id and m.interaction_id = i.interaction_id
              and m.erased_at is null and m.body->>'text' ilike ${like})`,
  ];
}

function numberMatches(all: Conditions, digits: string): string[] {
  const like = all.value(`%${digits}%`);
  return [
    `exists (select from contact_phone p where p.center_id = i.center_id and p.contact_id = i.contact_id
              and p.e164 like ${like})`,
    `regexp_replace(coalesce(d.data->>'phoneNumber', ''), '\\D', '', 'g') like ${like}`,
  ];
}
