import Fastify from "fastify";
import { pino } from "pino";
import { expect, test } from "vitest";
import { refusalOf, refuse } from "../../src/auth/index.js";
import { Refusals } from "../../src/refusals/index.js";

const DAY_MS = 86_400_000;
const refusal = { correlationId: "c1", name: "desk.call.place", agentId: "ben", sessionId: "s1" };

test("each refusal is in the log with its number, and without whose it was", () => {
  const lines: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void lines.push(line) });
  new Refusals(log, () => 0).note({ ...refusal, code: "no_line" });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    correlationId: "c1",
    code: "no_line",
    name: "desk.call.place",
  });
  expect(lines[0]).not.toMatch(/ben|s1"/);
});

test("counted by code and day, for two weeks", () => {
  let now = Date.UTC(2026, 10, 1, 12);
  const refusals = new Refusals(pino({ level: "silent" }), () => now);
  expect(refusals.since).toBe(now);
  for (const code of ["queue_full", "no_line", "no_line"]) refusals.note({ ...refusal, code });
  now += DAY_MS;
  refusals.note({ ...refusal, code: "queue_full" });
  expect(refusals.counted()).toEqual([
    { day: "2026-11-02", code: "queue_full", count: 1 },
    { day: "2026-11-01", code: "no_line", count: 2 },
    { day: "2026-11-01", code: "queue_full", count: 1 },
  ]);
  for (let day = 0; day < 20; day++) {
    now += DAY_MS;
    refusals.note({ ...refusal, code: "no_line" });
  }
  expect(new Set(refusals.counted().map(({ day }) => day)).size).toBe(14);
});

test("an agent's own refusals are found again, the last ones", () => {
  let now = 1_000;
  const refusals = new Refusals(pino({ level: "silent" }), () => now++);
  for (let at = 0; at < 5_000; at++)
    refusals.note({ ...refusal, agentId: at % 2 === 0 ? "ben" : "sofia", code: "no_line" });
  const own = refusals.ofAgent("ben", 0);
  expect(own.length).toBeGreaterThan(500);
  expect(own.length).toBeLessThanOrEqual(2_000);
  expect(own.every(({ agentId }) => agentId === "ben")).toBe(true);
  expect(refusals.ofAgent("ben", now)).toEqual([]);
});

test("what an HTTP request was refused with is known of it", async () => {
  const app = Fastify();
  let seen: string | undefined;
  app.addHook("onResponse", async (request) => {
    seen = refusalOf(request);
  });
  app.get("/no", async (_request, reply) => refuse(reply, 409, "queue_full", "No."));
  app.get("/yes", async () => "yes");
  const refused = await app.inject("/no");
  expect(refused.json()).toMatchObject({ code: "queue_full", correlationId: expect.any(String) });
  expect(seen).toBe("queue_full");
  await app.inject("/yes");
  expect(seen).toBeUndefined();
});
