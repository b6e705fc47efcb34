import { isDeepStrictEqual } from "node:util";
import type { AuditRow } from "../../../center/audit-records.js";
import { cutText, storable } from "../../../center/plain-text.js";
import type { Asker, Prepared, RequestRoom, Responder } from "../respond.js";
import type { AuditRule, ReadList, Subject, WantedChange } from "./audit-rule.js";

/** Longer forms are told of without their content. Scenarios of a hundred steps stay far below. */
const FORM_BYTES_MAX = 256 * 1024;
const NAME_MAX = 120;

type Known = ReadonlyMap<string, Subject | null>;

/** How the lists of Set-up are read on behalf of somebody. */
export function listsFor(
  responders: ReadonlyMap<string, Responder>,
  asker: Asker,
  room: RequestRoom,
): ReadList {
  return async (definition, input) => {
    const prepared = await responders.get(definition.name)?.prepare(input, asker, room);
    if (prepared === undefined || "fault" in prepared)
      throw new Error(`${definition.name} could not be read for the list of changes`);
    if ("query" in prepared) return (await prepared.query()) as never;
    if ("submissions" in prepared) return prepared.output as never;
    const came = await prepared.ask();
    if ("fault" in came) throw new Error(`${definition.name} could not be read for the list of changes`);
    return came.output as never;
  };
}

/**
 * Tells who changes what by these requests: in the transaction of the change where the center decides it, else before and
 * after it. What changes nothing is not told.
 *
 * @param undoes the change that is taken back with it
 */
export function audited(
  responder: Responder,
  rule: AuditRule,
  responders: ReadonlyMap<string, Responder>,
  undoes: string | null = null,
): Responder {
  return {
    name: responder.name,
    prepare: async (input, asker, room) => {
      const parsed = rule.parse(storable(input));
      if (parsed === undefined) return responder.prepare(input, asker, room);
      const wants = (output: unknown): readonly WantedChange[] =>
        rule.wants(parsed as never, output as never).filter(({ id }) => id !== "");
      const prepared = await responder.prepare(input, asker, room);
      // Nothing is done yet. Whoever is refused reads nothing, either.
      if ("fault" in prepared) return prepared;
      const known = await read(rule, wants(undefined), listsFor(responders, asker, room));
      const rows = (output: unknown, certain: boolean): AuditRow[] =>
        wants(output).flatMap((wanted) => rowOf(rule, wanted, known, asker, room, { certain, undoes }));
      if ("submissions" in prepared) return withRows(prepared, rows(prepared.output, true));
      if (!("ask" in prepared)) return prepared;
      return {
        ask: async () => {
          const { audit } = room.handle.records;
          // The id of a new thing is in the answer alone.
          const begun = known.size === 0 ? [] : rows(undefined, false);
          for (const row of begun) await audit.put(row);
          const came = await prepared.ask();
          const isDone = "output" in came;
          for (const { auditId } of begun) await audit.settle(auditId, isDone);
          if (isDone && begun.length === 0) for (const row of rows(came.output, true)) await audit.put(row);
          return came;
        },
      };
    },
  };
}

/** What is there already; of a new thing there is nothing to read. */
async function read(rule: AuditRule, wanted: readonly WantedChange[], list: ReadList): Promise<Known> {
  const found = await Promise.all(wanted.map(async ({ id }) => [id, await rule.read(id, list)] as const));
  return new Map(found.filter(([, subject]) => subject !== null));
}

function rowOf(
  rule: AuditRule,
  wanted: WantedChange,
  known: Known,
  asker: Asker,
  { handle }: RequestRoom,
  { certain, undoes }: Pick<AuditRow, "certain" | "undoes">,
): AuditRow[] {
  const before = known.get(wanted.id) ?? null;
  const { after, secretSet = false } = wanted;
  if (before === null && after === null) return [];
  if (!secretSet && before !== null && isDeepStrictEqual(plain(before.form), plain(after))) return [];
  const name = wanted.name ?? nameIn(after) ?? before?.name ?? wanted.id;
  return [
    {
      auditId: handle.ids.next(),
      at: handle.clock.now(),
      by: asker.agentId,
      kind: rule.kind,
      subjectId: wanted.id,
      subjectName: cutText(name, NAME_MAX),
      before: before === null ? null : bounded(before.form),
      after: after === null ? null : bounded(after),
      secretSet,
      certain,
      undoes,
    },
  ];
}

/** As it comes back from a table. */
const plain = (form: unknown): unknown => JSON.parse(JSON.stringify(form));

const bounded = (form: unknown): unknown =>
  Buffer.byteLength(JSON.stringify(form)) > FORM_BYTES_MAX ? { tooLong: true } : plain(form);

function nameIn(form: unknown): string | undefined {
  if (typeof form !== "object" || form === null || !("name" in form)) return undefined;
  return typeof form.name === "string" && form.name !== "" ? form.name : undefined;
}

/** One row beside each submission where they are as many, else all beside the one that speaks for all. */
function withRows(
  prepared: Extract<Prepared<unknown>, { readonly submissions: unknown }>,
  rows: readonly AuditRow[],
): Prepared<unknown> {
  const { submissions, output } = prepared;
  if (submissions.length === 0 || rows.length === 0) return prepared;
  const last = submissions.length - 1;
  const isEach = rows.length === submissions.length;
  return {
    output,
    submissions: submissions.map((submission, place) => {
      const own = isEach ? rows.slice(place, place + 1) : place === last ? rows : [];
      const content = own.map((row) => ({ table: "audit_entry" as const, row }));
      return { ...submission, content: [...(submission.content ?? []), ...content] };
    }),
  };
}
