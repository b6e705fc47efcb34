import type { Database } from "../tables-postgres/database.js";
import { KeyFilter } from "./key-filter.js";

const KEYS_A_PAGE = 5_000;
/** Parts that have run out are looked for this often. */
const DROPPED_EVERY_MS = 10 * 60_000;

/**
 * Whether a request's key can have been answered before, without asking the database for each request: of what one writer
 * has stored since it took over, and of what it has read from the table, it knows every key. Whoever else writes ends this
 * writer's epoch, and the table itself refuses a key twice.
 */
export class KeysInUse {
  readonly #filter = new KeyFilter();
  #learning: Promise<void> | null = null;
  #isComplete = false;
  #droppedAt = 0;

  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  /** Certain, and only once the table was read. */
  isNew(key: string): boolean {
    return this.#isComplete && !this.#filter.mayHave(key);
  }

  add(key: string, at: number): void {
    this.#filter.add(key, at);
  }

  /**
   * Reads the table once, in the background and in pages; called again and again, it goes on where it could not.
   * @param since older keys are as good as never used
   */
  learn(since: number): void {
    if (this.#isComplete) {
      if (since - this.#droppedAt < DROPPED_EVERY_MS) return;
      this.#droppedAt = since;
      this.#filter.dropBefore(since);
      return;
    }
    this.#learning ??= this.#read(since).then(
      () => {
        this.#isComplete = true;
      },
      () => {
        // Until the next try each key is looked up in the table.
        this.#learning = null;
      },
    );
  }

  async #read(since: number): Promise<void> {
    for (let after = ""; ; ) {
      const page = await this.database.withCenter(this.centerId, (tx) =>
        tx.rows<{ key: string; at: number }>(
          `select key, at from idempotency where center_id = $1 and key > $2 and at > $3 order by key limit ${KEYS_A_PAGE}`,
          [this.centerId, after, since],
        ),
      );
      for (const { key, at } of page) this.#filter.add(key, at);
      const last = page.at(-1);
      if (last === undefined || page.length < KEYS_A_PAGE) return;
      after = last.key;
    }
  }
}
