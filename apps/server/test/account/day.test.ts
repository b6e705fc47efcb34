import { daySchema, type RecordsQuery } from "@patchbay/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { statesOf } from "../../src/account/day-routes.js";
import { AgentDays } from "../../src/account/index.js";
import { Database, migrate, putCenter } from "../../src/tables-postgres/index.js";
import { cookieOf, ourPage, twoCenters } from "../composition/support/two-centers.js";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";

let made: TestDatabase;
let database: Database;
beforeAll(async () => {
  made = await freshDatabase();
  await migrate({ connectionString: made.ownerUrl });
  database = new Database({ connectionString: made.appUrl });
  await putCenter(database, { id: "larkfield", company: "Larkfield", hosts: [] });
});
afterAll(async () => {
  await database.close();
  await made.drop();
});

test("a day is what held between its moments, the reasons apart, and nothing while signed out", () => {
  const row = (since: number, word: string, reason: string | null = null) => ({
    agentId: "s",
    since,
    word,
    reason,
  });
  const rows = [
    row(50, "not_ready", "lunch"),
    row(110, "ready"),
    row(130, "busy"),
    row(160, "not_ready", "break"),
    row(170, "logged_out"),
    row(190, "ready"),
  ];
  expect(statesOf(rows, 100, 200)).toEqual([
    { word: "ready", reason: null, ms: 30 },
    { word: "busy", reason: null, ms: 30 },
    { word: "not_ready", reason: "lunch", ms: 10 },
    { word: "not_ready", reason: "break", ms: 10 },
  ]);
});

test("times begin with what held then; of one moment the last word counts; another center sees none", async () => {
  const days = new AgentDays(database, "larkfield");
  const row = (since: number, word: string) => ({ agentId: "sofia", since, word, reason: null });
  await days.write([row(10, "not_ready"), row(20, "ready"), row(30, "reserved"), row(30, "ringing")]);
  await days.write([row(40, "busy"), row(40, "ready")]);
  expect((await days.times("sofia", 25)).map(({ since, word }) => [since, word])).toEqual([
    [20, "ready"],
    [30, "ringing"],
    [40, "ready"],
  ]);
  expect(await days.times("sofia", 5)).toHaveLength(4);
  expect(await new AgentDays(database, "brightwater").times("sofia", 5)).toEqual([]);
});

test("the day of a real center agrees with Records, and with what the agent was", async () => {
  const world = await twoCenters();
  try {
    const colleague = world.of.get("larkfield")?.colleagueId ?? "";
    const cookie = await cookieOf(world.app, "larkfield", colleague, 9);
    const headers = { ...ourPage("larkfield"), cookie };
    const from = Date.now() - 3_600_000;
    const answer = await world.app.inject({ url: `/api/account/day?seat=9&from=${from}`, headers });
    expect(answer.statusCode).toBe(200);
    const day = daySchema.parse(answer.json());
    const query: Partial<RecordsQuery> = { from, to: null, agentIds: [colleague], channels: ["chat"] };
    const found = await world.app.inject({
      method: "POST",
      url: "/api/records/search?seat=9",
      headers,
      payload: query,
    });
    expect(found.json<{ rows: unknown[] }>().rows).toHaveLength(day.chats);
    expect([day.chats, day.calls, day.handlingMs]).toEqual([1, 0, null]);
    expect(day.states.map(({ word }) => word)).toContain("busy");
    const signedIn = day.states.reduce((sum, { ms }) => sum + ms, 0);
    expect(signedIn, "no moment is missing, none is counted twice").toBe(day.until - (day.signedInAt ?? 0));
    const { days } = world.open.get("larkfield") ?? {};
    const agent = await cookieOf(world.app, "larkfield", "agent", 1);
    await world.app.inject({
      method: "DELETE",
      url: "/api/session?seat=1",
      headers: { ...ourPage("larkfield"), cookie: agent },
    });
    await world.open.get("larkfield")?.times.caughtUp();
    const out = (await days?.times("agent", Date.now()))?.at(-1);
    expect(out).toMatchObject({ word: "logged_out" });
    // As after a crash that came before it was written down.
    await days?.write([{ agentId: "agent", since: out?.since ?? 0, word: "ready", reason: null }]);
    await days?.closeAllBut([colleague]);
    expect((await days?.times("agent", Date.now()))?.at(-1)).toEqual(out);
    for (const bad of ["", "from=x", `from=${Date.now() + 60_000}`, "from=0"]) {
      const refused = await world.app.inject({ url: `/api/account/day?seat=9&${bad}`, headers });
      expect(refused.statusCode, bad).toBe(400);
    }
  } finally {
    await world.close();
  }
});
