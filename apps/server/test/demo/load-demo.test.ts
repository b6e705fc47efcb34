import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { asId } from "@patchbay/core";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Passwords, PostgresAccounts, Sessions } from "../../src/auth/index.js";
import { FolderBlobs, PostgresFiles } from "../../src/blobs-folder/index.js";
import { CenterRuntime } from "../../src/center/center-runtime.js";
import type { CenterHandle } from "../../src/center/edge.js";
import {
  DEMO_CENTER_ID,
  DEMO_COMPANY,
  DEMO_HISTORY_MS,
  DemoClock,
  type DemoDeps,
  demoPeople,
  loadDemo,
} from "../../src/demo/index.js";
import { PostgresJournal } from "../../src/journal-postgres/index.js";
import { realClock, realIds } from "../../src/platform/real-clock.js";
import { convertSound } from "../../src/prompts-folder/conversion.js";
import { FolderPrompts } from "../../src/prompts-folder/index.js";
import { Database, migrate, PostgresRecords, putCenter, putWords } from "../../src/tables-postgres/index.js";
import { quickPasswords } from "../desk-http/a-center.js";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";

let made: TestDatabase;
let database: Database;
let folder: string;
let runtime: CenterRuntime | undefined;
let soundsFolder: string;
let sounds: FolderPrompts;

beforeAll(async () => {
  made = await freshDatabase();
  await migrate({ connectionString: made.ownerUrl });
  soundsFolder = await mkdtemp(path.join(tmpdir(), "pb-demo-sounds-"));
  sounds = await FolderPrompts.open({
    dataDir: soundsFolder,
    centerId: DEMO_CENTER_ID,
    promptsDir: null,
    ids: realIds,
    convert: convertSound,
  });
});
afterAll(async () => {
  await made.drop();
  await rm(soundsFolder, { recursive: true });
});
beforeEach(async () => {
  database = new Database({ connectionString: made.appUrl });
  folder = await mkdtemp(path.join(tmpdir(), "pb-demo-"));
});
afterEach(async () => {
  await runtime?.stop();
  await database.close();
  await rm(folder, { recursive: true });
});

/** A center on the real tables, as main.ts makes it. */
async function start(
  centerId: string,
  options: { empty: boolean; passwordSetting?: string },
): Promise<DemoDeps> {
  const demoClock = new DemoClock(realClock);
  if (options.empty) {
    await putCenter(database, { id: centerId, company: DEMO_COMPANY, hosts: ["localhost"] });
    demoClock.setBackTo(Date.now() - DEMO_HISTORY_MS);
  }
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  runtime = new CenterRuntime({
    id: centerId,
    journal: new PostgresJournal({ database, centerId, clock: demoClock, owner: "a test" }),
    clock: demoClock,
    ids: realIds,
    log: quiet,
  });
  await runtime.start();
  while (runtime.status !== "running") await new Promise((resolve) => setTimeout(resolve, 5));
  const records = new PostgresRecords(database, centerId);
  let words = await records.words();
  const handle: CenterHandle = {
    center: runtime,
    records,
    blobs: await FolderBlobs.open({
      folder: path.join(folder, "blobs"),
      index: new PostgresFiles(database, centerId),
      clock: demoClock,
      ids: realIds,
    }),
    clock: demoClock,
    ids: realIds,
    words: () => words,
  };
  return {
    handle,
    accounts: new PostgresAccounts(database, centerId),
    passwords: quickPasswords,
    putWords: async (change) => {
      await putWords(database, centerId, change);
      words = await records.words();
    },
    prompts: sounds,
    passwordSetting: options.passwordSetting ?? null,
    passwordFile: path.join(folder, "demo-password"),
    demoClock,
  };
}

const signIn = (deps: DemoDeps, username: string, password: string) =>
  new Sessions(deps.accounts, new Passwords(), realClock, realIds).verify({
    username,
    password,
    address: "127.0.0.1",
  });

