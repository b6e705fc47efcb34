import type { Center } from "../center/center.js";
import type { Clock } from "../center/clock.js";
import { CommitFollower } from "../center/commit-follower.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import type { Database, Tx } from "../tables-postgres/index.js";
import { lexemesOf, type Searchable } from "./search-words.js";

/** Events, and changes beside the journal, that are taken in at once. */
const PAGE = 2_000;
const DIRTY_PAGE = 500;
/** Interactions that are read at once. */
const BATCH = 100;
/** Letters of one interaction's texts that are read. */
const TEXT_MAX = 400_000;
/** Commits of so long are worked through together; who searches does not wait for it, ms. */
const TOGETHER_MS = 5_000;

/** Keeps the rows that interactions are found by, behind the journal (decision 0282). */
export class SearchIndex {
  private readonly follower: CommitFollower;
  /** Where the journal ended when this process began: up to there it may be a long way. */
  private readonly first: number;
  /** How far the rows are, and how far they are to be as far as anybody has asked. */
  private at = -1;
  private goal = 0;

  constructor(
    private readonly database: Database,
    private readonly centerId: string,
    center: Pick<Center, "onCommitted" | "state">,
    clock: Clock,
    log: Pick<RuntimeLog, "warn">,
  ) {
    this.first = center.state.seq;
    this.follower = new CommitFollower(
      center,
      clock,
      log,
      {
        name: "the index of interactions",
        bearsUpon: (event) => "interactionId" in event,
        position: () => this.position(),
        step: (from, goal) => this.step(from, goal),
      },
      TOGETHER_MS,
    );
  }

  /**
   * Everything that is committed now can be found.
   * @returns false while the journal is being worked through for the first time, and when the database does not answer
   */
  async isCurrent(): Promise<boolean> {
    if (this.at < this.first) return false;
    await this.follower.caughtUp();
    if (this.at < this.goal) return false;
    await takeInDirty(this.database, this.centerId);
    return true;
  }

  stop(): Promise<void> {
    return this.follower.stop();
  }

  private async position(): Promise<number> {
    const [row] = await this.database.withCenter(this.centerId, (tx) =>
      // A position without rows is one whose rows were left behind, by a copy of the tables, say: made anew.
      tx.rows<{ seq: number }>(
        `select case when search_count('', 0, $2, 1) > 0 then seq else 0 end as seq
           from search_position where center_id = $1`,
        [this.centerId, Number.MAX_SAFE_INTEGER],
      ),
    );
    this.at = row?.seq ?? 0;
    return this.at;
  }

  private async step(from: number, goal: number): Promise<number> {
    this.goal = goal;
    this.at = await takeInEvents(this.database, this.centerId, from, goal);
    return this.at;
  }
}

/** Takes in a page of the journal. @returns how far it goes now */
export async function takeInEvents(
  database: Database,
  centerId: string,
  from: number,
  goal: number,
): Promise<number> {
  const to = Math.min(goal, from + PAGE);
  await database.withCenter(centerId, async (tx) => {
    const changed = await tx.rows<{ interaction_id: string }>(
      `select distinct interaction_id from journal
        where center_id = $1 and seq > $2 and seq <= $3 and interaction_id is not null`,
      [centerId, from, to],
    );
    await takeIn(
      tx,
      centerId,
      changed.map((row) => row.interaction_id),
    );
    await tx.run(
      `insert into search_position (center_id, seq) values ($1, $2)
       on conflict (center_id) do update set seq = excluded.seq`,
      [centerId, to],
    );
  });
  return to;
}

async function takeInDirty(database: Database, centerId: string): Promise<void> {
  for (let taken = DIRTY_PAGE; taken === DIRTY_PAGE; )
    taken = await database.withCenter(centerId, async (tx) => {
      const dirty = await tx.rows<{ interaction_id: string }>(
        `delete from search_dirty where center_id = $1 and interaction_id in
           (select interaction_id from search_dirty where center_id = $1 limit ${DIRTY_PAGE}) returning interaction_id`,
        [centerId],
      );
      await takeIn(
        tx,
        centerId,
        dirty.map((row) => row.interaction_id),
      );
      return dirty.length;
    });
}

async function takeIn(tx: Tx, centerId: string, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += BATCH) {
    const rows = await tx.rows<SearchableColumns>(SEARCHABLE, [centerId, ids.slice(at, at + BATCH)]);
    await tx.run("select put_search_rows($1)", [JSON.stringify(rows.map(searchRow))]);
  }
}

