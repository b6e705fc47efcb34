import type { Database } from "../tables-postgres/index.js";
import {
  type NewRecording,
  type RecordingAccess,
  type RecordingEnd,
  type RecordingRow,
  type RecordingRows,
  type RecordingRule,
  type RecordingState,
  recordingRuleDefault,
} from "./recording-rows.js";

const COLUMNS = `r.recording_id, r.interaction_id, r.leg_id, r.agent_id, r.service_id, r.kind, r.file, r.state, r.cause,
  r.started_at, r.duration_ms, r.bytes, r.sha256, r.held, r.deleted_at`;

type Columns = {
  readonly recording_id: string;
  readonly interaction_id: string;
  readonly leg_id: string;
  readonly agent_id: string | null;
  readonly service_id: string | null;
  readonly kind: RecordingRow["kind"];
  readonly file: string;
  readonly state: RecordingState;
  readonly cause: RecordingRow["cause"];
  readonly started_at: number;
  readonly duration_ms: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly held: boolean;
  readonly deleted_at: number | null;
};

const rowOf = (row: Columns): RecordingRow => ({
  recordingId: row.recording_id,
  interactionId: row.interaction_id,
  legId: row.leg_id,
  agentId: row.agent_id,
  serviceId: row.service_id,
  kind: row.kind,
  file: row.file,
  state: row.state,
  cause: row.cause,
  startedAt: row.started_at,
  durationMs: row.duration_ms,
  bytes: row.bytes,
  sha256: row.sha256,
  held: row.held,
  deletedAt: row.deleted_at,
});

/** The tables `recording`, `recording_rule` and `recording_access` of one center. */
export class PostgresRecordingRows implements RecordingRows {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  async add(recording: NewRecording): Promise<void> {
    const { recordingId, interactionId, legId, agentId, serviceId, kind, file, startedAt } = recording;
    await this.#run(
      `insert into recording (center_id, recording_id, interaction_id, leg_id, agent_id, service_id, kind, file, state,
         started_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'recording', $9) on conflict do nothing`,
      [recordingId, interactionId, legId, agentId, serviceId, kind, file, startedAt],
    );
  }

  async end(recordingId: string, end: RecordingEnd): Promise<void> {
    await this.#run(
      `update recording set state = $3, cause = $4, duration_ms = $5, bytes = $6, sha256 = $7
        where center_id = $1 and recording_id = $2 and state = 'recording'`,
      [recordingId, end.state, end.cause, end.durationMs, end.bytes, end.sha256],
    );
  }

  async byId(recordingId: string): Promise<RecordingRow | undefined> {
    return (await this.#recordings("r.recording_id = $2", [recordingId]))[0];
  }

  ofInteraction(interactionId: string): Promise<RecordingRow[]> {
    return this.#recordings("r.interaction_id = $2 order by r.started_at, r.recording_id", [interactionId]);
  }

  inState(
    state: RecordingState,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<RecordingRow[]> {
    return this.#recordings("r.state = $2 and r.recording_id > $3 order by r.recording_id limit $4", [
      state,
      after,
      limit,
    ]);
  }

  async known(recordingIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#rows<{ recording_id: string }>(
      "select recording_id from recording where center_id = $1 and recording_id = any($2)",
      [recordingIds],
    );
    return new Set(rows.map((row) => row.recording_id));
  }

  due(now: number, limit: number): Promise<RecordingRow[]> {
    const { retentionDays, signatureDays } = recordingRuleDefault;
    return this.#recordings(
      `r.state = 'kept' and not r.held and r.started_at <= $2 - 86400000 * coalesce(
         (select coalesce(case r.kind when 'signature' then u.signature_days else u.retention_days end, 1000000)
            from recording_rule u where u.center_id = r.center_id and u.service_id = r.service_id),
         case r.kind when 'signature' then $4::bigint else $3::bigint end)::bigint
       order by r.started_at, r.recording_id limit $5`,
      [now, retentionDays, signatureDays, limit],
    );
  }

  async markDeleted(recordingId: string, at: number): Promise<void> {
    await this.#run(
      `update recording set state = 'deleted', deleted_at = $3, waveform = null
        where center_id = $1 and recording_id = $2`,
      [recordingId, at],
    );
  }

  async hold(recordingId: string, held: boolean): Promise<void> {
    await this.#run("update recording set held = $3 where center_id = $1 and recording_id = $2", [
      recordingId,
      held,
    ]);
  }

  async rules(): Promise<ReadonlyMap<string, RecordingRule>> {
    const rows = await this.#rows<{
      service_id: string;
      retention_days: number | null;
      signature_days: number | null;
      agents_listen: boolean;
      download: RecordingRule["download"];
    }>(
      `select service_id, retention_days, signature_days, agents_listen, download from recording_rule
        where center_id = $1 order by service_id`,
      [],
    );
    return new Map(
      rows.map(({ service_id, retention_days, signature_days, agents_listen, download }) => [
        service_id,
        {
          retentionDays: retention_days,
          signatureDays: signature_days,
          agentsListen: agents_listen,
          download,
        },
      ]),
    );
  }

  async putRule(serviceId: string, rule: RecordingRule): Promise<void> {
    await this.#run(
      `insert into recording_rule (center_id, service_id, retention_days, signature_days, agents_listen, download)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (center_id, service_id) do update set retention_days = excluded.retention_days,
         signature_days = excluded.signature_days, agents_listen = excluded.agents_listen, download = excluded.download`,
      [serviceId, rule.retentionDays, rule.signatureDays, rule.agentsListen, rule.download],
    );
  }

  async addAccess(access: RecordingAccess): Promise<void> {
    const { at, what, recordingId, interactionId, agentId, address } = access;
    await this.#run(
      `insert into recording_access (center_id, at, what, recording_id, interaction_id, agent_id, address)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [at, what, recordingId, interactionId, agentId, address],
    );
  }

  async accessesOf(recordingId: string, limit: number): Promise<RecordingAccess[]> {
    return this.#rows<RecordingAccess & Record<string, unknown>>(
      `select at, what, recording_id as "recordingId", interaction_id as "interactionId", agent_id as "agentId", address
         from recording_access where center_id = $1 and recording_id = $2 order by number desc limit $3`,
      [recordingId, limit],
    );
  }

  async waveform(recordingId: string): Promise<Buffer | undefined> {
    const [row] = await this.#rows<{ waveform: Buffer | null }>(
      "select waveform from recording where center_id = $1 and recording_id = $2",
      [recordingId],
    );
    return row?.waveform ?? undefined;
  }

  async saveWaveform(recordingId: string, waveform: Buffer): Promise<void> {
    await this.#run(
      "update recording set waveform = $3 where center_id = $1 and recording_id = $2 and state = 'kept'",
      [recordingId, waveform],
    );
  }

  async #recordings(condition: string, values: readonly unknown[]): Promise<RecordingRow[]> {
    const rows = await this.#rows<Columns>(
      `select ${COLUMNS} from recording r where r.center_id = $1 and ${condition}`,
      values,
    );
    return rows.map(rowOf);
  }

  #rows<Row extends Record<string, unknown>>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.database.withCenter(this.centerId, (tx) => tx.rows<Row>(text, [this.centerId, ...values]));
  }

  async #run(text: string, values: readonly unknown[]): Promise<void> {
    await this.database.withCenter(this.centerId, (tx) => tx.run(text, [this.centerId, ...values]));
  }
}
