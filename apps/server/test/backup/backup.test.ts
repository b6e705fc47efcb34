import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ArchiveWriter } from "../../src/backup/archive.js";
import {
  BackupError,
  backUp,
  lastBackup,
  noteBackup,
  openArchive,
  refuseFullFolder,
  restoreFiles,
  restoreRows,
} from "../../src/backup/index.js";
import { demoWords } from "../../src/demo/larkfield.js";
import { migrate, putCenter, putWords } from "../../src/tables-postgres/index.js";
import { type PostgresTown, postgresTown } from "../journal-postgres/postgres-house.js";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";

let town: PostgresTown;
let other: TestDatabase;
let folder: string;
const said: string[] = [];
const files: Readonly<Record<string, Buffer>> = {
  "secrets.json": Buffer.from("{}\n"),
  "secrets/session": Buffer.from("a key\n"),
  "files/ab/cd": randomBytes(300_000),
  "files/empty": Buffer.alloc(0),
  "recordings/with spaces ü.opus": randomBytes(10),
};
const from = (): string => path.join(folder, "from");
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  town = await postgresTown();
  other = await freshDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "pb-backup-"));
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(from(), name)), { recursive: true });
    await writeFile(path.join(from(), name), bytes);
  }
  // What is made anew wherever it is restored.
  await mkdir(path.join(from(), "postgres"));
  await writeFile(path.join(from(), "postgres", "PG_VERSION"), "18");
  await putCenter(town.database, { id: "larkfield", company: 'Larkfield ✓ "quoted"', hosts: ["localhost"] });
  await putWords(town.database, "larkfield", demoWords);
  for (let index = 0; index < 2_500; index += 1)
    await town.owner.query(
      `insert into audit_entry (center_id, audit_id, at, by_agent, kind, subject_id, subject_name, before, after,
                                secret_set, certain) values ('larkfield', $1, 9007199254740991, 'olga', 'number', 's', $2, null, $3, true, true)`,
      [`a${index}`, `line\nbreak, tab\t, ${index} 👩🏽‍🚒 \\ ' "`, JSON.stringify({ deep: [1.5, null, "x"] })],
    );
  await town.owner.query(
    `insert into second_factor (center_id, agent_id, secret, last_step) values ('larkfield', 'sofia', $1, 0)`,
    [Buffer.from([0, 1, 255, 92, 10])],
  );
});
afterAll(async () => {
  await town.drop();
  await other.drop();
  await rm(folder, { recursive: true, force: true });
});

const make = (file: string) =>
  backUp({
    dataDir: from(),
    owner: town.ownerConnection,
    file,
    version: "0.1.0",
    say: (line) => said.push(line),
  });
const codeOf = async (run: Promise<unknown>): Promise<string | undefined> =>
  run.then(
    () => undefined,
    (error: unknown) => (error instanceof BackupError ? error.code : String(error)),
  );
/** Every row of every table, as text. */
async function everything(url: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%' order by 1",
  );
  const all: Record<string, string[]> = {};
  for (const { name } of rows) {
    const found = await client.query<{ line: string }>(`select row_to_json(t)::text as line from ${name} t`);
    all[name] = found.rows.map(({ line }) => line).sort();
  }
  await client.end();
  return all;
}

