import type { Event } from "@patchbay/core";
import type { Center } from "../center/center.js";
import type { Clock } from "../center/clock.js";
import { type RecentChange, recentEventTypes } from "../center/directory-records.js";
import type { Records } from "../center/records.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import { RecentChanges } from "./recent-changes.js";
import { talkTimes } from "./talk-time.js";

/** Events that are read at once while it catches up. */
const PAGE = 500;
/** Commits of this long are worked through together; who wants to read does not wait for it. */
const TOGETHER_MS = 200;
const RETRY_MS = 1_000;

const bearsUpon: ReadonlySet<string> = new Set(recentEventTypes);

/**
 * Keeps every agent's list of recent calls and chats by following the journal: from where it stopped, at start, and then
 * after commits that bear upon it. The lists are never ahead of the journal, and a moment behind it at the most
 * (decision 0145).
 */
export class RecentCalls {
  private readonly changes = new RecentChanges();
  /** The journal is read up to here; `null`: nobody has looked yet. */
  private position: number | null = null;
  /** It is to be read up to here. */
  private wanted: number;
  private working: Promise<void> | null = null;
  private waits = false;
  private stopped = false;
  private failing = false;
  private readonly unfollow: () => void;

  constructor(
    center: Pick<Center, "onCommitted" | "state">,
    private readonly records: Records,
    private readonly clock: Clock,
    private readonly log: Pick<RuntimeLog, "warn">,
  ) {
    this.wanted = center.state.seq;
    this.unfollow = center.onCommitted(({ entries, lastSeq }) => {
      if (!entries.some(({ events }) => events.some(({ type }) => bearsUpon.has(type)))) return;
      this.wanted = lastSeq;
      this.soon(TOGETHER_MS);
    });
    this.begin();
  }

  /** Resolves when everything that is committed now is in the lists, or when the database does not answer. */
  async caughtUp(): Promise<void> {
    this.begin();
    while (this.working !== null && !this.failing) await this.working;
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.unfollow();
    await this.working;
  }

  private soon(ms: number): void {
    if (this.waits) return;
    this.waits = true;
    this.clock.after(ms, () => {
      this.waits = false;
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
      this.position ??= await this.records.directory.recentPosition();
      while (!this.stopped && this.position < this.wanted) this.position = await this.step(this.position);
      this.failing = false;
    } catch (cause) {
      // The next commit may never come: it tries again by itself.
      if (!this.failing) this.log.warn({ cause: String(cause) }, "recent calls wait for the database");
      this.failing = true;
      this.soon(RETRY_MS);
    }
  }

  /** @returns the new position */
  private async step(from: number): Promise<number> {
    const goal = this.wanted;
    const { directory } = this.records;
    const events = await directory.recentEvents(from, PAGE);
    const changes: RecentChange[] = [];
    for (const event of events)
      for (const change of this.changes.of(event)) changes.push(await this.whole(change, event));
    // A page that is not full has brought everything up to the goal, and perhaps beyond.
    const last = events.at(-1)?.seq ?? from;
    const position = events.length < PAGE ? Math.max(goal, last) : last;
    await directory.applyRecent(changes, position);
    return position;
  }

  private async whole(change: RecentChange, event: Event): Promise<RecentChange> {
    if (change.do !== "over") return change;
    const row = await this.records.interaction(change.interactionId);
    if (row?.channel !== "voice") return change;
    const events = await this.records.events(change.interactionId);
    const until = events.filter(({ seq }) => seq <= event.seq);
    return { ...change, talkMs: talkTimes(until, event.at) };
  }
}
