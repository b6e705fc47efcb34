import type { CannedFound, CannedRecords, CannedRow } from "../center/canned-records.js";
import type { MemoryStore } from "./memory-store.js";

/** How often one agent has used one response, and when last. */
export interface MemoryCannedUse {
  readonly responseId: string;
  readonly agentId: string;
  readonly uses: number;
  readonly at: number;
}

/** Canned responses, in memory. */
export class MemoryCanned implements CannedRecords {
  constructor(private readonly store: MemoryStore) {}

  async byId(responseId: string, agentId: string): Promise<CannedFound | undefined> {
    const row = this.store.canned.get(responseId);
    return row && this.#found(row, agentId);
  }

  async put(row: CannedRow): Promise<boolean> {
    if ((this.store.canned.get(row.responseId)?.version ?? 0) !== row.version - 1) return false;
    this.store.canned.set(row.responseId, row);
    return true;
  }

  async listFor(agentId: string): Promise<CannedFound[]> {
    const rank = ({ title, responseId }: CannedRow): string => `${title}\u0000${responseId}`;
    return [...this.store.canned.values()]
      .filter(({ deletedAt, ownerId }) => deletedAt === null && (ownerId === null || ownerId === agentId))
      .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
      .map((row) => this.#found(row, agentId));
  }

  async used(responseId: string, agentId: string, at: number): Promise<void> {
    const key = `${responseId} ${agentId}`;
    const before = this.store.cannedUses.get(key);
    this.store.cannedUses.set(key, {
      responseId,
      agentId,
      uses: (before?.uses ?? 0) + 1,
      at: Math.max(before?.at ?? at, at),
    });
  }

  #found(row: CannedRow, agentId: string): CannedFound {
    const all = [...this.store.cannedUses.values()].filter((one) => one.responseId === row.responseId);
    const own = all.find((one) => one.agentId === agentId);
    return {
      ...row,
      uses: all.reduce((sum, { uses }) => sum + uses, 0),
      lastUsedAt: all.length === 0 ? null : Math.max(...all.map(({ at }) => at)),
      ownUses: own?.uses ?? 0,
      ownLastUsedAt: own?.at ?? null,
    };
  }
}
