import type { Database } from "../tables-postgres/database.js";

/** An agent's word from a moment on, until the next row. */
export interface TimeRow {
  readonly agentId: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Of SPEC AGT-1, or `logged_out`. */
  readonly word: string;
  readonly reason: string | null;
}

export interface Handled {
  readonly chats: number;
  readonly calls: number;
  /** `null`: nothing is done yet. */
  readonly handlingMs: number | null;
}

/** What agents did, by the tables of one center. */
export class AgentDays {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  /** Rows that are there already are written again as they are now: of the words of one moment the last one counts. */
  async write(rows: readonly TimeRow[]): Promise<void> {
    // One statement changes a row once.
    const byKey = new Map(rows.map((row) => [`${row.agentId} ${row.since}`, row]));
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `insert into agent_time (center_id, agent_id, since, word, reason)
         select $1, t."agentId", t.since, t.word, t.reason
           from jsonb_to_recordset($2::jsonb) as t("agentId" text, since bigint, word text, reason text)
         on conflict (center_id, agent_id, since) do update set word = excluded.word, reason = excluded.reason`,
        [this.centerId, JSON.stringify([...byKey.values()])],
      ),
    );
  }

  /** Whoever signed out while nobody wrote it down: the journal knows when. */
  async closeAllBut(signedIn: readonly string[]): Promise<void> {
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `insert into agent_time (center_id, agent_id, since, word)
         select $1, last.agent_id, j.at, 'logged_out'
           from (select distinct on (agent_id) agent_id, since, word from agent_time
                  where center_id = $1 order by agent_id, since desc) last
           cross join lateral (select at from journal
                  where center_id = $1 and type = 'AgentLoggedOut' and body->>'agentId' = last.agent_id
                    and at >= last.since order by seq desc limit 1) j
          where last.word <> 'logged_out' and last.agent_id <> all ($2::text[])
         on conflict (center_id, agent_id, since) do update set word = excluded.word, reason = null`,
        [this.centerId, signedIn],
      ),
    );
  }

  /** From the row that holds at `from` on, in their order. */
  async times(agentId: string, from: number): Promise<TimeRow[]> {
    return this.database.withCenter(this.centerId, (tx) =>
      tx.rows<TimeRow & Record<string, unknown>>(
        `select agent_id as "agentId", since, word, reason from agent_time
          where center_id = $1 and agent_id = $2
            and since >= coalesce((select max(since) from agent_time
                  where center_id = $1 and agent_id = $2 and since <= $3), $3)
          order by since`,
        [this.centerId, agentId, from],
      ),
    );
  }

  /** What began from then on and this agent took part in: the same rows that Records finds by agent and time. */
  async handled(agentId: string, from: number): Promise<Handled> {
    const [row] = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<{ chats: number; calls: number; handling_ms: number | null }>(
        `with mine as (
           select i.interaction_id, i.channel from interaction i
            where i.center_id = $1 and i.started_at >= $3 and i.agent_ids && array[$2]),
         hands as (
           select m.interaction_id, min(j.at) filter (where j.type = 'AgentJoined') as joined,
                  max(j.at) filter (where j.type in ('AgentLeft', 'WrapUpCompleted')) as done,
                  count(*) filter (where j.type = 'AgentJoined') as joins,
                  count(*) filter (where j.type = 'AgentLeft') as leaves,
                  count(*) filter (where j.type = 'WrapUpStarted') as wraps,
                  count(*) filter (where j.type = 'WrapUpCompleted') as wrapped
             from mine m join journal j on j.center_id = $1 and j.interaction_id = m.interaction_id
            where j.body->>'agentId' = $2
              and j.type in ('AgentJoined', 'AgentLeft', 'WrapUpStarted', 'WrapUpCompleted')
            group by 1)
         select (select count(*)::int from mine where channel = 'chat') as chats,
                (select count(*)::int from mine where channel = 'voice') as calls,
                (select round(avg(done - joined))::float8 from hands
                  where done is not null and joins = leaves and wraps = wrapped) as handling_ms`,
        [this.centerId, agentId, from],
      ),
    );
    return { chats: row?.chats ?? 0, calls: row?.calls ?? 0, handlingMs: row?.handling_ms ?? null };
  }
}
