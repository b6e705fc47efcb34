import { type CenterState, type CoreCenter, createCenter, readState, serializeState } from "@patchbay/core";
import type { Center, CenterQuestions, Committed, Submission, SubmitResult } from "./center.js";
import { type JournalEntry, JournalError } from "./journal.js";
import { Pulse } from "./pulse.js";
import { restoreCenter } from "./restore-center.js";
import type { RuntimeOptions } from "./runtime-options.js";

/** Nobody waits longer than this for an answer, whatever the disk does. */
const ANSWER_WITHIN_MS = 1_900;
const BATCH_MAX = 512;
const RECENT_ENTRIES_MAX = 5_000;
const ANSWERS_REMEMBERED_MAX = 20_000;
const RECOVER_RETRY_MS = 100;
/** Customers and agents wait for it, and a try that fails costs next to nothing. */
const RECOVER_RETRY_MS_MAX = 400;

const tryAgain: Extract<SubmitResult, { ok: false }> = {
  ok: false,
  rejection: { code: "not_accepted_try_again" },
};

interface Pending {
  readonly submission: Submission;
  entry: JournalEntry;
  readonly askedAt: number;
  readonly resolve: (result: SubmitResult) => void;
  /** What came of it is known, and whoever still waits for that has been told. */
  settled: boolean;
  /** The asker was told to ask again while this was still under way. */
  gaveUp: boolean;
  /** Whoever asked again under the same key hears here what came of it. */
  tellLate?: (result: SubmitResult) => void;
}

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
  private recent: JournalEntry[] = [];
  private readonly committedListeners = new Set<(committed: Committed) => void>();
  private readonly recoveredListeners = new Set<() => void>();
  private readonly answers = new Map<string, unknown>();
  private readonly asking = new Map<string, Promise<SubmitResult>>();
  /** Requests whose askers were told to ask again, and which are still on their way to the disk. */
  private readonly late = new Map<string, Promise<SubmitResult>>();
  private turn: Promise<unknown> = Promise.resolve();
  private callOffDeadline: (() => void) | null = null;
  private callOffPatience: (() => void) | null = null;
  private deadlineAt: number | null = null;
  private lastHashSeq = 0;

  constructor(private readonly options: RuntimeOptions) {
    this.id = options.id;
    this.pulse = new Pulse(options, {
      isRunning: () => this.status === "running",
      lost: (error) => void this.suspend(error),
    });
  }

  /**
   * Everybody who reads or asks looks here first. After a standstill what is in memory may be long over and the center
   * another server's, so that is where it is noticed, before anybody is told anything.
   */
  get status(): Center["status"] {
    const standstillMs = this.phase === "running" ? this.pulse.standstill() : null;
    if (standstillMs !== null)
      void this.suspend(new JournalError("unavailable", `the process stood still for ${standstillMs} ms`));
    return this.phase;
  }

  get state(): CenterState {
    return this.tail.state;
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
    this.callOffDeadline?.();
    this.pulse.stop();
    this.callOffPatience?.();
    await this.options.journal.close();
  }

  onCommitted(listener: (committed: Committed) => void): () => void {
    this.committedListeners.add(listener);
    return () => this.committedListeners.delete(listener);
  }

  onRecovered(listener: () => void): () => void {
    this.recoveredListeners.add(listener);
    return () => this.recoveredListeners.delete(listener);
  }

  since(seq: number): readonly JournalEntry[] | undefined {
    if (seq === this.tail.state.seq) return [];
    const from = this.recent.findIndex((entry) => (entry.events[0]?.seq ?? 0) > seq);
    const first = this.recent[from];
    return first && first.events[0]?.seq === seq + 1 ? this.recent.slice(from) : undefined;
  }

  submit(submission: Submission): Promise<SubmitResult> {
    const { key } = submission;
    if (key === undefined) return this.accept(submission);
    const asking = this.asking.get(key);
    if (asking) return asking.then(asRepeated);
    // Decided and not yet stored, so the journal does not know its key: deciding it anew would do it twice.
    const late = this.late.get(key);
    if (late) return this.withPatience(late).then(asRepeated);
    const answer = this.submitOnce(submission, key).finally(() => this.asking.delete(key));
    this.asking.set(key, answer);
    return answer;
  }

  /** Keyed submissions are decided in the order in which they came, each after its key was looked up. */
  private async submitOnce(submission: Submission, key: string): Promise<SubmitResult> {
    if (this.status !== "running") return tryAgain;
    const askedAt = this.options.clock.now();
    const lookUp = this.answered(key);
    const before = this.turn;
    let pass: () => void = () => undefined;
    this.turn = new Promise<void>((resolve) => {
      pass = resolve;
    });
    try {
      const [found] = await Promise.all([lookUp, before]);
      if (found === "unknown") return tryAgain;
      if (found !== undefined) return { ok: true, events: [], repeated: true, result: found.result };
      const answer = this.accept(submission, askedAt);
      pass();
      return await answer;
    } finally {
      pass();
    }
  }

  private async answered(key: string): Promise<{ readonly result: unknown } | undefined | "unknown"> {
    if (this.answers.has(key)) return { result: this.answers.get(key) };
    try {
      return await this.options.journal.answered(key);
    } catch (cause) {
      this.options.log.warn({ cause: String(cause) }, "a request's key could not be looked up");
      return "unknown";
    }
  }

  private accept(submission: Submission, askedAt = this.options.clock.now()): Promise<SubmitResult> {
    if (this.status !== "running") return Promise.resolve(tryAgain);
    return new Promise((resolve) => {
      const pending: Pending = {
        submission,
        entry: { events: [], content: [], idempotency: null },
        askedAt,
        resolve,
        settled: false,
        gaveUp: false,
      };
      if (this.backlog) {
        this.backlog.push(pending);
        this.watchPatience();
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
      this.settle(pending, result);
      return;
    }
    const marker: Pending = {
      ...pending,
      submission: { command: null },
      entry: { events: [], content: [], idempotency: null },
      // That the marker is still on its way says nothing of what it stands for.
      resolve: (outcome) =>
        this.settle(pending, outcome.ok ? result : "late" in outcome ? tryAgain : outcome),
      settled: false,
      gaveUp: false,
    };
    this.queue.push(marker);
  }

  private enqueue(pending: Pending): void {
    this.queue.push(pending);
    this.watchPatience();
    this.setDeadline();
    void this.flush();
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
    const entries = batch.map((pending) => pending.entry).filter(isWorthStoring);
    if (entries.length === 0) return "stored";
    try {
      await this.options.journal.append(this.tail.state.seq, entries);
      return "stored";
    } catch (cause) {
      const error =
        cause instanceof JournalError ? cause : new JournalError("outcome_unknown", String(cause), { cause });
      if (error.code !== "refused") return error;
      this.options.log.warn(
        { entries: entries.length, cause: error.message },
        "the database refused a batch",
      );
      return "refused";
    }
  }

  /**
   * The database refused a batch. Everything in it and behind it is decided anew, one command at a time, from
   * what is committed; the one that fails alone is fenced, the others go through. Meanwhile newcomers wait.
   */
  private async oneByOne(batch: readonly Pending[]): Promise<void> {
    const { generation } = this;
    this.head = copyOf(this.tail);
    const again = [...batch, ...this.queue];
    this.queue = [];
    this.flying = [];
    this.backlog = again;
    while (this.backlog.length > 0) {
      const pending = this.backlog.shift() as Pending;
      if (pending.settled) continue;
      if (pending.gaveUp) {
        this.settle(pending, tryAgain);
        continue;
      }
      if (!this.decide(pending)) continue;
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
    this.backlog = null;
  }

  private publish(batch: readonly Pending[]): void {
    const entries = batch.map((pending) => pending.entry).filter(isWorthStoring);
    for (const entry of entries) for (const event of entry.events) this.tail.evolve(event);
    for (const entry of entries) if (entry.events.length > 0) this.recent.push(entry);
    if (this.recent.length > RECENT_ENTRIES_MAX * 2) this.recent = this.recent.slice(-RECENT_ENTRIES_MAX);
    if (entries.length > 0) this.tell({ entries, lastSeq: this.tail.state.seq });
    for (const pending of batch) {
      const { idempotency, events } = pending.entry;
      if (idempotency) this.remember(idempotency.key, idempotency.result);
      this.settle(pending, { ok: true, events, repeated: false, result: idempotency?.result ?? null });
    }
    const { onHashDue, hashEvery = 5_000 } = this.options;
    if (onHashDue && this.tail.state.seq - this.lastHashSeq >= hashEvery) {
      this.lastHashSeq = this.tail.state.seq;
      onHashDue(this.tail.state);
    }
  }

  private tell(committed: Committed): void {
    for (const listener of this.committedListeners) {
      try {
        listener(committed);
      } catch (cause) {
        // An edge that fails to translate must not stop the others, or the center.
        this.options.log.error({ cause: describe(cause) }, "an edge failed on committed events");
      }
    }
  }

  private settle(pending: Pending, result: SubmitResult): void {
    if (pending.settled) return;
    pending.settled = true;
    pending.resolve(result);
    pending.tellLate?.(result);
  }

  /** Nobody is kept waiting for a slow disk. What becomes of the request is told to whoever asks again. */
  private giveUpOn(pending: Pending): void {
    pending.gaveUp = true;
    const { key } = pending.submission;
    const fate = new Promise<SubmitResult>((resolve) => {
      pending.tellLate = resolve;
    });
    if (key !== undefined) {
      this.late.set(key, fate);
      void fate.then(() => this.late.delete(key));
    }
    pending.resolve({ ...tryAgain, late: fate });
  }

  private withPatience(fate: Promise<SubmitResult>): Promise<SubmitResult> {
    return new Promise((resolve) => {
      const callOff = this.options.clock.after((ANSWER_WITHIN_MS * 3) / 4, () => resolve(tryAgain));
      void fate.then((result) => {
        callOff();
        resolve(result);
      });
    });
  }

  private fence(pending: Pending, cause: unknown): void {
    const correlationId = this.options.ids.next().slice(0, 8);
    this.options.log.error(
      { correlationId, command: pending.submission.command?.type ?? "content", cause: describe(cause) },
      "a command was fenced off",
    );
    this.settle(pending, { ok: false, rejection: { code: "unknown_error", correlationId } });
  }

  private remember(key: string, result: unknown): void {
    this.answers.set(key, result);
    if (this.answers.size <= ANSWERS_REMEMBERED_MAX) return;
    const oldest = this.answers.keys().next().value;
    if (oldest !== undefined) this.answers.delete(oldest);
  }

  private async suspend(error: JournalError): Promise<void> {
    if (this.phase === "suspended" || this.phase === "stopped") return;
    this.phase = "suspended";
    this.generation++;
    this.flushing = false;
    this.options.log.error({ code: error.code, cause: error.message }, "the center is suspended");
    this.giveUp();
    this.callOffDeadline?.();
    this.deadlineAt = null;
    for (let waitMs = RECOVER_RETRY_MS; ; waitMs = Math.min(waitMs * 2, RECOVER_RETRY_MS_MAX)) {
      try {
        await this.options.journal.close();
        if ((this.phase as Center["status"]) === "stopped") return;
        await this.recover();
        return;
      } catch (cause) {
        if ((this.phase as Center["status"]) === "stopped") return;
        this.phase = "suspended";
        this.options.log.warn({ cause: describe(cause) }, "the center could not recover yet");
        await new Promise<void>((resolve) => this.options.clock.after(waitMs, resolve));
        if ((this.phase as Center["status"]) === "stopped") return;
      }
    }
  }

  private giveUp(): void {
    const waiting = [...this.flying, ...this.queue, ...(this.backlog ?? [])];
    this.flying = [];
    this.queue = [];
    this.backlog = null;
    for (const pending of waiting) this.settle(pending, tryAgain);
  }

  private async recover(): Promise<void> {
    this.phase = "recovering";
    const { journal, log, clock, deskGraceMs = 30_000 } = this.options;
    const startedAt = clock.now();
    const opened = await journal.open();
    const tail = await restoreCenter(journal, opened, {
      onUnreadable: (seq, cause) =>
        log.warn({ seq, cause: describe(cause) }, "a snapshot is not readable; an older one is tried"),
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
    this.recent = [];
    this.answers.clear();
    this.lastHashSeq = tail.state.seq;
    this.phase = "running";
    this.pulse.recovered();
    log.info({ seq: tail.state.seq, replayed, ms: clock.now() - startedAt }, "the center has recovered");
    this.setDeadline();
    for (const listener of this.recoveredListeners) {
      try {
        listener();
      } catch (cause) {
        // As with commits: an edge's trouble is not the center's, which has recovered.
        log.error({ cause: describe(cause) }, "an edge failed on the recovery");
      }
    }
  }

  /** Sets one timer for the earliest deadline of what is decided. */
  private setDeadline(): void {
    const at = this.head.nextDeadline();
    if (at === undefined || this.status !== "running") {
      this.callOffDeadline?.();
      this.callOffDeadline = null;
      this.deadlineAt = null;
      return;
    }
    if (this.deadlineAt === at) return;
    this.callOffDeadline?.();
    this.deadlineAt = at;
    this.callOffDeadline = this.options.clock.after(Math.max(0, at - this.options.clock.now()), () => {
      this.deadlineAt = null;
      void this.meetDeadlines();
    });
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

  private watchPatience(): void {
    if (this.callOffPatience) return;
    this.callOffPatience = this.options.clock.after(ANSWER_WITHIN_MS / 4, () => {
      this.callOffPatience = null;
      const now = this.options.clock.now();
      let waiting = false;
      for (const pending of [...this.flying, ...this.queue, ...(this.backlog ?? [])]) {
        if (pending.settled || pending.gaveUp) continue;
        if (now - pending.askedAt >= (ANSWER_WITHIN_MS * 3) / 4) this.giveUpOn(pending);
        else waiting = true;
      }
      if (waiting) this.watchPatience();
    });
  }
}

const asRepeated = (result: SubmitResult): SubmitResult =>
  result.ok ? { ...result, repeated: true } : result;

function isWorthStoring(entry: JournalEntry): boolean {
  return entry.events.length > 0 || entry.content.length > 0 || entry.idempotency !== null;
}

function copyOf(center: CoreCenter): CoreCenter {
  return createCenter(readState(JSON.parse(JSON.stringify(serializeState(center.state)))));
}

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
