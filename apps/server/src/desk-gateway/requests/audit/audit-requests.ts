import { type AuditEntryView, deskRequests } from "@patchbay/protocol";
import type { AuditRow, StoredAuditRow } from "../../../center/audit-records.js";
import type { CenterHandle } from "../../../center/edge.js";
import { agentName } from "../../views/message-view.js";
import { type Fault, type Responder, responder } from "../respond.js";
import type { AuditRule } from "./audit-rule.js";
import { audited, listsFor } from "./audited.js";

/** The rule by which things of a kind come back; the first that knows a way. */
function wayBack(rules: readonly AuditRule[], { kind, ...change }: AuditRow): AuditRule | undefined {
  const found = rules.find((one) => one.kind === kind && one.restore !== undefined);
  return (found?.mayRestore?.(change) ?? true) ? found : undefined;
}

/** Reading and taking back what was changed. @param responders without the telling of it */
export function auditResponders(
  rules: readonly AuditRule[],
  responders: ReadonlyMap<string, Responder>,
): readonly Responder[] {
  const ruleOf = new Map(rules.map((one) => [one.name, one]));
  return [
    responder(deskRequests.changes, (query, _asker, { handle }) => ({
      query: async () => {
        const { audit } = handle.records;
        const found = await audit.list({ ...query, limit: query.limit + 1 });
        const rows = found.slice(0, query.limit);
        const undoing = await audit.undoing(rows.map(({ auditId }) => auditId));
        const people = await audit.people();
        return {
          changes: await Promise.all(rows.map((row) => viewOf(row, undoing, rules, handle))),
          more: found.length > rows.length,
          names: namesIn(rows, handle),
          people: people
            .map((agentId) => ({ agentId, name: agentName(handle.words(), agentId) }))
            .sort((a, b) => a.name.localeCompare(b.name, "en")),
        };
      },
    })),
    responder(deskRequests.undoChange, async ({ auditId }, asker, room) => {
      const refused = await whyNot(auditId, rules, room.handle);
      if ("code" in refused) return { fault: refused };
      const { row, rule } = refused;
      const list = listsFor(responders, asker, room);
      const now = (await rule.read(row.subjectId, list))?.form ?? null;
      const made = await rule.restore?.(row.subjectId, row.before, now, list);
      const inner = made && responders.get(made.name);
      const innerRule = made && ruleOf.get(made.name);
      if (inner === undefined || innerRule === undefined) return { fault: { code: "not_suitable_state" } };
      const prepared = await audited(inner, innerRule, responders, auditId).prepare(made?.input, asker, room);
      return withoutOutput(prepared);
    }),
  ];
}

/** What it comes to is of no interest to who takes it back. */
function withoutOutput(prepared: Awaited<ReturnType<Responder["prepare"]>>) {
  if ("fault" in prepared) return prepared;
  if ("submissions" in prepared) return { submissions: prepared.submissions, output: {} };
  if ("query" in prepared) return { submissions: [], output: {} };
  return {
    ask: async () => {
      const came = await prepared.ask();
      return "fault" in came ? came : { output: {} };
    },
  };
}

async function whyNot(
  auditId: string,
  rules: readonly AuditRule[],
  handle: CenterHandle,
): Promise<Fault | { readonly row: AuditRow; readonly rule: AuditRule }> {
  const { audit } = handle.records;
  const row = await audit.byId(auditId);
  if (row === undefined) return { code: "object_not_found" };
  const rule = wayBack(rules, row);
  const undoing = await audit.undoing([auditId]);
  if (rule === undefined || undoing.length > 0) return { code: "not_suitable_state" };
  const newest = await audit.newestOf(row.kind, row.subjectId);
  if (newest !== undefined && newest.auditId !== auditId) {
    const changedBy = agentName(handle.words(), newest.by);
    return { code: "version_conflict", facts: { changedAt: newest.at, changedBy } };
  }
  return { row, rule };
}

async function viewOf(
  row: StoredAuditRow,
  undoing: readonly AuditRow[],
  rules: readonly AuditRule[],
  handle: CenterHandle,
): Promise<AuditEntryView> {
  const undone = undoing.find(({ undoes }) => undoes === row.auditId);
  const isNewest = async (): Promise<boolean> =>
    (await handle.records.audit.newestOf(row.kind, row.subjectId))?.auditId === row.auditId;
  const named = { agentId: row.by, name: agentName(handle.words(), row.by) };
  return {
    auditId: row.auditId,
    place: row.place,
    at: row.at,
    by: named,
    kind: row.kind,
    subjectId: row.subjectId,
    subjectName: row.subjectName,
    action: row.before === null ? "created" : row.after === null ? "removed" : "changed",
    before: row.before,
    after: row.after,
    secretSet: row.secretSet,
    certain: row.certain,
    undoes: row.undoes,
    undone:
      undone === undefined
        ? null
        : { auditId: undone.auditId, at: undone.at, name: agentName(handle.words(), undone.by) },
    mayUndo: undone === undefined && wayBack(rules, row) !== undefined && (await isNewest()),
  };
}

/** Of everything that has a name and stands in these forms by its id. */
function namesIn(rows: readonly AuditRow[], handle: CenterHandle): Record<string, string> {
  const ids = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === "string") ids.add(value);
    else if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        ids.add(key);
        look(inner);
      }
  };
  for (const { before, after, subjectId } of rows) look([before, after, subjectId]);
  const words = handle.words();
  const names: Record<string, string> = {};
  const maps = [
    words.services,
    words.entries,
    words.scenarios,
    words.prompts,
    words.dispositions,
    words.reasons,
    words.skills,
    words.teams,
  ];
  for (const id of ids) {
    const known = maps.map((map) => map.get(id)?.name).find((name) => name !== undefined);
    const name = known ?? (words.users.has(id) ? agentName(words, id) : undefined);
    if (name !== undefined && name !== id) names[id] = name;
    // A team may have the id of a service.
    const team = words.teams.get(id)?.name;
    if (team !== undefined) names[`team ${id}`] = team;
  }
  return names;
}
