import type { Committed } from "./center.js";
import type { JournalEntry } from "./journal.js";
import { describeCause, type RuntimeLog } from "./runtime-options.js";

const RECENT_ENTRIES_MAX = 5_000;

/** Who hears of commits and recoveries, and what was committed lately for those who were away. */
export class CommitFeed {
  #recent: JournalEntry[] = [];
  readonly #committedListeners = new Set<(committed: Committed) => void>();
  readonly #recoveredListeners = new Set<() => void>();

  constructor(private readonly log: RuntimeLog) {}

  onCommitted(listener: (committed: Committed) => void): () => void {
    this.#committedListeners.add(listener);
    return () => this.#committedListeners.delete(listener);
  }

  onRecovered(listener: () => void): () => void {
    this.#recoveredListeners.add(listener);
    return () => this.#recoveredListeners.delete(listener);
  }

  /** @param lastSeq the last committed sequence. */
  since(seq: number, lastSeq: number): readonly JournalEntry[] | undefined {
    if (seq === lastSeq) return [];
    const from = this.#firstAfter(seq);
    const first = this.#recent[from];
    return first && first.events[0]?.seq === seq + 1 ? this.#recent.slice(from) : undefined;
  }

  /** The place of the first entry behind `seq`: thousands are kept, and every desk that comes back asks. */
  #firstAfter(seq: number): number {
    let [from, to] = [0, this.#recent.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#recent[middle]?.events[0]?.seq ?? 0) > seq) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  committed(entries: readonly JournalEntry[], lastSeq: number): void {
    for (const entry of entries) if (entry.events.length > 0) this.#recent.push(entry);
    if (this.#recent.length > RECENT_ENTRIES_MAX * 2) this.#recent = this.#recent.slice(-RECENT_ENTRIES_MAX);
    for (const listener of this.#committedListeners) {
      try {
        listener({ entries, lastSeq });
      } catch (cause) {
        // An edge that fails to translate must not stop the others, or the center.
        this.log.error({ cause: describeCause(cause) }, "an edge failed on committed events");
      }
    }
  }

  /** Memory was thrown away: what was recent is not known any more. */
  clear(): void {
    this.#recent = [];
  }

  recovered(): void {
    for (const listener of this.#recoveredListeners) {
      try {
        listener();
      } catch (cause) {
        // As with commits: an edge's trouble is not the center's, which has recovered.
        this.log.error({ cause: describeCause(cause) }, "an edge failed on the recovery");
      }
    }
  }
}