/** As `put_search_rows` takes it. */
function searchRow(row: SearchableColumns): object {
  const one = searchableOf(row);
  return {
    interactionId: one.interactionId,
    startedAt: one.startedAt,
    length: one.length,
    words: lexemesOf(one),
  };
}

type SearchableColumns = {
  readonly interaction_id: string;
  readonly started_at: number;
  readonly answered_at: number | null;
  readonly ended_at: number | null;
  readonly channel: string;
  readonly service_id: string;
  readonly agent_ids: readonly string[];
  readonly disposition_id: string | null;
  readonly end_cause: string | null;
  readonly case_number: number;
  readonly stars: number | null;
  readonly comment: string | null;
  readonly marks: readonly string[] | null;
  readonly recorded: boolean;
  readonly signed: boolean;
  readonly customer: readonly (string | null)[];
  readonly phones: readonly string[] | null;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly notes: readonly string[] | null;
  readonly messages: string | null;
};

const SEARCHABLE = `
select i.interaction_id, i.started_at, i.answered_at, i.ended_at, i.channel, i.service_id, i.agent_ids,
       i.disposition_id, i.end_cause, i.case_number, s.stars, s.comment,
       (select array_agg(distinct case j.type when 'AgentRequestClosed' then 'transferred' else j.type end)
          from journal j where j.center_id = i.center_id and j.interaction_id = i.interaction_id
           and (j.type in ('CallPlaced', 'InternalCallPlaced', 'RecordingStarted')
             or j.type = 'AgentRequestClosed' and j.body->>'kind' = 'transfer'
                and j.body->>'cause' = 'accepted')) as marks,
       exists (select from recording r where r.center_id = i.center_id
                and r.interaction_id = i.interaction_id) as recorded,
       exists (select from signature g where g.center_id = i.center_id
                and g.interaction_id = i.interaction_id) as signed,
       array[c.first_name, c.last_name, c.account] || coalesce(c.emails, '{}') as customer, c.phones,
       d.data::jsonb as data,
       (select array_agg(n.text) from note n where n.center_id = i.center_id
           and n.interaction_id = i.interaction_id and n.erased_at is null) as notes,
       (select left(string_agg(m.body->>'text', E'\\n' order by m.seq), ${TEXT_MAX}) from message m
         where m.center_id = i.center_id and m.interaction_id = i.interaction_id
           and m.erased_at is null) as messages
  from interaction i
  left join contact c on c.center_id = i.center_id and c.contact_id = i.contact_id and c.erased_at is null
  left join survey_answer s on s.center_id = i.center_id and s.interaction_id = i.interaction_id
  left join interaction_data d on d.center_id = i.center_id and d.interaction_id = i.interaction_id
                              and d.erased_at is null
 where i.center_id = $1 and i.interaction_id = any($2)`;

function searchableOf(row: SearchableColumns): Searchable {
  const marks = new Set(row.marks ?? []);
  const { phoneNumber } = row.data ?? {};
  const dataNumber = typeof phoneNumber === "string" ? [phoneNumber] : [];
  return {
    interactionId: row.interaction_id,
    startedAt: row.started_at,
    length: row.ended_at === null ? 0 : row.ended_at - row.started_at,
    channel: row.channel,
    serviceId: row.service_id,
    agentIds: row.agent_ids,
    dispositionId: row.disposition_id,
    endCause: row.end_cause,
    answered: row.answered_at !== null,
    caseNumber: row.case_number,
    direction: marks.has("InternalCallPlaced")
      ? "internal"
      : marks.has("CallPlaced")
        ? "outbound"
        : "inbound",
    transferred: marks.has("transferred"),
    stars: row.stars,
    // Their rows may come a moment later than the event.
    recorded: row.recorded || marks.has("RecordingStarted"),
    signed: row.signed || marks.has("RecordingStarted"),
    customer: row.customer.filter((text) => text !== null),
    numbers: [...(row.phones ?? []), ...dataNumber],
    texts: [
      ...(row.comment === null ? [] : [row.comment]),
      ...(row.notes ?? []),
      ...textsIn(row.data),
      ...(row.messages === null ? [] : [row.messages]),
    ],
  };
}

/** Every text in what an app sent, at whatever depth. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];
}
