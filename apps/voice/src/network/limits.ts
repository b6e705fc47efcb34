/** What one source may do: an address, or a desk phone's account. */
export interface SourceLimits {
  /** New calls a second, over time. */
  readonly callsPerSecond: number;
  /** New calls at once, after a pause. */
  readonly burst: number;
  /** Calls that are up at the same time. */
  readonly concurrent: number;
}

export const standardLimits: SourceLimits = { callsPerSecond: 20, burst: 60, concurrent: 300 };
/** One person with one phone. */
export const accountLimits: SourceLimits = { callsPerSecond: 1, burst: 5, concurrent: 5 };

const SOURCES_MAX = 10_000;

interface Source {
  tokens: number;
  atMs: number;
  up: number;
}

/** Keeps one source from taking all there is. Times in ms on any clock that does not jump. */
export class CallLimits {
  private readonly sources = new Map<string, Source>();

  constructor(private readonly limits: SourceLimits = standardLimits) {}

  /** @returns false when this call is one too many; else `ended` is due at its end. */
  begin(source: string, nowMs: number): boolean {
    const { callsPerSecond, burst, concurrent } = this.limits;
    const known = this.sources.get(source) ?? { tokens: burst, atMs: nowMs, up: 0 };
    known.tokens = Math.min(burst, known.tokens + ((nowMs - known.atMs) * callsPerSecond) / 1_000);
    known.atMs = nowMs;
    this.sources.set(source, known);
    if (known.tokens < 1 || known.up >= concurrent) return false;
    known.tokens -= 1;
    known.up += 1;
    if (this.sources.size > SOURCES_MAX) this.forgetIdle();
    return true;
  }

  ended(source: string): void {
    const known = this.sources.get(source);
    if (known !== undefined) known.up = Math.max(0, known.up - 1);
  }

  private forgetIdle(): void {
    for (const [source, { up }] of this.sources) if (up === 0) this.sources.delete(source);
  }
}
