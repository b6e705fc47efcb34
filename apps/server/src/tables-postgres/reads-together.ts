import pg from "pg";
import type { Database, Tx } from "./database.js";

/** Transactions of reads at once: some of the pool's connections stay for those who write. */
const AT_ONCE_MAX = 4;
const READS_MAX = 40;

interface Read {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly resolve: (rows: Record<string, unknown>[]) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Reads of one center, of one statement each. What is asked for while others are read shares a transaction, whose beginning
 * and end cost twice what one read does: when everybody comes back at once there are thousands. Each statement sees what is
 * committed when it begins, as in a transaction of its own.
 */
export class ReadsTogether {
  #waiting: Read[] = [];
  #running = 0;

  constructor(
    private readonly database: Pick<Database, "withCenter">,
    private readonly centerId: string,
  ) {}

  rows<Row extends Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return new Promise<Row[]>((resolve, reject) => {
      this.#waiting.push({ text, values, resolve: (rows) => resolve(rows as Row[]), reject });
      // What is asked for in the same turn goes together.
      if (this.#waiting.length === 1) queueMicrotask(() => this.#begin());
    });
  }

  #begin(): void {
    while (this.#waiting.length > 0 && this.#running < AT_ONCE_MAX) {
      const batch = this.#waiting.splice(0, READS_MAX);
      this.#running += 1;
      void this.#read(batch).finally(() => {
        this.#running -= 1;
        this.#begin();
      });
    }
  }

  async #read(batch: readonly Read[]): Promise<void> {
    let done = 0;
    const inTurn = async (tx: Tx): Promise<void> => {
      for (const { text, values, resolve } of batch) {
        resolve(await tx.rows(text, values));
        done += 1;
      }
    };
    try {
      await this.database.withCenter(this.centerId, inTurn);
    } catch (cause) {
      batch[done]?.reject(cause);
      const others = batch.slice(done + 1);
      if (!isOfStatement(cause)) for (const { reject } of others) reject(cause);
      // It has ended the transaction for those behind it, who did nothing wrong.
      else if (others.length > 0) await this.#read(others);
    }
  }
}

/** PostgreSQL refused this one statement: it and the connection are well. Classes 08 and 57: they are not. */
const isOfStatement = (cause: unknown): boolean =>
  cause instanceof pg.DatabaseError && !/^(08|57)/.test(cause.code ?? "57");
