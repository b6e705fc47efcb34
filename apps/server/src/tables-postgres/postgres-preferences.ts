import type { PreferenceRecords } from "../center/preference-records.js";
import type { Database } from "./database.js";

interface Row {
  readonly chosen: Readonly<Record<string, unknown>>;
}

/** Preferences in the table of one center: one row a user. */
export class PostgresPreferences implements PreferenceRecords {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  async of(agentId: string): Promise<Readonly<Record<string, unknown>>> {
    const [row] = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<Row>("select chosen from preference where center_id = $1 and agent_id = $2", [
        this.centerId,
        agentId,
      ]),
    );
    return row?.chosen ?? {};
  }

  async change(
    agentId: string,
    changes: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>> {
    const [row] = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<Row>(
        `insert into preference (center_id, agent_id, chosen) values ($1, $2, $3::jsonb)
          on conflict (center_id, agent_id) do update set chosen = preference.chosen || excluded.chosen
          returning chosen`,
        [this.centerId, agentId, JSON.stringify(changes)],
      ),
    );
    return row?.chosen ?? {};
  }
}
