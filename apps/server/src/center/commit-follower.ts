import type { Event } from "@patchbay/core";
import type { Center } from "./center.js";
import type { Clock } from "./clock.js";
import type { RuntimeLog } from "./runtime-options.js";

const RETRY_MS = 1_000;

/** Rows that are made of the journal. */
export interface MadeOfJournal {
  /** As the log names what waits for the database: "recent calls". */
  readonly name: string;
  readonly bearsUpon: (event: Event) => boolean;
  /** The place up to which the journal is in the rows. */
  readonly position: () => Promise<number>;
  /** Takes in some of what follows `from`, at most all up to `goal`. @returns the new position */
  readonly step: (from: number, goal: number) => Promise<number>;
}

/**
 * Keeps rows by following the journal: from where they stopped, at start, and then after commits that bear upon them. The
 * rows are never ahead of the journal, and a moment behind it at the most.
 */
export class CommitFollower {
  /** The journal is in the rows up to here; `null`: nobody has looked yet. */
  private position: number | null = null;
  /** It is to be up to here. */
  private wanted: number;
  private working: Promise<void> | null = null;
  private callOff: (() => void) | null = null;
  private stopped = false;
  private failing = false;
  private readonly unfollow: () => void;

  /** @param togetherMs commits of so long are worked through together; who wants to read does not wait for it */
  constructor(
    center: Pick<Center, "onCommitted" | "state">,
    private readonly clock: Clock,
    private readonly log: Pick<RuntimeLog, "warn">,
    private readonly rows: MadeOfJournal,
    togetherMs = 0,
  ) {
    this.wanted = center.state.seq;
    this.unfollow = center.onCommitted(({ entries, lastSeq }) => {
      if (!entries.some(({ events }) => events.some(rows.bearsUpon))) return;
      this.wanted = lastSeq;
      if (togetherMs === 0) this.begin();
      else this.soon(togetherMs);
    });
    this.begin();
  }

  /** Resolves when everything that is committed now is in the rows, or when the database does not answer. */
  async caughtUp(): Promise<void> {
    this.begin();
    while (this.working !== null && !this.failing) await this.working;
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.callOff?.();
    this.unfollow();
    await this.working;
  }

  private soon(ms: number): void {
    if (this.callOff !== null || this.stopped) return;
    this.callOff = this.clock.after(ms, () => {
      this.callOff = null;
      this.begin();
    });
  }

  private begin(): void {
    if (this.working !== null || this.stopped || (this.position ?? -1) >= this.wanted) return;
    this.working = this.work().finally(() => {
      this.working = null;
      // What was committed between the last look and this moment.
      if (!this.failing) this.begin();
    });
  }

  private async work(): Promise<void> {
    try {
      this.position ??= await this.rows.position();
      while (!this.stopped && this.position < this.wanted)
        this.position = await this.rows.step(this.position, this.wanted);
      this.failing = false;
    } catch (cause) {
      // The next commit may never come: it tries again by itself.
      if (!this.failing) this.log.warn({ cause: String(cause) }, `${this.rows.name} wait for the database`);
      this.failing = true;
      this.soon(RETRY_MS);
    }
  }
}
