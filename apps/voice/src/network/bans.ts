import type { Ban } from "@patchbay/protocol";

export type Offence = Ban["last"];

/** What each is worth. From `threshold` on a source is not read any more. Decision 0136. */
const SCORES: Readonly<Record<Exclude<Offence, "scanner">, number>> = {
  garbage: 1,
  // Desk phones ask for services that are not here, again and again, and are no harm.
  unknown_method: 0.5,
  unknown_number: 2,
  wrong_password: 4,
  unknown_account: 4,
};

/** Whoever says that it scans begins as if it had been banned so often. */
const SCANNER_TIMES = 2;

export interface BanLimits {
  readonly threshold: number;
  /** The score halves in so long, ms. */
  readonly halfLifeMs: number;
  /** The first ban's time, and by how much each further one is longer, and at most. */
  readonly firstMs: number;
  readonly growth: number;
  readonly mostMs: number;
  /** How often a source was banned is forgotten after so long without one. */
  readonly forgetMs: number;
  /** Sources that are remembered, banned and suspected ones each. */
  readonly sourcesMax: number;
}

export const standardBans: BanLimits = {
  threshold: 20,
  halfLifeMs: 60_000,
  firstMs: 60_000,
  growth: 4,
  mostMs: 86_400_000,
  forgetMs: 86_400_000,
  sourcesMax: 10_000,
};

interface Suspect {
  score: number;
  at: number;
  times: number;
  until: number | null;
  last: Offence;
}

/**
 * Sources that do what no honest one does, and those that are not listened to for it. Both lists are bounded: the one that
 * was heard of least recently is forgotten first. Times in ms on a clock that does not jump.
 */
export class Bans {
  private readonly suspects = new Map<string, Suspect>();
  private readonly banned = new Map<string, Suspect>();

  constructor(private readonly limits: BanLimits = standardBans) {}

  /** @returns for how long it is banned by this, ms; `null`: not. */
  offence(address: string, what: Offence, nowMs: number): number | null {
    if (this.isBanned(address, nowMs)) return null;
    const { limits } = this;
    const known = this.suspects.get(address) ?? { score: 0, at: nowMs, times: 0, until: null, last: what };
    known.score = what === "scanner" ? limits.threshold : this.scoreOf(known, nowMs) + SCORES[what];
    known.at = nowMs;
    known.last = what;
    this.suspects.delete(address);
    if (known.score < limits.threshold) {
      remember(this.suspects, address, known, limits.sourcesMax);
      return null;
    }
    if (what === "scanner") known.times = Math.max(known.times, SCANNER_TIMES);
    const forMs = Math.min(limits.mostMs, limits.firstMs * limits.growth ** known.times);
    known.times += 1;
    known.until = nowMs + forMs;
    remember(this.banned, address, known, limits.sourcesMax);
    return forMs;
  }

  /** It has proved who it is. */
  cleared(address: string): void {
    const known = this.suspects.get(address);
    if (known !== undefined) known.score = 0;
  }

  isBanned(address: string, nowMs: number): boolean {
    const known = this.banned.get(address);
    if (known?.until == null) return false;
    if (known.until > nowMs) return true;
    // How often it was banned is kept, so that the next time is longer.
    this.banned.delete(address);
    remember(
      this.suspects,
      address,
      { ...known, until: null, score: 0, at: known.until },
      this.limits.sourcesMax,
    );
    return false;
  }

  /** As if it had never been heard of. @returns whether it was. */
  forgive(address: string): boolean {
    const was = this.banned.delete(address);
    return this.suspects.delete(address) || was;
  }

  /** @param wallMs what the wall clock says at `nowMs` */
  list(nowMs: number, wallMs: number, most: number): { readonly bans: Ban[]; readonly count: number } {
    const all: Ban[] = [];
    for (const address of [...this.banned.keys()]) this.isBanned(address, nowMs);
    for (const [address, { until, score, times, last }] of this.banned)
      if (until !== null)
        all.push({ address, until: Math.round(wallMs + until - nowMs), score, times, last });
    for (const [address, suspect] of this.suspects) {
      const score = Math.round(this.scoreOf(suspect, nowMs) * 10) / 10;
      const { times, last } = suspect;
      if (score >= 1) all.push({ address, until: null, score, times, last });
    }
    all.sort((a, b) => (b.until ?? 0) - (a.until ?? 0) || b.score - a.score);
    return { bans: all.slice(0, most), count: all.length };
  }

  /** Faded by time; what is long ago does not count at all. */
  private scoreOf(suspect: Suspect, nowMs: number): number {
    const age = nowMs - suspect.at;
    if (age > this.limits.forgetMs) suspect.times = 0;
    return suspect.score * 0.5 ** (age / this.limits.halfLifeMs);
  }
}

/** Puts it last in line for being forgotten. */
function remember<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

/** Programs that look for open doors, as they call themselves. */
const SCANNERS =
  /friendly-scanner|sipvicious|sipcli|sip-?scan|sundayddr|pplsip|iwar|smap|vaxsipuseragent|gulp|sipsak/i;

export function isScanner(userAgent: string | undefined): boolean {
  return userAgent !== undefined && SCANNERS.test(userAgent);
}
