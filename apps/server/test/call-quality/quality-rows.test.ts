import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MeasuredLeg, QualityRows, type QualitySample } from "../../src/call-quality/index.js";
import { Database, migrate } from "../../src/tables-postgres/index.js";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";

let made: TestDatabase;
let database: Database;
beforeAll(async () => {
  made = await freshDatabase();
  await migrate({ connectionString: made.ownerUrl });
  database = new Database({ connectionString: made.appUrl });
});
afterAll(async () => {
  await database.close();
  await made.drop();
});

let centers = 0;
const emptyRows = (): QualityRows => new QualityRows(database, `center-${++centers}`);
const leg = (id: string, more: Partial<MeasuredLeg> = {}): MeasuredLeg => ({
  legId: `${id}.l2`,
  interactionId: id,
  role: "agent",
  agentId: "sofia",
  device: "browser",
  startedAt: 1_000,
  ...more,
});
const sample = (atMs: number, mos: number, more: Partial<QualitySample> = {}): QualitySample => ({
  atMs,
  mos,
  loss: 0,
  jitterMs: 4,
  roundTripMs: 20,
  level: 0.5,
  ...more,
});
const place = (microphone: string, network = "192.0.2.0/24") => ({
  facts: { microphone, speaker: "", browser: "Chrome 141", platform: "Linux", connection: "wifi" },
  network,
});
const all = { from: 0, to: 10_000, agentIds: null };

describe("how calls sounded", () => {
  test("samples are added one after the other, with their mean and their worst", async () => {
    const rows = emptyRows();
    await rows.add(leg("c1"), [sample(5_000, 4.2), sample(10_000, 3.1, { loss: 0.08, roundTripMs: null })]);
    await rows.place(leg("c1"), place("Jabra"));
    await rows.add(leg("c1", { startedAt: 9_999 }), [sample(15_000, 4.4, { jitterMs: 30 })]);
    await rows.add(leg("c1"), []);
    const [timeline, ...others] = await rows.ofInteraction("c1");
    expect(others).toEqual([]);
    expect(timeline).toMatchObject({
      legId: "c1.l2",
      startedAt: 1_000,
      mosMin: 3.1,
      lossMax: 0.08,
      jitterMsMax: 30,
      place: { network: "192.0.2.0/24", facts: { microphone: "Jabra" } },
      report: null,
    });
    expect(timeline?.mos).toBeCloseTo(3.9, 5);
    expect(timeline?.samples).toEqual([
      sample(5_000, 4.2),
      sample(10_000, 3.1, { loss: 0.08, roundTripMs: null }),
      sample(15_000, 4.4, { jitterMs: 30 }),
    ]);
    expect(await rows.startOf("c1.l2")).toBe(1_000);
    expect(await rows.startOf("c9.l2")).toBeUndefined();
  });

  test("a call of a whole day does not grow for ever, and its figures count to the end", async () => {
    const rows = emptyRows();
    const many = Array.from({ length: 900 }, (_, at) => sample(at * 5_000, 4));
    for (let hours = 0; hours < 3; hours++) await rows.add(leg("c1"), many);
    await rows.add(leg("c1"), [sample(1, 1)]);
    const [timeline] = await rows.ofInteraction("c1");
    expect(timeline?.samples).toHaveLength(2_700);
    expect(timeline?.mosMin).toBe(1);
  });

  test("by agent, device and network: the worst first, each call once, with what was reported", async () => {
    const rows = emptyRows();
    const calls: [id: string, agentId: string, microphone: string, network: string, mos: number][] = [
      ["c1", "sofia", "Jabra", "192.0.2.0/24", 4.3],
      ["c2", "sofia", "Laptop", "192.0.2.0/24", 2.5],
      ["c3", "ben", "Jabra", "198.51.100.0/24", 4.1],
    ];
    for (const [id, agentId, microphone, network, mos] of calls) {
      await rows.add(leg(id, { agentId }), [sample(5_000, mos)]);
      await rows.place(leg(id, { agentId }), place(microphone, network));
    }
    await rows.add(leg("c4", { agentId: "mei", device: "sip" }), [sample(5_000, 4.4)]);
    // Of a customer's line, and of an agent that was never heard, there is nothing to tell of a desk.
    await rows.add(leg("c1", { legId: "c1.l1", role: "customer", agentId: null, device: null }), [
      sample(5_000, 1),
    ]);
    await rows.place(leg("c5"), place("Broken"));
    await rows.report("c2", "sofia", 2_000, place("Laptop"));
    await rows.report("c2", "sofia", 3_000, place("Another"));
    await rows.report("c3", "sofia", 3_000, place("Laptop"));
    const said = async (by: "agent" | "device" | "network", span = all) =>
      (await rows.groups(by, span)).map(
        ({ key, calls: count, reports, mos }) => `${key} ${count} ${reports} ${mos.toFixed(1)}`,
      );
    expect(await said("agent")).toEqual(["sofia 2 1 3.4", "ben 1 0 4.1", "mei 1 0 4.4"]);
    expect(await said("device")).toEqual(["Laptop 1 1 2.5", "Jabra 2 0 4.2", "sip 1 0 4.4"]);
    expect(await said("network")).toEqual(["192.0.2.0/24 2 1 3.4", "198.51.100.0/24 1 0 4.1", " 1 0 4.4"]);
    expect(await said("agent", { ...all, agentIds: ["ben"] as never })).toEqual(["ben 1 0 4.1"]);
    expect(await said("agent", { ...all, from: 2_000 })).toEqual([]);
    const legs = await rows.legs("device", "Jabra", all);
    expect(legs.map(({ interactionId }) => interactionId)).toEqual(["c3", "c1"]);
    const [bad] = await rows.legs("agent", "sofia", all);
    expect(bad).toMatchObject({ interactionId: "c2", report: { problem: null } });
  });

  test("a report is one for each agent and call, and says later what it was", async () => {
    const rows = emptyRows();
    await rows.report("c1", "sofia", 2_000, place("Jabra"));
    await rows.report("c1", "sofia", 5_000, place("Jabra"));
    await rows.report("c1", "ben", 3_000, place("Jabra"));
    expect(await rows.explain("c1", "sofia", "one_way")).toBe(true);
    expect(await rows.explain("c1", "nobody", "echo")).toBe(false);
    expect(await rows.reportsOf("c1")).toEqual([
      { interactionId: "c1", agentId: "sofia", at: 2_000, problem: "one_way" },
      { interactionId: "c1", agentId: "ben", at: 3_000, problem: null },
    ]);
  });
});
