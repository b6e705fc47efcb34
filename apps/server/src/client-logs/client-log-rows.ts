import { type ClientLog, clientLogSchema, type ServerEntry } from "@patchbay/protocol";
import { z } from "zod";
import type { Database } from "../tables-postgres/index.js";

/** Older ones are deleted, whether anybody looked at them or not. */
export const KEPT_MS = 30 * 86_400_000;
/** The oldest go when there are more. */
export const KEPT_MAX = 200;

export interface KeptLog {
  readonly logId: string;
  /** ms since 1970 */
  readonly at: number;
  readonly agentId: string;
  readonly comment: string;
  readonly entries: number;
  readonly errors: number;
}

interface Row {
  readonly log_id: string;
  readonly sent_at: string;
  readonly agent_id: string;
  readonly comment: string;
  readonly entries: number;
  readonly errors: number;
}
const HEAD = "log_id, sent_at, agent_id, comment, entries, errors";

const keptOf = (row: Row): KeptLog => ({
  logId: row.log_id,
  at: Number(row.sent_at),
  agentId: row.agent_id,
  comment: row.comment,
  entries: row.entries,
  errors: row.errors,
});

const serverSchema = z.array(
  z.object({ at: z.number(), name: z.string(), code: z.string(), correlationId: z.string() }),
);

/** Logs of desks in the table of one center. */
export class ClientLogRows {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  /** Keeps one, and does away with what is too old or too much. */
  async add(kept: KeptLog, log: ClientLog, server: readonly ServerEntry[]): Promise<void> {
    await this.database.withCenter(this.centerId, async (tx) => {
      await tx.rows(
        `insert into client_log (center_id, log_id, sent_at, agent_id, comment, entries, errors, log, server)
          values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb)`,
        [
          this.centerId,
          kept.logId,
          kept.at,
          kept.agentId,
          kept.comment,
          kept.entries,
          kept.errors,
          JSON.stringify(log),
          JSON.stringify(server),
        ],
      );
      await tx.rows(
        `delete from client_log where center_id = $1 and (sent_at < $2 or log_id in
          (select log_id from client_log where center_id = $1 order by sent_at desc, log_id offset $3))`,
        [this.centerId, kept.at - KEPT_MS, KEPT_MAX],
      );
    });
  }

  /** Newest first; `now`: what has outlived its time is not shown, though nobody has sent anything since. */
  async list(now: number): Promise<KeptLog[]> {
    const rows = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<Row>(
        `select ${HEAD} from client_log where center_id = $1 and sent_at >= $2 order by sent_at desc, log_id`,
        [this.centerId, now - KEPT_MS],
      ),
    );
    return rows.map(keptOf);
  }

  async find(
    logId: string,
    now: number,
  ): Promise<{ kept: KeptLog; log: ClientLog; server: ServerEntry[] } | undefined> {
    const [row] = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<Row & { readonly log: unknown; readonly server: unknown }>(
        `select ${HEAD}, log, server from client_log where center_id = $1 and log_id = $2 and sent_at >= $3`,
        [this.centerId, logId, now - KEPT_MS],
      ),
    );
    if (row === undefined) return undefined;
    return { kept: keptOf(row), log: clientLogSchema.parse(row.log), server: serverSchema.parse(row.server) };
  }
}
