import type { TranscriptRecords } from "../center/transcript-records.js";
import type { Database } from "./database.js";

/** Which links to transcripts are void, in the tables of one center. */
export class PostgresTranscripts implements TranscriptRecords {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  async voidUntil(interactionId: string): Promise<number> {
    const [row] = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<{ at: string | number }>(
        "select voided_at as at from void_transcript where center_id = $1 and interaction_id = $2",
        [this.centerId, interactionId],
      ),
    );
    return Number(row?.at ?? 0);
  }

  async makeVoid(interactionId: string, at: number, by: string): Promise<void> {
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `insert into void_transcript (center_id, interaction_id, voided_at, voided_by) values ($1, $2, $3, $4)
         on conflict (center_id, interaction_id) do update
           set voided_at = greatest(void_transcript.voided_at, excluded.voided_at), voided_by = excluded.voided_by`,
        [this.centerId, interactionId, at, by],
      ),
    );
  }
}
