/** So many within a time for each who asks; in memory, for what costs little when a restart forgets it. */
export class Pace {
  private readonly taken = new Map<string, number[]>();

  constructor(
    private readonly max: number,
    private readonly withinMs: number,
  ) {}

  /** Milliseconds until this one may; 0: now, and it is counted. */
  wait(who: string, now: number): number {
    const since = now - this.withinMs;
    for (const [other, times] of this.taken) if ((times.at(-1) ?? 0) <= since) this.taken.delete(other);
    const times = (this.taken.get(who) ?? []).filter((at) => at > since);
    const [oldest] = times;
    if (times.length >= this.max && oldest !== undefined) return oldest - since;
    this.taken.set(who, [...times, now]);
    return 0;
  }
}
