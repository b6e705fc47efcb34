import type { DeviceFacts, QualityGroupBy, QualityProblem } from "@patchbay/protocol";
import type { Database } from "../tables-postgres/index.js";

/** What was heard of a leg in some seconds, at its worst. */
export interface QualitySample {
  /** ms since the leg's first one. */
  readonly atMs: number;
  readonly mos: number;
  readonly loss: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
  /** Loudest, 0 to 1. */
  readonly level: number;
}

export interface MeasuredLeg {
  readonly legId: string;
  readonly interactionId: string;
  readonly role: string;
  readonly agentId: string | null;
  /** What an agent talks through; `null`: it is no agent's. */
  readonly device: string | null;
  /** ms since 1970. */
  readonly startedAt: number;
}

/** Where a desk is and what it talks with. */
export interface DeskPlace {
  readonly facts: DeviceFacts;
  /** See `networkOf`. */
  readonly network: string;
}

/** Mean and worst of all samples. */
export interface QualityFigures {
  readonly mos: number;
  readonly mosMin: number;
  readonly loss: number;
  readonly lossMax: number;
  readonly jitterMs: number;
  readonly jitterMsMax: number;
}

export interface QualityReport {
  readonly interactionId: string;
  readonly agentId: string;
  readonly at: number;
  readonly problem: QualityProblem | null;
}

export interface LegQualityRow extends MeasuredLeg, QualityFigures {
  readonly place: { readonly facts: DeviceFacts | null; readonly network: string };
  readonly report: { readonly problem: QualityProblem | null } | null;
}

/** In a span of time, and of these agents alone; `null`: of all. */
export interface QualitySpan {
  readonly from: number;
  readonly to: number;
  readonly agentIds: readonly string[] | null;
}

/** More of a call than hours is told no more finely, but by less. */
const SAMPLES_MAX = 2_000;
const LEGS_SHOWN_MAX = 200;

const FIGURES = `q.mos_sum / q.sample_count as mos, q.mos_min as "mosMin", q.loss_sum / q.sample_count as loss,
  q.loss_max as "lossMax", q.jitter_sum / q.sample_count as "jitterMs", q.jitter_max as "jitterMsMax"`;

/** What the groups are called by: an agent, a device of an agent's, a network. */
const KEYS: Readonly<Record<QualityGroupBy, string>> = {
  agent: "coalesce(q.agent_id, '')",
  device: `case when q.device = 'browser' then coalesce(q.facts->>'microphone', '') else coalesce(q.device, '') end`,
  network: "coalesce(q.network, '')",
};

const IN_SPAN = `q.center_id = $1 and q.started_at >= $2 and q.started_at < $3 and q.role = 'agent'
   and q.sample_count > 0 and ($4::text[] is null or q.agent_id = any($4))`;
const REPORT = `quality_report p on p.center_id = q.center_id and p.interaction_id = q.interaction_id
   and p.agent_id = q.agent_id`;

