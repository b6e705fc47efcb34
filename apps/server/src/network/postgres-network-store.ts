import {
  accountSchema,
  accountUserSchema,
  dialPlanSchema,
  networkDoorsSchema,
  trunkSchema,
} from "@patchbay/protocol";
import { z } from "zod";
import type { Database, Tx } from "../tables-postgres/database.js";
import type { Changed, DoNotCallEntry, NetworkChange, NetworkStore, StoredNetwork } from "./network-store.js";

/** Of a trunk that was set before encryption was: as it was then, offered over TLS alone. Decision 0201. */
const storedTrunkSchema = z.preprocess((body) => {
  if (typeof body !== "object" || body === null || "encryption" in body) return body;
  const overTls = "transport" in body && body.transport === "tls";
  return { ...body, encryption: overTls ? "offered" : "off" };
}, trunkSchema);

type TrunkColumns = {
  readonly trunk_id: string;
  readonly body: unknown;
  readonly password: Buffer | null;
  readonly changed_at: number;
  readonly changed_by: string;
};
type AccountColumns = {
  readonly user_name: string;
  readonly body: unknown;
  readonly password: Buffer;
  readonly changed_at: number;
  readonly changed_by: string;
};
type DoNotCallColumns = {
  readonly number: string;
  readonly reason: string;
  readonly added_by: string;
  readonly since: number;
};

/** The network in the tables `network_setup`, `network_trunk`, `network_account` and `do_not_call`, of one center. */
export class PostgresNetworkStore implements NetworkStore {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  read(): Promise<StoredNetwork> {
    return this.#with(async (tx) => {
      const center = [this.centerId];
      const [setup] = await tx.rows<{ revision: number; plan: unknown; doors: unknown }>(
        "select revision, plan, doors from network_setup where center_id = $1",
        center,
      );
      const trunks = await tx.rows<TrunkColumns>(
        `select trunk_id, body, password, changed_at, changed_by from network_trunk
          where center_id = $1 order by trunk_id collate "C"`,
        center,
      );
      const accounts = await tx.rows<AccountColumns>(
        `select user_name, body, password, changed_at, changed_by from network_account
          where center_id = $1 order by user_name collate "C"`,
        center,
      );
      return networkOf(setup, trunks, accounts);
    });
  }

  change(seen: number, change: NetworkChange, by: Changed): Promise<number | null> {
    return this.#with(async (tx) => {
      await tx.run(
        "insert into network_setup (center_id, revision) values ($1, 0) on conflict (center_id) do nothing",
        [this.centerId],
      );
      const [next] = await tx.rows<{ revision: number }>(
        `update network_setup set revision = revision + 1 where center_id = $1 and revision = $2
         returning revision`,
        [this.centerId, seen],
      );
      if (next === undefined) return null;
      await this.#apply(tx, change, by);
      return next.revision;
    });
  }

  async doNotCall(number: string): Promise<DoNotCallEntry | undefined> {
    const [row] = await this.#with((tx) =>
      tx.rows<DoNotCallColumns>(
        "select number, reason, added_by, since from do_not_call where center_id = $1 and number = $2",
        [this.centerId, number],
      ),
    );
    return row && entryOf(row);
  }

  doNotCallList({ search, after, limit }: Parameters<NetworkStore["doNotCallList"]>[0]) {
    const where = "center_id = $1 and strpos(number, $2) > 0";
    return this.#with(async (tx) => {
      const rows = await tx.rows<DoNotCallColumns>(
        `select number, reason, added_by, since from do_not_call
          where ${where} and ($3::text is null or number > $3) order by number limit $4`,
        [this.centerId, search, after, limit + 1],
      );
      const [counted] = await tx.rows<{ count: number }>(
        `select count(*) as count from do_not_call where ${where}`,
        [this.centerId, search],
      );
      return {
        rows: rows.slice(0, limit).map(entryOf),
        more: rows.length > limit,
        count: counted?.count ?? 0,
      };
    });
  }

  async addDoNotCall(rows: readonly DoNotCallEntry[]): Promise<number> {
    if (rows.length === 0) return 0;
    // One statement may touch a row once; of two in one file the later counts.
    const once = [...new Map(rows.map((row) => [row.number, row])).values()];
    const added = await this.#with((tx) =>
      tx.rows<{ is_new: boolean }>(
        `insert into do_not_call (center_id, number, reason, added_by, since)
         select $1, r.number, r.reason, r."addedBy", r.since
           from jsonb_to_recordset($2::jsonb) as r(number text, reason text, "addedBy" text, since bigint)
         on conflict (center_id, number) do update set reason = excluded.reason, added_by = excluded.added_by
         returning xmax = 0 as is_new`,
        [this.centerId, JSON.stringify(once)],
      ),
    );
    return added.filter(({ is_new }) => is_new).length;
  }

  async removeDoNotCall(number: string): Promise<boolean> {
    const touched = await this.#with((tx) =>
      tx.run("delete from do_not_call where center_id = $1 and number = $2", [this.centerId, number]),
    );
    return touched > 0;
  }

  async #apply(tx: Tx, change: NetworkChange, { changedAt, changedBy }: Changed): Promise<void> {
    const { centerId } = this;
    switch (change.kind) {
      case "plan":
        await tx.run("update network_setup set plan = $2 where center_id = $1", [
          centerId,
          JSON.stringify(change.plan),
        ]);
        return;
      case "doors":
        await tx.run("update network_setup set doors = $2 where center_id = $1", [
          centerId,
          JSON.stringify(change.doors),
        ]);
        return;
      case "trunk":
        await tx.run(
          `insert into network_trunk as t (center_id, trunk_id, body, password, changed_at, changed_by)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (center_id, trunk_id) do update
              set body = excluded.body, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
                  password = case when $7 then t.password else excluded.password end`,
          [
            centerId,
            change.trunkId,
            JSON.stringify(change.trunk),
            change.password ?? null,
            changedAt,
            changedBy,
            change.password === undefined,
          ],
        );
        return;
      case "trunk_removed":
        await tx.run("delete from network_trunk where center_id = $1 and trunk_id = $2", [
          centerId,
          change.trunkId,
        ]);
        return;
      case "account": {
        const values = [centerId, change.user, JSON.stringify(change.account), changedAt, changedBy];
        if (change.password === undefined) {
          const touched = await tx.run(
            `update network_account set body = $3, changed_at = $4, changed_by = $5
              where center_id = $1 and user_name = $2`,
            values,
          );
          if (touched === 0) throw new Error("an account without a password");
          return;
        }
        await tx.run(
          `insert into network_account (center_id, user_name, body, changed_at, changed_by, password)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (center_id, user_name) do update
              set body = excluded.body, password = excluded.password, changed_at = excluded.changed_at,
                  changed_by = excluded.changed_by`,
          [...values, change.password],
        );
        return;
      }
      case "account_removed":
        await tx.run("delete from network_account where center_id = $1 and user_name = $2", [
          centerId,
          change.user,
        ]);
    }
  }

  #with<Result>(run: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.database.withCenter(this.centerId, run);
  }
}

