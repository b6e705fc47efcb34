import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  listCenters,
  migrate,
  PostgresRecords,
  putCenter,
  putWords,
} from "../../src/tables-postgres/index.js";
import { settableClock } from "../contracts/journal-contract.js";
import { completed, contact, ended, message, Pen, received, started } from "../contracts/record-builders.js";
import { type PostgresTown, postgresTown } from "./postgres-house.js";

let town: PostgresTown;
beforeAll(async () => {
  town = await postgresTown();
});
afterAll(() => town.drop());

describe("walls between centers", () => {
  test("every table that belongs to a center forces row level security with one policy on it", async () => {
    const { rows } = await town.owner.query<{ name: string; forced: boolean; policies: number }>(
      `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
              (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
         from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
          and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'center_id')`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(25);
    const unforced = rows.filter((row) => !row.forced || row.policies !== 1);
    // What it holds is the owner's alone, and only functions that name the center read it (decision 0282).
    expect(unforced.map(({ name }) => name)).toEqual(["search_row"]);
    await expect(
      town.database.withCenter(town.newCenter(), (tx) => tx.rows("select * from search_row")),
    ).rejects.toMatchObject({ code: "42501" });
  });

  test("no table of ours is without a center, but the directory and the migrator's own", async () => {
    const { rows } = await town.owner.query<{ name: string }>(
      `select c.relname as name from pg_class c
        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
          and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'center_id')
        order by 1`,
    );
    expect(rows.map((row) => row.name)).toEqual(["center", "kysely_migration", "kysely_migration_lock"]);
  });

  test("one center's rows are invisible to the other, and outside of both", async () => {
    const [here, there] = [town.newCenter(), town.newCenter()];
    const pen = new Pen();
    const journal = town.house(here).journal(settableClock());
    await journal.open();
    await journal.append(0, [
      pen.entry(
        [started("chat-1"), received("chat-1", "m1")],
        [message("chat-1", "m1", "Hi"), contact("jane", ["+14085550123"])],
      ),
    ]);
    await journal.close();
    // The statement names the right center; the transaction is of another.
    const peek = (table: string) =>
      town.database.withCenter(there, (tx) => tx.rows(`select * from ${table} where center_id = $1`, [here]));
    for (const table of ["journal", "message", "interaction", "contact", "center_writer"]) {
      expect(await peek(table)).toEqual([]);
      expect(await town.database.outsideCenters(`select * from ${table}`)).toEqual([]);
    }
    expect(await new PostgresRecords(town.database, there).message("chat-1", "m1")).toBeUndefined();
    expect(await new PostgresRecords(town.database, here).message("chat-1", "m1")).toBeDefined();
  });

  test("a row cannot be put into another center", async () => {
    const [here, there] = [town.newCenter(), town.newCenter()];
    const planted = town.database.withCenter(here, (tx) =>
      tx.run("insert into poll_position (center_id, interaction_id, seq) values ($1, 'chat-1', 1)", [there]),
    );
    await expect(planted).rejects.toMatchObject({ code: "42501" });
  });

  test("the server can neither rewrite nor shorten the journal", async () => {
    const here = town.newCenter();
    for (const statement of ["update journal set at = 0", "delete from journal", "truncate journal"]) {
      await expect(town.database.withCenter(here, (tx) => tx.run(statement))).rejects.toMatchObject({
        code: "42501",
      });
    }
  });

  test("a center's id that could be more than an id is refused before it reaches a statement", async () => {
    await expect(
      town.database.withCenter("a', true); drop table journal; --", async () => 1),
    ).rejects.toThrow(/no id/);
  });

  test("what failed inside is undone, and the connection serves the next center", async () => {
    const here = town.newCenter();
    const failed = town.database.withCenter(here, async (tx) => {
      await tx.run("insert into poll_position (center_id, interaction_id, seq) values ($1, 'chat-1', 1)", [
        here,
      ]);
      throw new Error("second thoughts");
    });
    await expect(failed).rejects.toThrow("second thoughts");
    expect((await new PostgresRecords(town.database, here).pollPositions()).size).toBe(0);
  });

  test("migrating again changes nothing", async () => {
    expect(await migrate(town.ownerConnection)).toEqual([]);
  });
});

describe("words", () => {
  test("are stored, replaced and read by id; a password stays when a name changes", async () => {
    const here = town.newCenter();
    const sofia = {
      username: "agent1",
      firstName: "Sofia",
      lastName: "Lindqvist",
      nickname: "Sofia",
      extension: "1001",
      photoFileId: null,
    };
    await putCenter(town.database, { id: here, company: "Larkfield Insurance", hosts: ["LocalHost"] });
    await putWords(town.database, here, {
      users: new Map([["sofia", sofia]]),
      services: new Map([["auto-claims", { name: "Auto claims" }]]),
      entries: new Map([
        [
          "demo-app",
          {
            name: "App",
            mark: "mobile",
            phoneNumberRequired: false,
            parameters: [{ name: "account", type: "ACCOUNT" }],
          },
        ],
      ]),
      reasons: new Map([["lunch", { name: "Lunch", icon: "cup" }]]),
      dispositions: new Map([["spam", { name: "Spam" }]]),
      skills: new Map([["auto", { name: "Auto" }]]),
      teams: new Map([["red", { name: "Red" }]]),
    });
    await town.database.withCenter(here, (tx) => tx.run("update user_account set password_hash = 'h'"));
    await putWords(town.database, here, { users: new Map([["sofia", { ...sofia, nickname: "Sofi" }]]) });
    const words = await new PostgresRecords(town.database, here).words();
    expect(words.company).toBe("Larkfield Insurance");
    expect(words.users).toEqual(new Map([["sofia", { ...sofia, nickname: "Sofi" }]]));
    expect(words.services.get("auto-claims")).toEqual({ name: "Auto claims" });
    expect(words.entries.get("demo-app")?.parameters).toEqual([{ name: "account", type: "ACCOUNT" }]);
    expect(words.reasons.get("lunch")).toEqual({ name: "Lunch", icon: "cup" });
    expect(words.dispositions.size + words.skills.size).toBe(2);
    const hashes = await town.database.withCenter(here, (tx) =>
      tx.rows("select password_hash from user_account"),
    );
    expect(hashes).toEqual([{ password_hash: "h" }]);
    expect(await listCenters(town.database)).toContainEqual({
      id: here,
      company: "Larkfield Insurance",
      hosts: ["localhost"],
    });
  });
});

describe("poll positions", () => {
  test("are forgotten a day after the interaction was over, and not before", async () => {
    const here = town.newCenter();
    const pen = new Pen();
    const journal = town.house(here).journal(settableClock());
    const records = new PostgresRecords(town.database, here);
    await journal.open();
    await journal.append(0, [pen.entry([started("chat-1"), started("chat-2", { clientKey: "other" })])]);
    await journal.append(2, [pen.entry([ended("chat-1"), completed("chat-1")])]);
    await records.savePollPositions(
      new Map([
        ["chat-1", 1],
        ["chat-2", 1],
      ]),
    );
    await journal.seen(pen.at + 23 * 3_600_000);
    expect([...(await records.pollPositions()).keys()].sort()).toEqual(["chat-1", "chat-2"]);
    await journal.seen(pen.at + 25 * 3_600_000);
    expect([...(await records.pollPositions()).keys()]).toEqual(["chat-2"]);
    await journal.close();
  });
});
