import { type CenterState, type CoreCenter, createCenter, readState, serializeState } from "@patchbay/core";
import type { Center, CenterQuestions, Committed, Submission, SubmitResult } from "./center.js";
import { CommitFeed } from "./commit-feed.js";
import { uncorrelated } from "./correlation.js";
import { DeadlineTimer } from "./deadline-timer.js";
import { type JournalEntry, JournalError } from "./journal.js";
import { OncePerKey } from "./once-per-key.js";
import { Patience } from "./patience.js";
import {
  idsIn,
  NOTHING_TO_STORE,
  type Pending,
  pendingOf,
  settle,
  tryAgain,
  worthStoring,
} from "./pending.js";
import { Pulse } from "./pulse.js";
import { restoreCenter } from "./restore-center.js";
import { describeCause, type RuntimeOptions } from "./runtime-options.js";

const BATCH_MAX = 512;
const RECOVER_RETRY_MS = 100;
/** Customers and agents wait for it, and a try that fails costs next to nothing. */
const RECOVER_RETRY_MS_MAX = 400;

/**
 * Decides, makes durable, then tells. Two copies of the core: `head` has decided what is on its way to the
 * disk and is never shown; `tail` is what is committed, and the only one that is read.
 *
 * An append that fails suspends the center: nothing is released, whoever waits is told to ask again, memory is
 * thrown away, and the journal says what is true. There is no patching in place.
 */
export class CenterRuntime implements Center {
  readonly id: string;
  private phase: Center["status"] = "recovering";
  private readonly pulse: Pulse;
  private head: CoreCenter = createCenter();
  private tail: CoreCenter = createCenter();
  private queue: Pending[] = [];
  private flying: Pending[] = [];
  private flushing = false;
  /** While a refused batch is decided anew, one by one, newcomers wait here undecided. */
  private backlog: Pending[] | null = null;
  private generation = 0;
  private readonly feed: CommitFeed;
  private readonly keyed: OncePerKey;
  private readonly patience: Patience;
  private readonly deadline: DeadlineTimer;
  private lastHashSeq = 0;

  constructor(private readonly options: RuntimeOptions) {
    this.id = options.id;
    const isRunning = () => this.status === "running";
    this.pulse = new Pulse(options, { isRunning, lost: (error) => void this.suspend(error) });
    this.feed = new CommitFeed(options.log);
    this.keyed = new OncePerKey(options, {
      isRunning,
      accept: (submission, askedAt) => this.accept(submission, askedAt),
    });
    this.patience = new Patience(
      options.clock,
      () => this.underWay(),
      (key, fate) => this.keyed.isLate(key, fate),
    );
    this.deadline = new DeadlineTimer(options.clock, () => void this.meetDeadlines());
  }

  /**
   * Everybody who reads or asks looks here first. After a standstill what is in memory may be long over and the center
   * another server's, so that is where it is noticed, before anybody is told anything.
   */
  get status(): Center["status"] {
    const standstillMs = this.phase === "running" ? this.pulse.standstill() : null;
    if (standstillMs !== null)
      uncorrelated(
        () =>
          void this.suspend(
            new JournalError("unavailable", `the process stood still for ${standstillMs} ms`),
          ),
      );
    return this.phase;
  }

  get state(): CenterState {
    return this.tail.state;
  }

  /** How long the next deadline has been due, ms; 0 as long as it is not. */
  get deadlineLateMs(): number {
    const next = this.head.nextDeadline();
    return next === undefined ? 0 : Math.max(0, this.options.clock.now() - next);
  }

  get questions(): CenterQuestions {
    return this.tail;
  }

  /** Recovers and begins. @throws {JournalError} `owned_by_another`: then nothing was started */
  async start(): Promise<void> {
    await this.recover();
    this.pulse.start();
  }

  /** Waits for what is under way, then lets go of the journal. */
  async stop(): Promise<void> {
    while (this.status === "running" && (this.flushing || this.queue.length > 0)) {
      await new Promise<void>((resolve) => this.options.clock.after(2, resolve));
    }
    this.phase = "stopped";
    this.generation++;
    this.giveUp();
    this.deadline.callOff();
    this.pulse.stop();
    this.patience.stop();
    await this.options.journal.close();
  }

  onCommitted(listener: (committed: Committed) => void): () => void {
    return this.feed.onCommitted(listener);
  }

  onRecovered(listener: () => void): () => void {
    return this.feed.onRecovered(listener);
  }

  since(seq: number): readonly JournalEntry[] | undefined {
    return this.feed.since(seq, this.tail.state.seq);
  }

  submit(asked: Submission): Promise<SubmitResult> {
    const submission = this.options.mask?.(asked, this.head.state) ?? asked;
    const { key } = submission;
    if (key === undefined) return this.accept(submission);
    return this.keyed.submit(submission, key);
  }

