import type { Event } from "@patchbay/core";
import type { Center } from "../center/center.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import type { SignatureBegun, SignatureEnded, SignatureRows } from "./signature-rows.js";

/** Events that are read at once while it catches up. */
const PAGE = 500;
/** Of the journal, entries that are looked through at once: a long one without recordings keeps no query busy for long. */
const STRETCH = 50_000;
const RETRY_MS = 1_000;

const isOfSignature = (event: Event): event is SignatureBegun | SignatureEnded =>
  (event.type === "RecordingStarted" || event.type === "RecordingStopped") && event.kind === "signature";

/**
 * Keeps the rows of voice signatures by following the journal: from where it stopped, at start, and then after each commit
 * that begins or ends one. The rows are never ahead of the journal, and a moment behind it at the most.
 */
export class SignatureKeeper {
  private position: number | null = null;
  /** The journal is to be read up to here. */
  private wanted: number;
  private working: Promise<void> | null = null;
  private stopped = false;
  private failing = false;
  private retry: NodeJS.Timeout | undefined;
  private readonly unfollow: () => void;

  constructor(
    center: Pick<Center, "onCommitted" | "state">,
    private readonly rows: SignatureRows,
    private readonly software: string,
    private readonly log: Pick<RuntimeLog, "warn">,
  ) {
    this.wanted = center.state.seq;
    this.unfollow = center.onCommitted(({ entries, lastSeq }) => {
      if (!entries.some(({ events }) => events.some(isOfSignature))) return;
      this.wanted = lastSeq;
      this.begin();
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
    clearTimeout(this.retry);
    this.unfollow();
    await this.working;
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
      while (!this.stopped && this.position < this.wanted) this.position = await this.step(this.position);
      this.failing = false;
    } catch (cause) {
      // The next commit may never come: it tries again by itself.
      if (!this.failing) this.log.warn({ cause: String(cause) }, "voice signatures wait for the database");
      this.failing = true;
      if (!this.stopped) this.retry = setTimeout(() => this.begin(), RETRY_MS).unref();
    }
  }

  /** @returns the new position */
  private async step(from: number): Promise<number> {
    const goal = Math.min(this.wanted, from + STRETCH);
    const events = await this.rows.recordingEvents(from, goal, PAGE);
    const position = events.length < PAGE ? goal : (events.at(-1)?.seq ?? goal);
    await this.rows.follow(events.filter(isOfSignature), position, this.software);
    return position;
  }
}
