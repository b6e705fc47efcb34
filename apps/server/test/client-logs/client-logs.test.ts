import { randomUUID } from "node:crypto";
import type { ClientLog, ClientLogView } from "@patchbay/protocol";
import { afterAll, describe, expect, test } from "vitest";
import { ClientLogRows } from "../../src/client-logs/index.js";
import { Pace } from "../../src/client-logs/pace.js";
import { Database, migrate } from "../../src/tables-postgres/index.js";
import { type CenterName, cookieOf, ourPage, twoCenters } from "../composition/support/two-centers.js";
import { freshDatabase } from "../support/postgres.js";

const world = await twoCenters();
afterAll(() => world.close());

const aLog = (entries: ClientLog["entries"] = []): ClientLog => ({
  format: 1,
  madeAt: Date.now(),
  desk: { build: "index-abc.js", seat: 1, startedAt: 1, leader: true, unanswered: 0 },
  place: {
    browser: "Chrome 141",
    platform: "Linux",
    connection: "4g",
    language: "en-US",
    timeZone: "Europe/Berlin",
    width: 1280,
    height: 800,
    pixelRatio: 1,
    cores: 8,
    memoryMb: 40,
    visible: true,
    online: true,
    secure: true,
  },
  phone: { device: "browser", health: "ok", permission: "granted", microphones: 1, speakers: 1, calls: 0 },
  entries,
  quality: [],
});

const SEATS = { agent: 1, supervisor: 2, administrator: 3 } as const;
const cookies = new Map<string, string>();
async function at(
  center: CenterName,
  who: keyof typeof SEATS,
  method: "GET" | "POST",
  path: string,
  payload?: object,
) {
  const key = `${center} ${who}`;
  const cookie = cookies.get(key) ?? (await cookieOf(world.app, center, who, SEATS[who]));
  cookies.set(key, cookie);
  return world.app.inject({
    method,
    url: `${path}?seat=${SEATS[who]}`,
    headers: { ...ourPage(center), cookie },
    ...(payload !== undefined && { payload }),
  });
}

describe("a log that a desk sends", () => {
  test("is kept for the administrators of its center, with what the server refused meanwhile", async () => {
    const desk = world.colleague.get("larkfield");
    const refused = await desk?.ask("desk.interaction.end", { interactionId: randomUUID() });
    expect(refused).toMatchObject({ ok: false, error: { code: "no_interaction" } });
    const correlationId = JSON.parse(refused?.text ?? "").error.correlationId as string;
    const sent = await world.app.inject({
      method: "POST",
      url: "/api/client-logs?seat=9",
      headers: { ...ourPage("larkfield"), cookie: desk?.cookie ?? "" },
      payload: {
        comment: "It did not end.\u0007",
        log: aLog([
          {
            t: "request",
            at: Date.now(),
            name: "desk.interaction.end",
            code: "no_interaction",
            ms: 12,
            correlationId,
          },
        ]),
      },
    });
    expect(sent.statusCode, sent.body).toBe(201);
    const { logId } = sent.json<{ logId: string }>();
    const listed = await at("larkfield", "administrator", "GET", "/api/client-logs");
    expect(listed.json().logs).toMatchObject([
      { logId, comment: "It did not end.", entries: 1, errors: 1, agentId: "colleague-at-larkfield" },
    ]);
    const view = (
      await at("larkfield", "administrator", "GET", `/api/client-logs/${logId}`)
    ).json<ClientLogView>();
    expect(view.server).toContainEqual(
      expect.objectContaining({ name: "desk.interaction.end", code: "no_interaction", correlationId }),
    );
    expect(view.log.entries).toMatchObject([{ correlationId }]);

    expect((await at("larkfield", "agent", "GET", `/api/client-logs/${logId}`)).statusCode).toBe(403);
    expect((await at("larkfield", "supervisor", "GET", "/api/client-logs")).statusCode).toBe(403);
    expect((await at("harrow", "administrator", "GET", `/api/client-logs/${logId}`)).statusCode).toBe(404);
    expect((await at("harrow", "administrator", "GET", "/api/client-logs")).json().logs).toEqual([]);
  });

  test.each([
    ["a field that there is none of", { ...aLog(), transcript: "Hello Ms Weber" }],
    ["a text in an entry", aLog([{ t: "error", at: 1, code: "Call +49 170 1234567", correlationId: "" }])],
    [
      "an address with an id",
      aLog([
        {
          t: "http",
          at: 1,
          method: "GET",
          route: "/api/files/8sXk29",
          status: 404,
          code: null,
          ms: 1,
          correlationId: "",
        },
      ]),
    ],
    ["the message of a fault", aLog([{ t: "fault", at: 1, name: "Error", stack: ["token=abc at line 3"] }])],
    [
      "more entries than fit",
      aLog(Array.from({ length: 1_001 }, () => ({ t: "page", at: 1, what: "shown" }) as const)),
    ],
  ])("with %s is not taken", async (_what, log) => {
    const answer = await at("larkfield", "supervisor", "POST", "/api/client-logs", { comment: "", log });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: "invalid_args", correlationId: expect.any(String) });
  });

  test("that is too large is refused in our form", async () => {
    const answer = await at("larkfield", "supervisor", "POST", "/api/client-logs", {
      comment: "x".repeat(600_000),
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ code: "invalid_args" });
  });

  test("is taken five times in ten minutes, and told when again", async () => {
    const send = () => at("harrow", "agent", "POST", "/api/client-logs", { comment: "", log: aLog() });
    for (let time = 0; time < 5; time++) expect((await send()).statusCode).toBe(201);
    const sixth = await send();
    expect(sixth.statusCode).toBe(429);
    expect(sixth.json().facts.retryAfterSeconds).toBeGreaterThan(0);
  });
});

test("a pace lets so many through within its time", () => {
  const pace = new Pace(2, 1_000);
  expect([pace.wait("a", 0), pace.wait("a", 400), pace.wait("a", 500), pace.wait("b", 500)]).toEqual([
    0, 0, 500, 0,
  ]);
  expect(pace.wait("a", 1_000)).toBe(0);
  expect(pace.wait("a", 1_001)).toBe(399);
});

test("two hundred are kept, and none for longer than thirty days", async () => {
  const fresh = await freshDatabase();
  await migrate({ connectionString: fresh.ownerUrl });
  const database = new Database({ connectionString: fresh.appUrl });
  try {
    const rows = new ClientLogRows(database, "larkfield");
    const kept = (logId: string, sentAt: number) =>
      rows.add({ logId, at: sentAt, agentId: "ben", comment: "", entries: 0, errors: 0 }, aLog(), []);
    const day = 86_400_000;
    await kept("old", 1 * day);
    await kept("young", 30 * day);
    expect((await rows.list(30 * day)).map(({ logId }) => logId)).toEqual(["young", "old"]);
    expect((await rows.list(32 * day)).map(({ logId }) => logId)).toEqual(["young"]);
    expect(await rows.find("old", 32 * day)).toBeUndefined();
    for (let count = 0; count < 201; count++) await kept(`n${count}`, 32 * day + count);
    const all = await rows.list(32 * day);
    expect(all).toHaveLength(200);
    expect(all.map(({ logId }) => logId)).not.toContain("young");
    expect(await rows.find("old", 1 * day)).toBeUndefined();
  } finally {
    await database.close();
    await fresh.drop();
  }
});