function networkOf(
  setup: { readonly revision: number; readonly plan: unknown; readonly doors: unknown } | undefined,
  trunks: readonly TrunkColumns[],
  accounts: readonly AccountColumns[],
): StoredNetwork {
  const unreadable: string[] = [];
  const read = <Schema extends z.ZodType>(
    what: string,
    schema: Schema,
    body: unknown,
  ): z.output<Schema> | null => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    unreadable.push(what);
    return null;
  };
  const orNull = <T>(value: unknown, run: (value: unknown) => T): T | null =>
    value == null ? null : run(value);
  return {
    revision: setup?.revision ?? 0,
    plan: orNull(setup?.plan, (plan) => read("network_setup plan", dialPlanSchema, plan)),
    doors: orNull(setup?.doors, (doors) => read("network_setup doors", networkDoorsSchema, doors)),
    trunks: trunks.flatMap(({ trunk_id: trunkId, body, password, changed_at, changed_by }) => {
      const trunk = read(`network_trunk ${trunkId}`, storedTrunkSchema, body);
      return trunk === null
        ? []
        : [{ trunkId, trunk, password, changedAt: changed_at, changedBy: changed_by }];
    }),
    accounts: accounts.flatMap(({ user_name, body, password, changed_at, changed_by }) => {
      const user = read(`network_account ${user_name}`, accountUserSchema, user_name);
      const account = user === null ? null : read(`network_account ${user_name}`, accountSchema, body);
      return user === null || account === null
        ? []
        : [{ user, account, password, changedAt: changed_at, changedBy: changed_by }];
    }),
    unreadable,
  };
}

const entryOf = ({ number, reason, added_by, since }: DoNotCallColumns): DoNotCallEntry => ({
  number,
  reason,
  addedBy: added_by,
  since,
});
