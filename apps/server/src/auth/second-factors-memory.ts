import type { SecondFactorRow, SecondFactorStore } from "./second-factor-store.js";

interface Kept {
  secret: Buffer;
  confirmedAt: number | null;
  lastStep: number;
  readonly codes: Set<string>;
}

/** Second factors that are gone with the process: for tests. */
export class MemorySecondFactors implements SecondFactorStore {
  readonly #kept = new Map<string, Kept>();

  async of(agentId: string): Promise<SecondFactorRow | undefined> {
    const kept = this.#kept.get(agentId);
    if (!kept) return undefined;
    const { codes, ...row } = kept;
    return { ...row, recoveryCodesLeft: codes.size };
  }

  async begin(agentId: string, secret: Buffer): Promise<boolean> {
    if (this.#kept.get(agentId)?.confirmedAt != null) return false;
    this.#kept.set(agentId, { secret, confirmedAt: null, lastStep: 0, codes: new Set() });
    return true;
  }

  async confirm(agentId: string, at: number, step: number, codeHashes: readonly string[]): Promise<boolean> {
    const kept = this.#kept.get(agentId);
    if (kept?.confirmedAt !== null) return false;
    this.#kept.set(agentId, { ...kept, confirmedAt: at, lastStep: step, codes: new Set(codeHashes) });
    return true;
  }

  async useStep(agentId: string, step: number): Promise<boolean> {
    const kept = this.#kept.get(agentId);
    if (!kept || kept.lastStep >= step) return false;
    kept.lastStep = step;
    return true;
  }

  async useRecoveryCode(agentId: string, codeHash: string): Promise<boolean> {
    return this.#kept.get(agentId)?.codes.delete(codeHash) ?? false;
  }

  async hasRecoveryCode(agentId: string, codeHash: string): Promise<boolean> {
    return this.#kept.get(agentId)?.codes.has(codeHash) ?? false;
  }

  async remove(agentId: string): Promise<boolean> {
    return this.#kept.delete(agentId);
  }
}
