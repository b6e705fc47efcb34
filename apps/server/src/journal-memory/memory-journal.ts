import type { Event } from "@patchbay/core";
import { IDEMPOTENCY_MS, planAppend } from "../center/append-plan.js";
import type { Clock } from "../center/clock.js";
import {
  type Journal,
  type JournalEntry,
  JournalError,
  type JournalHead,
  type StoredSnapshot,
} from "../center/journal.js";
import { PHONE_COUNTRY_DEFAULT, type PhoneCountry } from "../center/phone-number.js";
import type { MemoryStore } from "./memory-store.js";

export interface MemoryJournalOptions {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly owner?: string;
  readonly appendDeadlineMs?: number;
  /** How long every append takes; 0: it is answered on the same turn. */
  readonly appendMs?: number;
  readonly phoneCountry?: PhoneCountry;
}

const PAGE_EVENTS = 2_000;

/** The record of one center in memory, for tests and the simulated day, with faults to plant (faults.ts). */
export class MemoryJournal implements Journal {
  readonly #store: MemoryStore;
  readonly #clock: Clock;
  readonly #options: MemoryJournalOptions;
  #epoch = 0;
  #open = false;

  constructor(options: MemoryJournalOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#clock = options.clock;
  }

  async open(): Promise<JournalHead> {
    const { lock, writer } = this.#store;
    if (lock !== null && lock.holder !== this) throw new JournalError("owned_by_another", lock.owner);
    this.#store.lock = { holder: this, owner: this.#options.owner ?? "a server in memory" };
    this.#epoch = writer.epoch += 1;
    this.#open = true;
    const { epoch, lastSeq, lastSeenAt } = writer;
    return { epoch, lastSeq, lastSeenAt, snapshot: this.#store.snapshotBelow(lastSeq + 1) };
  }

  async snapshotBefore(seq: number): Promise<StoredSnapshot | null> {
    return this.#store.snapshotBelow(seq);
  }

  async *read(afterSeq: number): AsyncGenerator<readonly Event[], void> {
    for (let from = afterSeq; from < this.#store.writer.lastSeq; from += PAGE_EVENTS) {
      yield this.#store.events(from, from + PAGE_EVENTS);
    }
  }

  async append(expectedLastSeq: number, entries: readonly JournalEntry[]): Promise<void> {
    if (!this.#open) throw new JournalError("unavailable", "the journal is not open");
    if (entries.length === 0) return;
    const now = this.#clock.now();
    const phoneCountry = this.#options.phoneCountry ?? PHONE_COUNTRY_DEFAULT;
    const plan = planAppend(expectedLastSeq, entries, { now, phoneCountry });
    const fault = this.#store.faults(++this.#store.attempts);
    const deadlineMs = this.#options.appendDeadlineMs ?? 1_500;
    const lost = (code: "outcome_unknown" | "unavailable", message: string): JournalError => {
      this.#letGo();
      return new JournalError(code, message);
    };
    if (fault?.kind === "before_commit")
      throw lost(fault.code ?? "outcome_unknown", "planted: broken before the commit");
    if (fault?.kind === "never_answers" && !fault.stored) {
      await this.#wait(deadlineMs);
      throw lost("outcome_unknown", "planted: no answer");
    }
    try {
      this.#store.commit(this.#epoch, plan, now);
    } catch (cause) {
      if (cause instanceof JournalError && cause.code === "fenced") this.#letGo();
      throw cause;
    }
    if (fault?.kind === "after_commit") throw lost("outcome_unknown", "planted: broken after the commit");
    const answerMs = fault?.kind === "slow" ? fault.ms : (this.#options.appendMs ?? 0);
    if (fault?.kind === "never_answers" || answerMs > deadlineMs) {
      await this.#wait(deadlineMs);
      throw lost("outcome_unknown", "planted: no answer");
    }
    if (answerMs > 0) await this.#wait(answerMs);
  }

  async answered(key: string): Promise<{ readonly result: unknown } | undefined> {
    const answer = this.#store.answers.get(key);
    if (answer === undefined || answer.at <= this.#clock.now() - IDEMPOTENCY_MS) return undefined;
    return { result: JSON.parse(answer.text) as unknown };
  }

  async seen(at: number): Promise<void> {
    const { writer } = this.#store;
    if (writer.epoch !== this.#epoch) {
      throw new JournalError("fenced", "another server has taken over this center");
    }
    writer.lastSeenAt = Math.max(writer.lastSeenAt ?? 0, at);
  }

  async close(): Promise<void> {
    this.#letGo();
  }

  #letGo(): void {
    this.#open = false;
    if (this.#store.lock?.holder === this) this.#store.lock = null;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#clock.after(ms, resolve));
  }
}