  private accept(submission: Submission, askedAt = this.options.clock.now()): Promise<SubmitResult> {
    if (this.status !== "running") return Promise.resolve(tryAgain);
    const { meter } = this.options;
    return new Promise((resolve) => {
      const pending = pendingOf(submission, askedAt, (result) => {
        meter?.settled(result);
        resolve(result);
      });
      if (this.backlog) {
        this.backlog.push(pending);
        this.patience.watch();
      } else if (this.decide(pending)) this.enqueue(pending);
    });
  }

  /** `false`: it is answered, or will be when what it saw is committed. */
  private decide(pending: Pending): boolean {
    const { command, content = [], key, result } = pending.submission;
    try {
      const decision = command === null ? null : this.head.decide(command, this.options.clock.now());
      if (decision && !decision.ok) {
        this.whenCommitted(pending, { ok: false, rejection: decision.rejection });
        return false;
      }
      pending.entry = {
        events: decision?.events ?? [],
        content,
        idempotency: key === undefined ? null : { key, result: result ?? null },
      };
      return true;
    } catch (cause) {
      this.fence(pending, cause);
      return false;
    }
  }

  /** A refusal is a reading of what is not yet on disk: it leaves when that is. */
  private whenCommitted(pending: Pending, result: SubmitResult): void {
    if (this.queue.length === 0 && this.flying.length === 0) {
      settle(pending, result);
      return;
    }
    const marker: Pending = {
      ...pending,
      submission: { command: null },
      entry: NOTHING_TO_STORE,
      // That the marker is still on its way says nothing of what it stands for.
      resolve: (outcome) => settle(pending, outcome.ok ? result : "late" in outcome ? tryAgain : outcome),
      settled: false,
      gaveUp: false,
    };
    this.queue.push(marker);
  }

  private enqueue(pending: Pending): void {
    this.queue.push(pending);
    this.patience.watch();
    this.setDeadline();
    void uncorrelated(() => this.flush());
  }

  private async flush(): Promise<void> {
    if (this.flushing || this.status !== "running") return;
    this.flushing = true;
    const { generation } = this;
    // What is submitted in the same turn of the loop shares the commit.
    await Promise.resolve();
    while (this.queue.length > 0 && this.generation === generation) {
      this.flying = this.queue.splice(0, BATCH_MAX);
      const outcome = await this.append(this.flying);
      if (this.isOver(generation)) return;
      if (outcome === "stored") this.publish(this.flying);
      else if (outcome === "refused") {
        await this.oneByOne(this.flying);
        // Suspended on the way: by now the queue may be that of the recovered center.
        if (this.generation !== generation) return;
      } else {
        this.flushing = false;
        void this.suspend(outcome);
        return;
      }
      this.flying = [];
    }
    this.flushing = false;
  }

  /** The center was suspended or stopped meanwhile, or stood still while the database answered. */
  private isOver(generation: number): boolean {
    return this.status !== "running" || this.generation !== generation;
  }

  private async append(batch: readonly Pending[]): Promise<"stored" | "refused" | JournalError> {
    const entries = worthStoring(batch);
    if (entries.length === 0) return "stored";
    try {
      const begunAt = performance.now();
      await this.options.journal.append(this.tail.state.seq, entries);
      this.options.meter?.stored(performance.now() - begunAt, entries.length);
      return "stored";
    } catch (cause) {
      const error =
        cause instanceof JournalError ? cause : new JournalError("outcome_unknown", String(cause), { cause });
      if (error.code !== "refused") return error;
      this.options.log.warn(
        { entries: entries.length, correlationIds: idsIn(batch), cause: error.message },
        "the database refused a batch",
      );
      return "refused";
    }
  }

  /**
   * The database refused a batch. Everything in it and behind it is decided anew, one command at a time, from
   * what is committed; the one that fails alone is fenced, the others go through. Meanwhile newcomers wait; they
   * share commits again, or the center would never catch up with them.
   */
  private async oneByOne(batch: readonly Pending[]): Promise<void> {
    const { generation } = this;
    this.head = copyOf(this.tail);
    this.backlog = [...batch, ...this.queue];
    this.queue = [];
    this.flying = [];
    for (let left = this.backlog.length; left > 0; left -= 1) {
      const pending = this.backlog.shift() as Pending;
      if (!this.decideAnew(pending)) continue;
      this.flying = [pending];
      const outcome = await this.append([pending]);
      if (this.isOver(generation)) return;
      if (outcome === "stored") this.publish([pending]);
      else if (outcome === "refused") {
        this.fence(pending, new Error("refused by the database"));
        this.head = copyOf(this.tail);
      } else {
        void this.suspend(outcome);
        return;
      }
      this.flying = [];
    }
    const newcomers = this.backlog;
    this.backlog = null;
    for (const pending of newcomers) if (this.decideAnew(pending)) this.queue.push(pending);
  }

  /** `false`: it is answered, or will be when what it saw is committed. */
  private decideAnew(pending: Pending): boolean {
    if (pending.settled) return false;
    if (!pending.gaveUp) return this.decide(pending);
    settle(pending, tryAgain);
    return false;
  }

