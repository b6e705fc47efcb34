import { readEvent } from "../journal-postgres/index.js";
import type { Database } from "../tables-postgres/index.js";
import { type Counted, Counting, countedEvents } from "./count.js";

/** Interactions whose events are read at a time: the server goes on with its other work in between. */
const PAGE = 400;

/** More than this began within the time: it is asked for a shorter one. */
export class TooMuchToCountError extends Error {
  override readonly name = "TooMuchToCountError";
}

type EventColumns = {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly version: number;
  readonly body: Readonly<Record<string, unknown>>;
};

/** Counts from the journal of one center. */
export class FiguresReader {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
    private readonly max: number,
  ) {}

  /** @param from inclusive. @param until exclusive. @throws {TooMuchToCountError} */
  async count(from: number, until: number): Promise<Counted> {
    const counting = new Counting();
    let after: { readonly at: number; readonly id: string } = { at: from - 1, id: "" };
    for (let read = 0; ; ) {
      const page = await this.database.withCenter(this.centerId, (tx) =>
        tx.rows<{ id: string; at: number }>(
          `select interaction_id as id, started_at as at from interaction
            where center_id = $1 and started_at < $2 and (started_at, interaction_id) > ($3, $4)
            order by started_at, interaction_id limit ${PAGE}`,
          [this.centerId, until, after.at, after.id],
        ),
      );
      const last = page.at(-1);
      if (last === undefined) return counting.counted;
      read += page.length;
      if (read > this.max) throw new TooMuchToCountError("too many interactions within this time");
      await this.addEvents(
        counting,
        page.map(({ id }) => id),
      );
      if (page.length < PAGE) return counting.counted;
      after = last;
    }
  }

  private async addEvents(counting: Counting, interactionIds: readonly string[]): Promise<void> {
    const rows = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<EventColumns>(
        `select seq, at, type, version, body from journal
          where center_id = $1 and interaction_id = any($2) and type = any($3) order by seq`,
        [this.centerId, interactionIds, countedEvents],
      ),
    );
    for (const { seq, at, type, version, body } of rows)
      counting.add(readEvent(seq, at, type, version, body));
  }
}
