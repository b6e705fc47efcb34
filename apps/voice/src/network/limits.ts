/** What one source address may do. */
export interface SourceLimits {
  /** New calls a second, over time. */
  readonly callsPerSecond: number;
  /** New calls at once, after a pause. */
  readonly burst: number;
  /** Calls that are up at the same time. */
  readonly concurrent: number;
  /** How long a scanner is not listened to, ms. */
  readonly banMs: number;
}

export const standardLimits: SourceLimits = {
  callsPerSecond: 20,
  burst: 60,
  concurrent: 300,
  banMs: 600_000,
};

const SOURCES_MAX = 10_000;

/** Programs that look for open doors, as they call themselves. */
const SCANNERS =
  /friendly-scanner|sipvicious|sipcli|sip-?scan|sundayddr|pplsip|iwar|smap|vaxsipuseragent|gulp|sipsak/i;

export function isScanner(userAgent: string | undefined): boolean {
  return userAgent !== undefined && SCANNERS.test(userAgent);
}

interface Source {
  tokens: number;
  atMs: number;
  up: number;
}

/** Keeps one source from taking all there is. Times in ms on any clock that does not jump. */
export class CallLimits {
  private readonly sources = new Map<string, Source>();
  private readonly banned = new Map<string, number>();

  constructor(private readonly limits: SourceLimits = standardLimits) {}

  /** @returns false when this call is one too many; else `ended` is due at its end. */
  begin(address: string, nowMs: number): boolean {
    const { callsPerSecond, burst, concurrent } = this.limits;
    const source = this.sources.get(address) ?? { tokens: burst, atMs: nowMs, up: 0 };
    source.tokens = Math.min(burst, source.tokens + ((nowMs - source.atMs) * callsPerSecond) / 1_000);
    source.atMs = nowMs;
    this.sources.set(address, source);
    if (source.tokens < 1 || source.up >= concurrent) return false;
    source.tokens -= 1;
    source.up += 1;
    if (this.sources.size > SOURCES_MAX) this.forgetIdle();
    return true;
  }

  ended(address: string): void {
    const source = this.sources.get(address);
    if (source !== undefined) source.up = Math.max(0, source.up - 1);
  }

  ban(address: string, nowMs: number): void {
    if (this.banned.size >= SOURCES_MAX) this.banned.clear();
    this.banned.set(address, nowMs + this.limits.banMs);
  }

  isBanned(address: string, nowMs: number): boolean {
    const until = this.banned.get(address);
    if (until === undefined) return false;
    if (until > nowMs) return true;
    this.banned.delete(address);
    return false;
  }

  private forgetIdle(): void {
    for (const [address, { up }] of this.sources) if (up === 0) this.sources.delete(address);
  }
}