  private publish(batch: readonly Pending[]): void {
    const entries = worthStoring(batch);
    for (const entry of entries) for (const event of entry.events) this.tail.evolve(event);
    if (entries.length > 0) this.feed.committed(entries, this.tail.state.seq);
    for (const pending of batch) {
      const { idempotency, events } = pending.entry;
      if (idempotency) this.keyed.remember(idempotency.key, idempotency.result);
      settle(pending, { ok: true, events, repeated: false, result: idempotency?.result ?? null });
    }
    const { onHashDue, hashEvery = 5_000 } = this.options;
    if (onHashDue && this.tail.state.seq - this.lastHashSeq >= hashEvery) {
      this.lastHashSeq = this.tail.state.seq;
      onHashDue(this.tail.state);
    }
  }

  private fence(pending: Pending, cause: unknown): void {
    const correlationId = pending.correlationId ?? this.options.ids.next().slice(0, 8);
    this.options.log.error(
      { correlationId, command: pending.submission.command?.type ?? "content", cause: describeCause(cause) },
      "a command was fenced off",
    );
    settle(pending, { ok: false, rejection: { code: "unknown_error", correlationId } });
  }

  private async suspend(error: JournalError): Promise<void> {
    if (this.phase === "suspended" || this.phase === "stopped") return;
    this.phase = "suspended";
    this.generation++;
    this.flushing = false;
    // What was under way is told to try again: whoever asks what became of a request finds the reason here.
    const correlationIds = idsIn(this.underWay());
    this.options.log.error(
      { code: error.code, correlationIds, cause: error.message },
      "the center is suspended",
    );
    this.giveUp();
    this.deadline.callOff();
    for (let waitMs = RECOVER_RETRY_MS; ; waitMs = Math.min(waitMs * 2, RECOVER_RETRY_MS_MAX)) {
      try {
        await this.options.journal.close();
        if ((this.phase as Center["status"]) === "stopped") return;
        await this.recover();
        return;
      } catch (cause) {
        if ((this.phase as Center["status"]) === "stopped") return;
        this.phase = "suspended";
        this.options.log.warn({ cause: describeCause(cause) }, "the center could not recover yet");
        await new Promise<void>((resolve) => this.options.clock.after(waitMs, resolve));
        if ((this.phase as Center["status"]) === "stopped") return;
      }
    }
  }

  private underWay(): readonly Pending[] {
    return [...this.flying, ...this.queue, ...(this.backlog ?? [])];
  }

  private giveUp(): void {
    const waiting = this.underWay();
    this.flying = [];
    this.queue = [];
    this.backlog = null;
    for (const pending of waiting) settle(pending, tryAgain);
  }

  private async recover(): Promise<void> {
    this.phase = "recovering";
    const { journal, log, clock, deskGraceMs = 30_000 } = this.options;
    const startedAt = clock.now();
    const opened = await journal.open();
    const tail = await restoreCenter(journal, opened, {
      onUnreadable: (seq, cause) =>
        log.warn({ seq, cause: describeCause(cause) }, "a snapshot is not readable; an older one is tried"),
      ...(this.options.onReplay === undefined ? {} : { onReplay: this.options.onReplay }),
    });
    const replayed = tail.state.seq - (opened.snapshot?.seq ?? 0);
    this.head = copyOf(tail);
    // Appended here and not by the ordinary way: until it is stored, nothing else may be decided.
    const resumed = this.head.decide(
      { type: "ResumeCenter", lastSeenAt: opened.lastSeenAt ?? clock.now(), deskGraceMs },
      clock.now(),
    );
    if (resumed.ok && resumed.events.length > 0) {
      await journal.append(tail.state.seq, [{ events: resumed.events, content: [], idempotency: null }]);
      for (const event of resumed.events) tail.evolve(event);
    }
    if ((this.phase as Center["status"]) === "stopped") return;
    this.tail = tail;
    this.feed.clear();
    this.keyed.forget();
    this.lastHashSeq = tail.state.seq;
    this.phase = "running";
    this.pulse.recovered();
    log.info({ seq: tail.state.seq, replayed, ms: clock.now() - startedAt }, "the center has recovered");
    this.setDeadline();
    this.feed.recovered();
  }

  private setDeadline(): void {
    this.deadline.set(this.status === "running" ? this.head.nextDeadline() : undefined);
  }

  private async meetDeadlines(): Promise<void> {
    const result = await this.accept({ command: { type: "MeetDeadlines" } });
    if (!result.ok && result.rejection.code === "unknown_error") {
      // A deadline that breaks an invariant is fenced; the others get their turn a little later.
      this.options.clock.after(1_000, () => this.setDeadline());
      return;
    }
    this.setDeadline();
  }
}

function copyOf(center: CoreCenter): CoreCenter {
  return createCenter(readState(JSON.parse(JSON.stringify(serializeState(center.state)))));
}
