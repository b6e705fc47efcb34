import type { Event } from "@patchbay/core";
import type { Center } from "../center/center.js";
import type { Clock } from "../center/clock.js";
import { CommitFollower } from "../center/commit-follower.js";
import { type RecentChange, recentEventTypes } from "../center/directory-records.js";
import type { Records } from "../center/records.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import { RecentChanges } from "./recent-changes.js";
import { talkTimes } from "./talk-time.js";

/** Events that are read at once while it catches up. */
const PAGE = 500;
/** Commits of this long are worked through together; who wants to read does not wait for it. */
const TOGETHER_MS = 200;

const bearsUpon: ReadonlySet<string> = new Set(recentEventTypes);

/** Keeps every agent's list of recent calls and chats, after commits that bear upon it (decision 0145). */
export class RecentCalls {
  private readonly changes = new RecentChanges();
  private readonly follower: CommitFollower;

  constructor(
    center: Pick<Center, "onCommitted" | "state">,
    private readonly records: Records,
    clock: Clock,
    log: Pick<RuntimeLog, "warn">,
  ) {
    const rows = {
      name: "recent calls",
      bearsUpon: ({ type }: Event) => bearsUpon.has(type),
      position: () => records.directory.recentPosition(),
      step: (from: number, goal: number) => this.step(from, goal),
    };
    this.follower = new CommitFollower(center, clock, log, rows, TOGETHER_MS);
  }

  /** Resolves when everything that is committed now is in the lists, or when the database does not answer. */
  caughtUp(): Promise<void> {
    return this.follower.caughtUp();
  }

  /** Waits for what is under way. */
  stop(): Promise<void> {
    return this.follower.stop();
  }

  private async step(from: number, goal: number): Promise<number> {
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