test("an empty center becomes Larkfield Insurance, once", async () => {
  const deps = await start(DEMO_CENTER_ID, { empty: true });
  const { center, records } = deps.handle;
  const loaded = await loadDemo(deps);
  expect(loaded.outcome).toBe("loaded");
  const { configuration } = center.state;
  expect([...configuration.users.keys()].sort()).toEqual([
    "admin",
    "agent1",
    "agent2",
    "agent3",
    "agent4",
    "agent5",
    "agent6",
    "supervisor1",
  ]);
  expect([...configuration.entries.values()].map((entry) => [entry.id, entry.serviceId])).toEqual([
    ["demo-app", "auto_claims"],
    ["demo-web", "general"],
    ["demo-8000", "auto_claims"],
    ["demo-8001", "general"],
  ]);
  const words = deps.handle.words();
  expect(words.company).toBe("Larkfield Insurance");
  expect(words.users.get("agent1")).toMatchObject({
    firstName: "Sofia",
    lastName: "Lindqvist",
    extension: "1001",
  });
  expect(
    [...configuration.reasons.values()]
      .filter(({ kind }) => kind === "agent")
      .map(({ id }) => words.reasons.get(id)?.name),
  ).toEqual(["Break", "Lunch", "Training", "Meeting"]);
  // Agents have a mailbox with the usual greeting, so that nobody opens an empty room; who has no extension has none.
  expect(
    [...configuration.users.values()].map(({ id, voicemail, ringMs }) => [id, voicemail?.greeting, ringMs]),
  ).toEqual(
    demoPeople.map(({ username, role }) =>
      role === "agent" ? [username, "leave-a-message", 15_000] : [username, undefined, undefined],
    ),
  );
  expect(
    [...configuration.prompts.values()].map(({ id, message, durationMs }) => [
      words.prompts.get(id)?.name,
      message,
      durationMs > 4_000 && durationMs < 12_000,
    ]),
  ).toEqual([
    ["This call is recorded", { agentId: null, serviceId: null }, true],
    ["Please call us back", { agentId: null, serviceId: "auto_claims" }, true],
  ]);
  const claims = configuration.services.get(asId("auto_claims"));
  expect(claims?.dispositions.map(({ id, type }) => `${words.dispositions.get(id)?.name} ${type}`)).toEqual([
    "Claim opened SUCCESS",
    "Information given SUCCESS",
    "Call back later CONTINUE",
    "Wrong number FAILURE",
    "Spam SPAM",
    "Do not contact DO_NOT_CALL",
  ]);
  expect([
    claims?.dispositionMandatory,
    configuration.services.get(asId("general"))?.dispositionMandatory,
  ]).toEqual([true, false]);

  // Nothing of it pretends to be live.
  expect([center.state.agents.size, center.state.interactions.size, center.state.offers.size]).toEqual([
    0, 0, 0,
  ]);
  const [maria] = await records.contactsByPhone("+15035550142");
  const history = await records.interactionsOfContact(maria?.contactId ?? "", 10);
  expect(history.map((row) => [row.status, row.dispositionId, row.agentIds])).toEqual([
    ["completed", "information_given", ["agent1"]],
    ["completed", "claim_opened", ["agent2"]],
  ]);
  const hours = history.map((row) => Math.round((Date.now() - row.startedAt) / 3_600_000));
  expect(hours).toEqual([26, 70]);
  const lines = await records.messages(history[1]?.interactionId ?? "");
  expect(lines.map((line) => line.from)).toEqual([
    "customer",
    "customer",
    "agent2",
    "customer",
    "agent2",
    "customer",
  ]);
  expect(lines.every((line) => line.readAt !== null)).toBe(true);
  expect(await records.notes(history[1]?.interactionId ?? "")).toHaveLength(1);
  expect(Math.abs(deps.handle.clock.now() - Date.now())).toBeLessThan(1_000);

  // Each agent has a face of their own.
  const faces = new Set<string>();
  for (const { username, role } of demoPeople) {
    const photoFileId = words.users.get(username)?.photoFileId;
    if (role === "administrator") continue;
    const opened = await deps.handle.blobs.open(photoFileId ?? "", "original");
    if (!opened) throw new Error(`${username} has no photo`);
    const parts: Buffer[] = [];
    for await (const part of opened.stream) parts.push(Buffer.from(part));
    const { data } = await sharp(Buffer.concat(parts)).raw().toBuffer({ resolveWithObject: true });
    faces.add(data.toString("base64"));
  }
  expect(faces.size).toBe(7);

  const password = loaded.password ?? "";
  expect(password).toMatch(/^([a-z]{4}-){4}[a-z]{4}$/);
  expect(await signIn(deps, "agent6", password)).toMatchObject({ ok: true, agentId: "agent6" });
  expect((await readFile(deps.passwordFile, "utf8")).trim()).toBe(password);
  expect((await stat(deps.passwordFile)).mode & 0o777).toBe(0o600);

  const seq = center.state.seq;
  expect(await loadDemo(deps)).toMatchObject({ outcome: "already_there", password, passwordGiven: false });
  expect(center.state.seq).toBe(seq);
});

