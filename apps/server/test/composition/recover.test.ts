import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { Passwords, PostgresAccounts, PostgresSecondFactors, Sessions } from "../../src/auth/index.js";
import { ServerLife } from "../../src/composition/life.js";
import { RecoverError, recoverCommand } from "../../src/composition/recover.js";
import { demoWords } from "../../src/demo/larkfield.js";
import { lockDataDir, openSecrets, readSettings, type Settings } from "../../src/platform/index.js";
import { realClock } from "../../src/platform/real-clock.js";
import { PostgresRecords, putCenter, putWords } from "../../src/tables-postgres/index.js";
import { type PostgresTown, postgresTown } from "../journal-postgres/postgres-house.js";

const CENTER = "larkfield";
const ADMIN = "admin";
let town: PostgresTown;
let settings: Settings;
let said = "";

beforeAll(async () => {
  town = await postgresTown();
  const dataDir = await mkdtemp(path.join(tmpdir(), "pb-recover-"));
  settings = readSettings({
    DATA_DIR: dataDir,
    DATABASE_URL: town.ownerConnection.connectionString,
    LOG_LEVEL: "silent",
  });
  await openSecrets(dataDir);
  await putCenter(town.database, { id: CENTER, company: "Larkfield", hosts: ["localhost"] });
  await putWords(town.database, CENTER, demoWords);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  said = "";
});
afterAll(async () => {
  vi.restoreAllMocks();
  await town.drop();
  await rm(settings.dataDir, { recursive: true, force: true });
});

const accounts = () => new PostgresAccounts(town.database, CENTER);
const sessions = () => new Sessions(accounts(), new Passwords(), realClock, { next: randomUUID });
const run = (username: string): Promise<number> => {
  const life = new ServerLife();
  return life.run(() => recoverCommand(settings, life, username));
};
const codeOf = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => "none",
    (error: unknown) => (error instanceof RecoverError ? error.code : error),
  );

test("without a name it lists who there is, and changes nothing", async () => {
  expect(await run("")).toBe(0);
  for (const { username } of demoWords.users?.values() ?? []) expect(said).toContain(username);
  expect(await new PostgresRecords(town.database, CENTER).audit.people()).toEqual([]);
});

test.each([
  ["with the server stopped", false],
  ["beside a server that runs", true],
])(
  "%s: a password for one sign-in, no second factor, no session of before, and it stands among the changes",
  async (_, runs) => {
    const { username } = demoWords.users?.get(ADMIN) ?? { username: "" };
    await sessions().setPassword(ADMIN, "lost and forgotten");
    const { session } = await sessions().open(ADMIN, 1);
    await town.owner.query(
      "insert into second_factor (center_id, agent_id, secret, confirmed_at, last_step) values ($1, $2, $3, 1, 0)",
      [CENTER, ADMIN, Buffer.from([1])],
    );
    const lock = runs ? await lockDataDir(settings.dataDir) : null;
    try {
      expect(await run(username.toUpperCase())).toBe(0);
    } finally {
      await lock?.release();
    }
    const password = /^ {2}(\S+)$/m.exec(said)?.[1] ?? "";
    const login = { username, address: "127.0.0.1" };
    expect(await sessions().verify({ ...login, password })).toEqual({
      ok: true,
      agentId: ADMIN,
      mustChange: true,
    });
    expect(await sessions().verify({ ...login, password: "lost and forgotten" })).toMatchObject({
      ok: false,
    });
    expect(await new PostgresSecondFactors(town.database, CENTER).of(ADMIN)).toBeUndefined();
    expect((await sessions().of(ADMIN)).map(({ sessionId }) => sessionId)).not.toContain(session.sessionId);
    const change = await new PostgresRecords(town.database, CENTER).audit.newestOf("password", ADMIN);
    expect(change).toMatchObject({ kind: "password", subjectId: ADMIN, secretSet: true, by: "operator" });
    expect(JSON.stringify(change)).not.toContain(password);
  },
);

test("a name that is not there, and one that two centers have, change nothing and say so", async () => {
  expect(await codeOf(run("nobody"))).toBe("no_such_user");
  const { username } = demoWords.users?.get(ADMIN) ?? { username: "" };
  await putCenter(town.database, { id: "other", company: "Other", hosts: ["other.example"] });
  await putWords(town.database, "other", demoWords);
  expect(await codeOf(run(username))).toBe("user_in_two_centers");
});

test("a folder without a center is told, and nothing is made in it", async () => {
  const life = new ServerLife();
  const empty = { ...settings, dataDir: path.join(settings.dataDir, "none") };
  expect(await codeOf(life.run(() => recoverCommand(empty, life, "")))).toBe("no_center");
});
