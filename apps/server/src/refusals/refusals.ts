import type { ErrorCount } from "@patchbay/protocol";
import type { Logger } from "pino";

/** Something was not done. Nothing of what was asked for is in it but its name. */
export interface Refusal {
  readonly correlationId: string;
  readonly code: string;
  /** The request of a desk, or method and route: never an address with ids in it. */
  readonly name: string;
  /** `null`: nobody was signed in. */
  readonly agentId: string | null;
  readonly sessionId: string | null;
}
export interface NotedRefusal extends Refusal {
  /** ms since 1970 */
  readonly at: number;
}

const DAYS_KEPT = 14;
const NOTED_MAX = 2_000;
const CODES_MAX = 300;

/**
 * What one center has refused: each goes into the log with the number that the desk shows, is counted by code and day, and the
 * last ones are kept for the log of a desk that asks what became of its requests. In memory alone: a restart begins anew.
 */
export class Refusals {
  private readonly counts = new Map<string, Map<string, number>>();
  private noted: NotedRefusal[] = [];
  /** When counting began: what was before, nobody knows any more. */
  readonly since: number;

  constructor(
    private readonly log: Logger,
    private readonly now: () => number,
  ) {
    this.since = now();
  }

  note(refusal: Refusal): void {
    const { agentId: _agent, sessionId: _session, ...line } = refusal;
    this.log.info(line, "a request was refused");
    const at = this.now();
    this.noted.push({ ...refusal, at });
    if (this.noted.length > 2 * NOTED_MAX) this.noted = this.noted.slice(-NOTED_MAX);
    const day = new Date(at).toISOString().slice(0, 10);
    const ofDay = this.counts.get(day) ?? new Map<string, number>();
    this.counts.set(day, ofDay);
    if (ofDay.has(refusal.code) || ofDay.size < CODES_MAX)
      ofDay.set(refusal.code, (ofDay.get(refusal.code) ?? 0) + 1);
    const oldest = [...this.counts.keys()].sort().slice(0, -DAYS_KEPT);
    for (const gone of oldest) this.counts.delete(gone);
  }

  /** By day (UTC), newest first, and the most frequent code first. */
  counted(): ErrorCount[] {
    return [...this.counts]
      .flatMap(([day, ofDay]) => [...ofDay].map(([code, count]) => ({ day, code, count })))
      .sort((a, b) => b.day.localeCompare(a.day) || b.count - a.count || a.code.localeCompare(b.code));
  }

  /** What was refused to this agent since, oldest first. */
  ofAgent(agentId: string, since: number): readonly NotedRefusal[] {
    return this.noted.filter((one) => one.agentId === agentId && one.at >= since);
  }
}
