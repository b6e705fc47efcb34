import { type AgentId, asId, mayDo } from "@patchbay/core";
import { CANNED_OWN_MAX, CANNED_SHARED_MAX, type CannedForm, unknownVariable } from "@patchbay/protocol";
import type { CannedFound, CannedRow } from "../center/canned-records.js";
import type { CenterHandle } from "../center/edge.js";
import { cleanText } from "../center/plain-text.js";

export interface CannedRefusal {
  readonly code:
    | "object_not_found"
    | "not_enough_privileges"
    | "version_conflict"
    | "canned_keyword_taken"
    | "canned_variable_unknown"
    | "canned_full"
    | "no_service"
    | "id_taken";
  readonly facts?: Readonly<Record<string, unknown>>;
}
type Outcome = { readonly row: CannedFound } | { readonly fault: CannedRefusal };

/**
 * Makes and changes canned responses: an agent's own, and those that the center shares. Each is one row with a version:
 * two people who change the same one from the same version do not undo each other. What comes again because its answer
 * was lost, and has been done, is told as done.
 */
export class CannedResponses {
  private readonly listeners = new Set<(ownerId: string | null) => void>();
  /** Changes one after the other: whether a keyword is free is asked and answered without another in between. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly handle: CenterHandle) {}

  /** Told whose have changed; `null`: the shared ones. The listener must not throw. @returns ends it */
  onChanged(listener: (ownerId: string | null) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Asked at each request: the privilege may be taken away. */
  mayManageShared(agentId: AgentId): boolean {
    return mayDo(this.handle.center.state.configuration.users.get(agentId), "manage_shared_responses");
  }

  mayChange(agentId: AgentId, { ownerId }: Pick<CannedRow, "ownerId">): boolean {
    return ownerId === null ? this.mayManageShared(agentId) : ownerId === agentId;
  }

  /**
   * @param version from which it is changed; 0: it is a new one
   * @param quietly nobody is told: the caller will
   */
  save(
    asker: AgentId,
    {
      responseId,
      version,
      shared,
      form,
      quietly = false,
    }: {
      readonly responseId: string;
      readonly version: number;
      readonly shared: boolean;
      readonly form: CannedForm;
      readonly quietly?: boolean;
    },
  ): Promise<Outcome> {
    return this.inTurn(async () => {
      const before = await this.handle.records.canned.byId(responseId, asker);
      const fields = fieldsOf(form);
      if (version === 0 && before === undefined) {
        const ownerId = shared ? null : asker;
        if (!this.mayChange(asker, { ownerId })) return { fault: { code: "not_enough_privileges" } };
        return this.put(asker, { ...fields, responseId, ownerId, deletedAt: null }, 1, quietly);
      }
      const fault = this.faultOf(asker, before);
      if (before === undefined || fault !== null) return { fault: fault ?? { code: "object_not_found" } };
      if (before.deletedAt !== null) return { fault: { code: "object_not_found" } };
      const isSame = JSON.stringify(fieldsOf(before)) === JSON.stringify(fields);
      // Nothing is to be done, or it has been: by the same request, whose answer was lost.
      if (isSame && (before.ownerId === null) === shared) return { row: before };
      if (version === 0) return { fault: { code: "id_taken" } };
      if (before.version !== version) return conflict(before.version);
      return this.put(asker, { ...rowOf(before), ...fields }, version + 1, quietly);
    });
  }

  /** Many, one after the other. Whoever reads the list is told once. */
  async import(
    asker: AgentId,
    shared: boolean,
    rows: readonly { readonly responseId: string; readonly version: number; readonly form: CannedForm }[],
  ): Promise<
    | { readonly saved: number; readonly refused: readonly (CannedRefusal & { readonly row: number })[] }
    | { readonly fault: CannedRefusal }
  > {
    const ownerId = shared ? null : asker;
    if (!this.mayChange(asker, { ownerId })) return { fault: { code: "not_enough_privileges" } };
    const refused: (CannedRefusal & { readonly row: number })[] = [];
    try {
      for (const [row, one] of rows.entries()) {
        const came = await this.save(asker, { ...one, shared, quietly: true });
        if ("fault" in came) refused.push({ ...came.fault, row });
      }
    } finally {
      this.tell(ownerId);
    }
    return { saved: rows.length - refused.length, refused };
  }

  /** @param deleted false: it is taken back */
  delete(asker: AgentId, responseId: string, version: number, deleted: boolean): Promise<Outcome> {
    return this.inTurn(async () => {
      const before = await this.handle.records.canned.byId(responseId, asker);
      const fault = this.faultOf(asker, before);
      if (before === undefined || fault !== null) return { fault: fault ?? { code: "object_not_found" } };
      if ((before.deletedAt !== null) === deleted) return { row: before };
      if (before.version !== version) return conflict(before.version);
      const deletedAt = deleted ? this.handle.clock.now() : null;
      return this.put(asker, { ...rowOf(before), deletedAt }, version + 1);
    });
  }

  /** @returns false: there is no such response for this agent */
  async used(asker: AgentId, responseId: string): Promise<boolean> {
    const { records, clock } = this.handle;
    const row = await records.canned.byId(responseId, asker);
    if (row === undefined || !isShownTo(row, asker) || row.deletedAt !== null) return false;
    await records.canned.used(responseId, asker, clock.now());
    return true;
  }

  private async inTurn(run: () => Promise<Outcome>): Promise<Outcome> {
    const mine = this.turn.then(run);
    this.turn = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  }

  private faultOf(asker: AgentId, row: CannedFound | undefined): CannedRefusal | null {
    if (row === undefined || !isShownTo(row, asker)) return { code: "object_not_found" };
    return this.mayChange(asker, row) ? null : { code: "not_enough_privileges" };
  }

  private async put(
    asker: AgentId,
    row: Omit<CannedRow, "version" | "changedBy" | "changedAt">,
    version: number,
    quietly = false,
  ): Promise<Outcome> {
    const { records, clock } = this.handle;
    if (row.deletedAt === null) {
      const fault = await this.faultOfFields(asker, row);
      if (fault !== null) return { fault };
    }
    const stored = await records.canned.put({
      ...row,
      version,
      changedBy: asker,
      changedAt: clock.now(),
    });
    const now = await records.canned.byId(row.responseId, asker);
    if (now === undefined) return { fault: { code: "object_not_found" } };
    if (!stored) return conflict(now.version);
    if (!quietly) this.tell(row.ownerId);
    return { row: now };
  }

  private tell(ownerId: string | null): void {
    for (const listener of this.listeners) listener(ownerId);
  }

  private async faultOfFields(
    asker: AgentId,
    row: Omit<CannedRow, "version" | "changedBy" | "changedAt">,
  ): Promise<CannedRefusal | null> {
    const variable = unknownVariable(row.text);
    if (variable !== null) return { code: "canned_variable_unknown", facts: { variable } };
    const { services } = this.handle.center.state.configuration;
    if (row.serviceIds.some((serviceId) => !services.has(asId(serviceId)))) return { code: "no_service" };
    const beside = (await this.handle.records.canned.listFor(asker)).filter(
      ({ ownerId, responseId }) => ownerId === row.ownerId && responseId !== row.responseId,
    );
    const max = row.ownerId === null ? CANNED_SHARED_MAX : CANNED_OWN_MAX;
    if (beside.length >= max) return { code: "canned_full", facts: { max } };
    const holder = beside.find((other) => isInTheWay(other, row));
    if (holder !== undefined) return { code: "canned_keyword_taken", facts: { title: holder.title } };
    return null;
  }
}

const isShownTo = ({ ownerId }: CannedRow, agentId: AgentId): boolean =>
  ownerId === null || ownerId === agentId;

/** Whether both would come up for one keyword in one chat, and nobody could say which is meant. */
function isInTheWay(
  a: Pick<CannedRow, "keyword" | "language" | "serviceIds" | "marks">,
  b: Pick<CannedRow, "keyword" | "language" | "serviceIds" | "marks">,
): boolean {
  const meet = (some: readonly string[], others: readonly string[]): boolean =>
    some.length === 0 || others.length === 0 || some.some((one) => others.includes(one));
  return (
    a.keyword !== "" &&
    a.keyword.toLowerCase() === b.keyword.toLowerCase() &&
    a.language?.toLowerCase() === b.language?.toLowerCase() &&
    meet(a.serviceIds, b.serviceIds) &&
    meet(a.marks, b.marks)
  );
}

const conflict = (version: number): { readonly fault: CannedRefusal } => ({
  fault: { code: "version_conflict", facts: { version } },
});

const fieldsOf = ({ title, keyword, folder, text, language, serviceIds, marks }: CannedForm | CannedRow) => ({
  title: cleanText(title).trim(),
  keyword: cleanText(keyword).trim(),
  folder: cleanText(folder),
  text: cleanText(text).trim(),
  language,
  serviceIds: [...new Set(serviceIds)].sort(),
  marks: [...new Set(marks)].sort(),
});

/** Without the counts, which are kept elsewhere. */
const rowOf = ({
  uses: _uses,
  lastUsedAt: _last,
  ownUses: _own,
  ownLastUsedAt: _ownLast,
  ...row
}: CannedFound): CannedRow => row;