/** The tables `leg_quality` and `quality_report` of one center. */
export class QualityRows {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  /** Adds what was measured since the last time. */
  async add(leg: MeasuredLeg, samples: readonly QualitySample[]): Promise<void> {
    if (samples.length === 0) return;
    const lists = samples.map(({ atMs, mos, loss, jitterMs, roundTripMs, level }) => [
      Math.round(atMs),
      rounded(mos, 100),
      rounded(loss, 10_000),
      rounded(jitterMs, 10),
      roundTripMs === null ? null : Math.round(roundTripMs),
      rounded(level, 100),
    ]);
    const sum = (of: (sample: QualitySample) => number): number =>
      samples.reduce((total, sample) => total + of(sample), 0);
    const most = (of: (sample: QualitySample) => number): number => Math.max(...samples.map(of));
    const trips = samples.flatMap(({ roundTripMs }) => (roundTripMs === null ? [] : [roundTripMs]));
    await this.run(
      `insert into leg_quality as q (center_id, leg_id, interaction_id, role, agent_id, device, started_at, samples,
         sample_count, mos_sum, mos_min, loss_sum, loss_max, jitter_sum, jitter_max, round_trip_max)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
       on conflict (center_id, leg_id) do update set
         role = excluded.role, agent_id = excluded.agent_id, device = excluded.device,
         samples = case when q.sample_count < ${SAMPLES_MAX} then q.samples || excluded.samples else q.samples end,
         sample_count = q.sample_count + excluded.sample_count,
         mos_sum = q.mos_sum + excluded.mos_sum, mos_min = least(q.mos_min, excluded.mos_min),
         loss_sum = q.loss_sum + excluded.loss_sum, loss_max = greatest(q.loss_max, excluded.loss_max),
         jitter_sum = q.jitter_sum + excluded.jitter_sum, jitter_max = greatest(q.jitter_max, excluded.jitter_max),
         round_trip_max = greatest(q.round_trip_max, excluded.round_trip_max)`,
      [
        leg.legId,
        leg.interactionId,
        leg.role,
        leg.agentId,
        leg.device,
        leg.startedAt,
        JSON.stringify(lists),
        samples.length,
        sum(({ mos }) => mos),
        Math.min(...samples.map(({ mos }) => mos)),
        sum(({ loss }) => loss),
        most(({ loss }) => loss),
        sum(({ jitterMs }) => jitterMs),
        most(({ jitterMs }) => jitterMs),
        trips.length === 0 ? null : Math.max(...trips),
      ],
    );
  }

  /** When the row of a leg begins; `undefined`: it has none. */
  async startOf(legId: string): Promise<number | undefined> {
    const [row] = await this.rows<{ started_at: number }>(
      "select started_at from leg_quality where center_id = $1 and leg_id = $2",
      [legId],
    );
    return row?.started_at;
  }

  /** With what, and from where, an agent talks on this leg; the newest word counts. */
  async place(leg: MeasuredLeg, { facts, network }: DeskPlace): Promise<void> {
    await this.run(
      `insert into leg_quality as q (center_id, leg_id, interaction_id, role, agent_id, device, started_at, facts, network)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (center_id, leg_id) do update set facts = excluded.facts, network = excluded.network`,
      [
        leg.legId,
        leg.interactionId,
        leg.role,
        leg.agentId,
        leg.device,
        leg.startedAt,
        JSON.stringify(facts),
        network,
      ],
    );
  }

