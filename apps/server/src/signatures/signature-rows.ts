import type { Event } from "@patchbay/core";
import type { SignatureState } from "@patchbay/protocol";
import { eventOf, type StoredEventRow } from "../journal-postgres/read-events.js";
import type { Database, Tx } from "../tables-postgres/index.js";
import type { ScriptVersion, ScriptWords } from "./signature-script.js";

/** One take of a voice signature. */
export interface SignatureRow {
  readonly recordingId: string;
  readonly interactionId: string;
  /** Counted in its interaction, from 1. */
  readonly take: number;
  readonly agentId: string;
  readonly serviceId: string | null;
  readonly scriptId: string;
  readonly state: SignatureState;
  readonly cause: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** The place in the journal where it ended. */
  readonly endedSeq: number | null;
  readonly judgedAt: number | null;
  readonly judgedBy: string | null;
  /** Of the sound that was accepted, as WAV. */
  readonly wavSha256: string | null;
  readonly software: string;
}

export type SignatureBegun = Extract<Event, { readonly type: "RecordingStarted" }>;
export type SignatureEnded = Extract<Event, { readonly type: "RecordingStopped" }>;

export interface Judgement {
  readonly verdict: "accepted" | "redone";
  readonly at: number;
  readonly by: string;
  readonly wavSha256: string | null;
}

const COLUMNS = `recording_id as "recordingId", interaction_id as "interactionId", take, agent_id as "agentId",
  service_id as "serviceId", script_id as "scriptId", state, cause, started_at as "startedAt", ended_at as "endedAt",
  ended_seq as "endedSeq", judged_at as "judgedAt", judged_by as "judgedBy", wav_sha256 as "wavSha256", software`;
const SCRIPT_COLUMNS = `script_id as "scriptId", version, language, text, approved_at as "approvedAt",
  approved_by as "approvedBy"`;

type Columns<Row> = Row & Record<string, unknown>;

/** The tables `signature` and `signature_script` of one center. */
export class SignatureRows {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  /** Up to where the journal was followed. */
  async position(): Promise<number> {
    const [row] = await this.#rows<{ seq: number }>(
      "select seq from signature_position where center_id = $1",
      [],
    );
    return row?.seq ?? 0;
  }

  /** Of the events that begin and end recordings, the first ones after one place and up to another. */
  async recordingEvents(afterSeq: number, lastSeq: number, limit: number): Promise<Event[]> {
    const rows = await this.#rows<StoredEventRow>(
      `select seq, at, type, version, body from journal where center_id = $1 and seq > $2 and seq <= $3
          and type in ('RecordingStarted', 'RecordingStopped') order by seq limit $4`,
      [afterSeq, lastSeq, limit],
    );
    return rows.map(eventOf);
  }

  /** What the journal says, and up to where it was read, in one transaction. Applied again, it changes nothing. */
  async follow(
    events: readonly (SignatureBegun | SignatureEnded)[],
    position: number,
    software: string,
  ): Promise<void> {
    await this.database.withCenter(this.centerId, async (tx) => {
      for (const event of events) {
        if (event.type === "RecordingStarted") await this.#begin(tx, event, software);
        else await this.#end(tx, event);
      }
      await tx.run(
        `insert into signature_position as p (center_id, seq) values ($1, $2)
         on conflict (center_id) do update set seq = greatest(p.seq, excluded.seq)`,
        [this.centerId, position],
      );
    });
  }

  async byId(recordingId: string): Promise<SignatureRow | undefined> {
    const text = `select ${COLUMNS} from signature where center_id = $1 and recording_id = $2`;
    return (await this.#rows<Columns<SignatureRow>>(text, [recordingId]))[0];
  }

  /** Oldest first. */
  ofInteraction(interactionId: string): Promise<SignatureRow[]> {
    return this.#rows<Columns<SignatureRow>>(
      `select ${COLUMNS} from signature where center_id = $1 and interaction_id = $2 order by take`,
      [interactionId],
    );
  }

  /** @returns whether it was waiting for that. */
  async judge(recordingId: string, { verdict, at, by, wavSha256 }: Judgement): Promise<boolean> {
    const changed = await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `update signature set state = $3, judged_at = $4, judged_by = $5, wav_sha256 = $6
          where center_id = $1 and recording_id = $2 and state = 'to_judge'`,
        [this.centerId, recordingId, verdict, at, by, wavSha256],
      ),
    );
    return changed > 0;
  }

  /** Newest first. */
  scripts(serviceId: string): Promise<ScriptVersion[]> {
    return this.#rows<Columns<ScriptVersion>>(
      `select ${SCRIPT_COLUMNS} from signature_script where center_id = $1 and service_id = $2 order by version desc`,
      [serviceId],
    );
  }

  /** @param serviceId `null`: of whichever service has it. */
  async script(serviceId: string | null, scriptId: string): Promise<ScriptVersion | undefined> {
    const rows = await this.#rows<Columns<ScriptVersion>>(
      `select ${SCRIPT_COLUMNS} from signature_script
        where center_id = $1 and script_id = $3 order by (service_id = $2) desc nulls last limit 1`,
      [serviceId, scriptId],
    );
    return rows[0];
  }

  /** The next version; words that were approved before are the version that they were. */
  async addScript(
    serviceId: string,
    { scriptId, language, text }: ScriptWords & { readonly scriptId: string },
    approved: { readonly at: number; readonly by: string },
  ): Promise<void> {
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `insert into signature_script (center_id, service_id, version, script_id, language, text, approved_at, approved_by)
         select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7
           from signature_script where center_id = $1 and service_id = $2
         on conflict (center_id, service_id, script_id) do nothing`,
        [this.centerId, serviceId, scriptId, language, text, approved.at, approved.by],
      ),
    );
  }

  async #begin(tx: Tx, event: SignatureBegun, software: string): Promise<void> {
    const { recordingId, interactionId, agentId, scriptId, at } = event;
    await tx.run(
      `insert into signature (center_id, recording_id, interaction_id, take, agent_id, service_id, script_id, state,
         started_at, software)
       select $1, $2, $3, (select count(*) + 1 from signature s where s.center_id = $1 and s.interaction_id = $3), $4,
              (select i.service_id from interaction i where i.center_id = $1 and i.interaction_id = $3), $5,
              'recording', $6, $7
       on conflict do nothing`,
      [this.centerId, recordingId, interactionId, agentId, scriptId ?? "", at, software],
    );
  }

  async #end(tx: Tx, { recordingId, cause, at, seq }: SignatureEnded): Promise<void> {
    await tx.run(
      `update signature set state = $3, cause = $4, ended_at = $5, ended_seq = $6
        where center_id = $1 and recording_id = $2 and state = 'recording'`,
      [this.centerId, recordingId, cause === "agent" ? "to_judge" : "incomplete", cause, at, seq],
    );
  }

  #rows<Row extends Record<string, unknown>>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.database.withCenter(this.centerId, (tx) => tx.rows<Row>(text, [this.centerId, ...values]));
  }
}
