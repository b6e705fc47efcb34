/** A user's second factor, as stored. */
export interface SecondFactorRow {
  /** Sealed; only `SecondFactors` opens it. */
  readonly secret: Buffer;
  /** Milliseconds since 1970; `null`: not confirmed by a code yet, and so it does not count. */
  readonly confirmedAt: number | null;
  /** The newest time step (RFC 6238) whose code was used; 0: none. */
  readonly lastStep: number;
  readonly recoveryCodesLeft: number;
}

/**
 * Second factors of one center.
 *
 * Contract suite: apps/server/test/auth/second-factor-store-contract.ts, run against both adapters.
 */
export interface SecondFactorStore {
  of(agentId: string): Promise<SecondFactorRow | undefined>;
  /** Begins anew: one that was not confirmed is forgotten. A confirmed one stays. @returns whether it was put */
  begin(agentId: string, secret: Buffer): Promise<boolean>;
  /** From now on it counts. @returns `false` when there is none to be confirmed */
  confirm(agentId: string, at: number, step: number, codeHashes: readonly string[]): Promise<boolean>;
  /** @returns `false` when this step or a later one was used already */
  useStep(agentId: string, step: number): Promise<boolean>;
  /** @returns `false` when there is no such code, or it was used already */
  useRecoveryCode(agentId: string, codeHash: string, at: number): Promise<boolean>;
  /** Whether this code would be taken; it is not used by that. */
  hasRecoveryCode(agentId: string, codeHash: string): Promise<boolean>;
  /** @returns whether there was one */
  remove(agentId: string): Promise<boolean>;
}