  /** One for each agent and call: again, it is the same one. */
  async report(
    interactionId: string,
    agentId: string,
    at: number,
    { facts, network }: DeskPlace,
  ): Promise<void> {
    await this.run(
      `insert into quality_report (center_id, interaction_id, agent_id, at, facts, network)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [interactionId, agentId, at, JSON.stringify(facts), network],
    );
  }

  /** @returns `false`: there is no such report */
  async explain(interactionId: string, agentId: string, problem: QualityProblem): Promise<boolean> {
    const touched = await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        "update quality_report set problem = $4 where center_id = $1 and interaction_id = $2 and agent_id = $3",
        [this.centerId, interactionId, agentId, problem],
      ),
    );
    return touched > 0;
  }

  /** By agent, device or network; the worst first. */
  groups(
    by: QualityGroupBy,
    { from, to, agentIds }: QualitySpan,
  ): Promise<
    (QualityFigures & { readonly key: string; readonly calls: number; readonly reports: number })[]
  > {
    return this.rows<Awaited<ReturnType<QualityRows["groups"]>>[number] & Columns>(
      `select ${KEYS[by]} as key, count(distinct q.interaction_id)::int as calls,
              count(distinct p.interaction_id)::int as reports,
              sum(q.mos_sum) / sum(q.sample_count) as mos, min(q.mos_min) as "mosMin",
              sum(q.loss_sum) / sum(q.sample_count) as loss, max(q.loss_max) as "lossMax",
              sum(q.jitter_sum) / sum(q.sample_count) as "jitterMs", max(q.jitter_max) as "jitterMsMax"
         from leg_quality q left join ${REPORT}
        where ${IN_SPAN} group by 1 order by mos, key`,
      [from, to, agentIds],
    );
  }

  /** Those of one group, the worst first. */
  async legs(by: QualityGroupBy, key: string, { from, to, agentIds }: QualitySpan): Promise<LegQualityRow[]> {
    const rows = await this.rows<LegColumns>(
      `select ${LEG_COLUMNS} from leg_quality q left join ${REPORT}
        where ${IN_SPAN} and ${KEYS[by]} = $5 order by mos, q.leg_id limit ${LEGS_SHOWN_MAX}`,
      [from, to, agentIds, key],
    );
    return rows.map(legOf);
  }

  /** Every leg of a call with its timeline, in order of appearing. */
  async ofInteraction(
    interactionId: string,
  ): Promise<readonly (LegQualityRow & { readonly samples: readonly QualitySample[] })[]> {
    const rows = await this.rows<LegColumns & { readonly samples: readonly (number | null)[][] }>(
      `select ${LEG_COLUMNS}, q.samples from leg_quality q left join ${REPORT}
        where q.center_id = $1 and q.interaction_id = $2 and q.sample_count > 0 order by q.started_at, q.leg_id`,
      [interactionId],
    );
    return rows.map((row) => ({ ...legOf(row), samples: row.samples.map(sampleOf) }));
  }

  reportsOf(interactionId: string): Promise<QualityReport[]> {
    return this.rows<QualityReport & Columns>(
      `select interaction_id as "interactionId", agent_id as "agentId", at, problem from quality_report
        where center_id = $1 and interaction_id = $2 order by at, agent_id`,
      [interactionId],
    );
  }

  private rows<Row extends Record<string, unknown>>(
    text: string,
    values: readonly unknown[],
  ): Promise<Row[]> {
    return this.database.withCenter(this.centerId, (tx) => tx.rows<Row>(text, [this.centerId, ...values]));
  }

  private async run(text: string, values: readonly unknown[]): Promise<void> {
    await this.database.withCenter(this.centerId, (tx) => tx.run(text, [this.centerId, ...values]));
  }
}

const LEG_COLUMNS = `q.leg_id as "legId", q.interaction_id as "interactionId", q.role, q.agent_id as "agentId", q.device,
  q.started_at as "startedAt", q.facts, coalesce(q.network, '') as network, ${FIGURES},
  p.interaction_id is not null as reported, p.problem`;

/** A row of a statement may be asked for any name. */
type Columns = Record<string, unknown>;

type LegColumns = MeasuredLeg &
  QualityFigures &
  Columns & {
    readonly facts: DeviceFacts | null;
    readonly network: string;
    readonly reported: boolean;
    readonly problem: QualityProblem | null;
  };

const legOf = (row: LegColumns): LegQualityRow => ({
  legId: row.legId,
  interactionId: row.interactionId,
  role: row.role,
  agentId: row.agentId,
  device: row.device,
  startedAt: row.startedAt,
  mos: row.mos,
  mosMin: row.mosMin,
  loss: row.loss,
  lossMax: row.lossMax,
  jitterMs: row.jitterMs,
  jitterMsMax: row.jitterMsMax,
  place: { facts: row.facts, network: row.network },
  report: row.reported ? { problem: row.problem } : null,
});

const sampleOf = ([atMs, mos, loss, jitterMs, roundTripMs, level]: readonly (
  | number
  | null
)[]): QualitySample => ({
  atMs: atMs ?? 0,
  mos: mos ?? 1,
  loss: loss ?? 0,
  jitterMs: jitterMs ?? 0,
  roundTripMs: roundTripMs ?? null,
  level: level ?? 0,
});

const rounded = (value: number, by: number): number => Math.round(value * by) / by;
