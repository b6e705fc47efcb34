import type { ContactRow, InteractionData } from "../center/content.js";
import type { InteractionRow } from "../center/records.js";
import type { RecordingRow } from "../recordings/index.js";
import type { Database } from "../tables-postgres/index.js";
import {
  CONTACT_COLUMNS,
  type ContactColumns,
  contactOf,
  INTERACTION_COLUMNS,
  type InteractionColumns,
  interactionOf,
} from "../tables-postgres/rows.js";

/** Shorter ones are none: of a message that was cut off, the voice process could not say so itself. */
const MESSAGE_MS_MIN = 1_000;

/** Whose messages are asked for: an agent's own, and those of these services. */
export interface Boxes {
  readonly agentId: string;
  readonly serviceIds: readonly string[];
}

export interface MessageRow {
  readonly recording: Pick<
    RecordingRow,
    "recordingId" | "agentId" | "serviceId" | "kind" | "startedAt" | "durationMs"
  >;
  readonly interaction: InteractionRow;
  readonly data: InteractionData | null;
  readonly contact: ContactRow | null;
  /** The colleague who left it; `null`: a customer. */
  readonly callerAgentId: string | null;
  /** `null`: new. */
  readonly heardAt: number | null;
  readonly heardBy: string | null;
}

export interface MessageQuestion {
  readonly which: "all" | "new";
  /** Older than this one; `null`: from the newest on. */
  readonly before: { readonly startedAt: number; readonly recordingId: string } | null;
  readonly limit: number;
}

type Columns = {
  readonly recording_id: string;
  readonly box_agent_id: string | null;
  readonly box_service_id: string | null;
  readonly recording_started_at: number;
  readonly duration_ms: number;
  readonly caller_agent_id: string | null;
  readonly heard_at: number | null;
  readonly heard_by: string | null;
  readonly data: InteractionData | null;
  readonly first_name: string | null;
} & InteractionColumns &
  Omit<ContactColumns, "first_name">;

/** What is there to be heard, $2 being the agent and $3 the services. */
const IN_BOXES = `r.center_id = $1 and r.kind = 'voicemail' and r.state = 'kept' and r.duration_ms >= ${MESSAGE_MS_MIN}
  and (r.agent_id = $2 or (r.agent_id is null and r.service_id = any($3))) and v.trashed_at is null`;

/** The table `voicemail` of one center, read together with the recordings. Every method is one transaction. */
export class MessageRows {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  /** Told twice, it is added once. */
  async add(recordingId: string, callerAgentId: string | null): Promise<void> {
    await this.#rows(
      "insert into voicemail (center_id, recording_id, caller_agent_id) values ($1, $2, $3) on conflict do nothing",
      [recordingId, callerAgentId],
    );
  }

  /** Newest first. */
  async list(
    { agentId, serviceIds }: Boxes,
    { which, before, limit }: MessageQuestion,
  ): Promise<MessageRow[]> {
    const rows = await this.#rows<Columns>(
      `select r.recording_id, r.agent_id as box_agent_id, r.service_id as box_service_id,
              r.started_at as recording_started_at, r.duration_ms, v.caller_agent_id, v.heard_at, v.heard_by,
              ${INTERACTION_COLUMNS.split(",")
                .map((column) => `i.${column.trim()}`)
                .join(", ")},
              d.data, ${CONTACT_COLUMNS.replace("c.contact_id,", "")}
         from recording r
         left join voicemail v on v.center_id = r.center_id and v.recording_id = r.recording_id
         join interaction i on i.center_id = r.center_id and i.interaction_id = r.interaction_id
         left join interaction_data d
           on d.center_id = r.center_id and d.interaction_id = r.interaction_id and d.erased_at is null
         left join contact c on c.center_id = r.center_id and c.contact_id = i.contact_id
        where ${IN_BOXES} ${which === "new" ? "and v.heard_at is null" : ""}
          and ($4::bigint is null or (r.started_at, r.recording_id) < ($4, $5))
        order by r.started_at desc, r.recording_id desc limit $6`,
      [agentId, serviceIds, before?.startedAt ?? null, before?.recordingId ?? "", limit],
    );
    return rows.map(messageOf);
  }

  /** How many are new. */
  async newCount({ agentId, serviceIds }: Boxes): Promise<number> {
    const [row] = await this.#rows<{ count: number }>(
      `select count(*)::int as count from recording r
         left join voicemail v on v.center_id = r.center_id and v.recording_id = r.recording_id
        where ${IN_BOXES} and v.heard_at is null`,
      [agentId, serviceIds],
    );
    return row?.count ?? 0;
  }

  /** The first who hears it counts. @param heard `null`: it is new again. */
  async mark(recordingId: string, heard: { readonly at: number; readonly by: string } | null): Promise<void> {
    await this.#rows(
      `insert into voicemail as v (center_id, recording_id, heard_at, heard_by) values ($1, $2, $3, $4)
       on conflict (center_id, recording_id) do update set
         heard_at = case when $3::bigint is null then null else coalesce(v.heard_at, $3) end,
         heard_by = case when $3::bigint is null then null else coalesce(v.heard_by, $4) end`,
      [recordingId, heard?.at ?? null, heard?.by ?? null],
    );
  }

  /** @param trashed `null`: it is taken back. */
  async trash(
    recordingId: string,
    trashed: { readonly at: number; readonly by: string } | null,
  ): Promise<void> {
    await this.#rows(
      `insert into voicemail (center_id, recording_id, trashed_at, trashed_by) values ($1, $2, $3, $4)
       on conflict (center_id, recording_id) do update set
         trashed_at = excluded.trashed_at, trashed_by = excluded.trashed_by`,
      [recordingId, trashed?.at ?? null, trashed?.by ?? null],
    );
  }

  /** Thrown away up to then, with a file that is still there and that nobody needs. */
  async trashedUntil(at: number, limit: number): Promise<{ recordingId: string; by: string | null }[]> {
    const rows = await this.#rows<{ recording_id: string; trashed_by: string | null }>(
      `select v.recording_id, v.trashed_by from voicemail v
         join recording r on r.center_id = v.center_id and r.recording_id = v.recording_id
        where v.center_id = $1 and v.trashed_at <= $2 and r.state = 'kept' and not r.held
        order by v.trashed_at limit $3`,
      [at, limit],
    );
    return rows.map(({ recording_id, trashed_by }) => ({ recordingId: recording_id, by: trashed_by }));
  }

  /** Every statement's first value is the center. */
  #rows<Row extends Record<string, unknown>>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.database.withCenter(this.centerId, (tx) => tx.rows<Row>(text, [this.centerId, ...values]));
  }
}

function messageOf(row: Columns): MessageRow {
  return {
    recording: {
      recordingId: row.recording_id,
      agentId: row.box_agent_id,
      serviceId: row.box_service_id,
      kind: "voicemail",
      startedAt: row.recording_started_at,
      durationMs: row.duration_ms,
    },
    interaction: interactionOf(row),
    data: row.data,
    contact: row.first_name === null ? null : contactOf({ ...row, first_name: row.first_name }),
    callerAgentId: row.caller_agent_id,
    heardAt: row.heard_at,
    heardBy: row.heard_by,
  };
}