test("the password given by setting replaces the one before, also later", async () => {
  const deps = await start("given", { empty: true, passwordSetting: "larkfield-2026" });
  expect((await loadDemo(deps)).password).toBe("larkfield-2026");
  expect(await signIn(deps, "admin", "larkfield-2026")).toMatchObject({ ok: true });
  expect((await loadDemo({ ...deps, passwordSetting: "another-one" })).password).toBe("another-one");
  expect(await signIn(deps, "admin", "larkfield-2026")).toMatchObject({ ok: false });
  expect(await signIn(deps, "admin", "another-one")).toMatchObject({ ok: true });
  // What a person chose is told by no later start, although that one reads it.
  expect(await loadDemo({ ...deps, passwordSetting: null })).toMatchObject({
    password: "another-one",
    passwordGiven: true,
  });
});

test("a center with people of its own is left alone", async () => {
  const deps = await start("own", { empty: true });
  const user = {
    id: asId<never>("clara"),
    roles: ["agent"],
    teamId: null,
    skills: {},
    capacity: { chat: 1, voice: 1, email: 1 },
    mixedMedia: "any",
    enabled: true,
  } as const;
  await deps.handle.center.submit({ command: { type: "ConfigureUser", user } });
  const seq = deps.handle.center.state.seq;
  expect(await loadDemo(deps)).toEqual({
    outcome: "foreign",
    password: null,
    passwordGiven: false,
    usernames: [],
  });
  expect(deps.handle.center.state.seq).toBe(seq);
});

test("a load that was cut off anywhere is finished by the next start", async () => {
  for (const [number, cutAfter] of [3, 14, 17, 22, 26, 40, 60].entries()) {
    const id = `cut${number}`;
    const deps = await start(id, { empty: true });
    let left = cutAfter;
    const { center } = deps.handle;
    const cut: DemoDeps = {
      ...deps,
      handle: {
        ...deps.handle,
        center: new Proxy(center, {
          get: (target, name) => {
            if (name === "submit" && left-- <= 0)
              return () => Promise.reject(new Error("the power went out"));
            const value: unknown = Reflect.get(target, name);
            return typeof value === "function" ? value.bind(target) : value;
          },
        }),
      },
    };
    await expect(loadDemo(cut)).rejects.toThrow("the power went out");
    await runtime?.stop();
    const again = await start(id, { empty: false });
    expect((await loadDemo(again)).outcome).toBe("loaded");
    const { agents, interactions, configuration } = again.handle.center.state;
    expect([id, agents.size, interactions.size, configuration.users.size]).toEqual([id, 0, 0, 8]);
    expect((await again.handle.records.contactsByPhone("+15035550142")).length).toBe(1);
    await runtime?.stop();
  }
});