test("every row and every file comes back as it was, and counters go on behind them", async () => {
  const file = at("whole.backup");
  const manifest = await make(file);
  expect(manifest.tables).toMatchObject({ center: 1, audit_entry: 2_500, second_factor: 1 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(said.at(-1)).toContain("5 files");

  const whole = await openArchive(file);
  const to = at("to");
  await mkdir(to);
  await refuseFullFolder(to);
  expect(await restoreFiles(file, to)).toBe(5);
  for (const [name, bytes] of Object.entries(files))
    expect((await readFile(path.join(to, name))).equals(bytes), name).toBe(true);
  expect(await stat(path.join(to, "postgres")).catch(() => null)).toBeNull();

  const owner = { connectionString: other.ownerUrl };
  await migrate(owner, whole.migrations.at(-1));
  await restoreRows(file, owner, whole);
  const [before, after] = [
    await everything((town.ownerConnection as { connectionString: string }).connectionString),
    await everything(other.ownerUrl),
  ];
  expect(after).toEqual(before);
  const client = new pg.Client(owner);
  await client.connect();
  const { rows } = await client.query<{ place: string }>(
    `insert into audit_entry (center_id, audit_id, at, by_agent, kind, subject_id, subject_name, secret_set, certain)
     values ('larkfield', 'next', 1, 'olga', 'number', 's', '', false, true) returning place`,
  );
  await client.end();
  expect(Number(rows[0]?.place)).toBe(2_501);
});

test("a file that is there is not written over, and a folder that holds something is left alone", async () => {
  const file = at("there.backup");
  await writeFile(file, "mine");
  expect(await codeOf(make(file))).toBe("backup_file_exists");
  expect(await readFile(file, "utf8")).toBe("mine");
  expect(await codeOf(refuseFullFolder(from()))).toBe("restore_folder_not_empty");
});

test("not into the folder itself, and not without a file that is there but cannot be read", async () => {
  expect(await codeOf(make(path.join(from(), "mine.backup")))).toBe("file_inside_data");
  // A folder where a file was: it can be opened and not be read.
  const broken = path.join(folder, "broken");
  await mkdir(path.join(broken, "files"), { recursive: true });
  await symlink("loops", path.join(broken, "files", "loops"));
  await writeFile(path.join(broken, "files", "there"), "x");
  const archive = await ArchiveWriter.create(at("broken.backup"));
  expect(await codeOf(archive.addFile("data/loops", path.join(broken, "files", "loops")))).toBe(
    "file_unreadable",
  );
  expect(await archive.addFile("data/gone", path.join(broken, "files", "gone"))).toBe(false);
  await archive.discard();
});

test("what is acknowledged before a backup begins is in it, and what comes meanwhile is in it whole or not at all", async () => {
  let goesOn = true;
  let acknowledged = 0;
  const writing = (async () => {
    for (let number = 0; goesOn; number += 1) {
      await town.owner.query("begin");
      for (const table of ["skill_words", "team_words"])
        await town.owner.query(
          `insert into ${table} (center_id, ${table.replace("_words", "_id")}, name) values ('larkfield', $1, 'pair')`,
          [`pair-${number}`],
        );
      await town.owner.query("commit");
      acknowledged = number + 1;
    }
  })();
  while (acknowledged < 5) await new Promise((resolve) => setImmediate(resolve));
  const before = acknowledged;
  const manifest = await make(at("busy.backup"));
  goesOn = false;
  await writing;
  const pairs = async (table: string): Promise<number> => {
    const { rows } = await town.owner.query<{ count: number }>(
      `select count(*)::int as count from ${table} where name <> 'pair'`,
    );
    return (manifest.tables[table] ?? 0) - (rows[0]?.count ?? 0);
  };
  expect(await pairs("skill_words")).toBe(await pairs("team_words"));
  expect(await pairs("skill_words")).toBeGreaterThanOrEqual(before);
});

test("a damaged or cut archive is refused before anything is written", async () => {
  const file = at("good.backup");
  await make(file);
  const bytes = await readFile(file);
  const cut = at("cut.backup");
  await writeFile(cut, bytes.subarray(0, bytes.length - 2_000));
  expect(await codeOf(openArchive(cut))).toMatch(/^backup_(unreadable|damaged)$/);
  const damaged = at("damaged.backup");
  const changed = Buffer.from(bytes);
  const middle = Math.floor(changed.length / 2);
  changed[middle] = (changed[middle] ?? 0) ^ 0xff;
  await writeFile(damaged, changed);
  expect(await codeOf(openArchive(damaged))).toMatch(/^backup_(unreadable|damaged)$/);
  await writeFile(at("noise"), randomBytes(5_000));
  expect(await codeOf(openArchive(at("noise")))).toBe("backup_unreadable");
  expect(await codeOf(openArchive(at("nowhere")))).toBe("backup_unreadable");
});

test("a backup that fails leaves nothing behind", async () => {
  const file = at("failed.backup");
  const run = backUp({
    dataDir: from(),
    owner: { ...town.ownerConnection, connectionString: "postgresql://nobody@127.0.0.1:1/none" },
    file,
    version: "0.1.0",
    say: () => undefined,
  });
  expect(await codeOf(run)).toBeDefined();
  expect(await stat(`${file}.partial`).catch(() => null)).toBeNull();
});

test("when the last one was made is noted beside the data, in no backup, and read again", async () => {
  expect(await lastBackup(from())).toBeNull();
  await noteBackup(from(), { at: 5, bytes: 7 });
  expect(await lastBackup(from())).toEqual({ at: 5, bytes: 7 });
  const { parts } = await make(at("noted.tar.gz"));
  expect(parts.map(({ name }) => name)).not.toContain("data/backup.json");
  await writeFile(path.join(from(), "backup.json"), "{");
  expect(await lastBackup(from())).toBeNull();
});
