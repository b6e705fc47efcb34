import type { Database } from "../tables-postgres/database.js";
import type { SecondFactorRow, SecondFactorStore } from "./second-factor-store.js";

/** An alias and not an interface: only that fits a row's index signature. */
type Columns = {
  readonly secret: Buffer;
  readonly confirmed_at: number | null;
  readonly last_step: number;
  readonly codes_left: number;
};

/** Second factors in the tables `second_factor` and `recovery_code`, of one center. */
export class PostgresSecondFactors implements SecondFactorStore {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  async of(agentId: string): Promise<SecondFactorRow | undefined> {
    const [row] = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<Columns>(
        `select secret, confirmed_at, last_step,
                (select count(*)::int from recovery_code c
                  where c.center_id = f.center_id and c.agent_id = f.agent_id and c.used_at is null) as codes_left
           from second_factor f where center_id = $1 and agent_id = $2`,
        [this.centerId, agentId],
      ),
    );
    return (
      row && {
        secret: row.secret,
        confirmedAt: row.confirmed_at,
        lastStep: row.last_step,
        recoveryCodesLeft: row.codes_left,
      }
    );
  }

  async begin(agentId: string, secret: Buffer): Promise<boolean> {
    const put = await this.#run(
      `insert into second_factor (center_id, agent_id, secret, confirmed_at, last_step) values ($1, $2, $3, null, 0)
       on conflict (center_id, agent_id) do update set secret = excluded.secret, last_step = 0
        where second_factor.confirmed_at is null`,
      [agentId, secret],
    );
    return put === 1;
  }

  async confirm(agentId: string, at: number, step: number, codeHashes: readonly string[]): Promise<boolean> {
    return this.database.withCenter(this.centerId, async (tx) => {
      const confirmed = await tx.run(
        `update second_factor set confirmed_at = $3, last_step = $4
          where center_id = $1 and agent_id = $2 and confirmed_at is null`,
        [this.centerId, agentId, at, step],
      );
      if (confirmed !== 1) return false;
      await tx.run("delete from recovery_code where center_id = $1 and agent_id = $2", [
        this.centerId,
        agentId,
      ]);
      await tx.run(
        "insert into recovery_code (center_id, agent_id, code_hash) select $1, $2, unnest($3::text[])",
        [this.centerId, agentId, codeHashes],
      );
      return true;
    });
  }

  async useStep(agentId: string, step: number): Promise<boolean> {
    const used = await this.#run(
      "update second_factor set last_step = $3 where center_id = $1 and agent_id = $2 and last_step < $3",
      [agentId, step],
    );
    return used === 1;
  }

  async useRecoveryCode(agentId: string, codeHash: string, at: number): Promise<boolean> {
    const used = await this.#run(
      `update recovery_code set used_at = $4
        where center_id = $1 and agent_id = $2 and code_hash = $3 and used_at is null`,
      [agentId, codeHash, at],
    );
    return used === 1;
  }

  async hasRecoveryCode(agentId: string, codeHash: string): Promise<boolean> {
    const rows = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows(
        `select 1 from recovery_code
          where center_id = $1 and agent_id = $2 and code_hash = $3 and used_at is null`,
        [this.centerId, agentId, codeHash],
      ),
    );
    return rows.length === 1;
  }

  async remove(agentId: string): Promise<boolean> {
    return this.database.withCenter(this.centerId, async (tx) => {
      await tx.run("delete from recovery_code where center_id = $1 and agent_id = $2", [
        this.centerId,
        agentId,
      ]);
      const removed = await tx.run("delete from second_factor where center_id = $1 and agent_id = $2", [
        this.centerId,
        agentId,
      ]);
      return removed === 1;
    });
  }

  #run(text: string, values: readonly unknown[]): Promise<number> {
    return this.database.withCenter(this.centerId, (tx) => tx.run(text, [this.centerId, ...values]));
  }
}
