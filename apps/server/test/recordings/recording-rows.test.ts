import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  MemoryRecordingRows,
  PostgresRecordingRows,
  type RecordingRows,
  recordingRuleDefault,
} from "../../src/recordings/index.js";
import { Database, migrate } from "../../src/tables-postgres/index.js";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";

const DAY = 86_400_000;
const recording = (recordingId: string, more: { startedAt?: number; serviceId?: string | null } = {}) => ({
  recordingId,
  interactionId: recordingId.split(".")[0] ?? "",
  legId: "l2",
  agentId: "sofia",
  serviceId: "claims",
  kind: "call" as const,
  file: `2026/11/${recordingId}`,
  startedAt: 1_000,
  ...more,
});
const end = { state: "kept", cause: "stopped", durationMs: 1_500, bytes: 24_100, sha256: "ab" } as const;

/** What every adapter does. `make` gives an empty one. */
function contract(make: () => Promise<RecordingRows>): void {
  test("a recording begins and ends once, whatever is told again", async () => {
    const rows = await make();
    await rows.add(recording("c1.r1"));
    await rows.add({ ...recording("c1.r1"), agentId: "ben" });
    const begun = {
      ...recording("c1.r1"),
      state: "recording",
      cause: null,
      durationMs: 0,
      bytes: 0,
      sha256: "",
      held: false,
      deletedAt: null,
    };
    expect(await rows.byId("c1.r1")).toEqual(begun);
    await rows.end("c1.r1", end);
    await rows.end("c1.r1", { ...end, state: "missing", durationMs: 7 });
    expect(await rows.byId("c1.r1")).toEqual({ ...begun, ...end });
    await rows.end("unknown.r1", end);
    expect(await rows.byId("unknown.r1")).toBeUndefined();
  });

  test("they are found by interaction, by state and by id", async () => {
    const rows = await make();
    for (const id of ["c1.r2", "c1.r1", "c2.r1"])
      await rows.add(recording(id, { startedAt: id === "c1.r2" ? 2_000 : 1_000 }));
    await rows.end("c1.r1", end);
    expect((await rows.ofInteraction("c1")).map(({ recordingId }) => recordingId)).toEqual([
      "c1.r1",
      "c1.r2",
    ]);
    const open = await rows.inState("recording", { after: "", limit: 1 });
    expect(open.map(({ recordingId }) => recordingId)).toEqual(["c1.r2"]);
    const next = await rows.inState("recording", { after: "c1.r2", limit: 5 });
    expect(next.map(({ recordingId }) => recordingId)).toEqual(["c2.r1"]);
    expect([...(await rows.known(["c1.r1", "x.r1", "c2.r1"]))].sort()).toEqual(["c1.r1", "c2.r1"]);
  });

  test("what a service keeps no longer is due, oldest first; what is held or goes on is not", async () => {
    const rows = await make();
    const now = 1_000 * DAY;
    const ages: [string, number, string | null][] = [
      ["a.r1", 8, "claims"],
      ["b.r1", 6, "claims"],
      ["c.r1", 500, "forever"],
      ["d.r1", 91, "others"],
      ["e.r1", 89, "others"],
      ["f.r1", 95, null],
      ["g.r1", 700, "claims"],
      ["h.r1", 700, "claims"],
    ];
    await rows.putRule("claims", { ...recordingRuleDefault, retentionDays: 30 });
    await rows.putRule("claims", { ...recordingRuleDefault, retentionDays: 7 });
    await rows.putRule("forever", {
      retentionDays: null,
      signatureDays: null,
      agentsListen: false,
      download: "listeners",
    });
    for (const [id, days, serviceId] of ages) {
      await rows.add(recording(id, { startedAt: now - days * DAY, serviceId }));
      if (id !== "h.r1") await rows.end(id, end);
    }
    await rows.hold("g.r1", true);
    expect((await rows.due(now, 10)).map(({ recordingId }) => recordingId)).toEqual(["f.r1", "d.r1", "a.r1"]);
    expect(await rows.due(now, 2)).toHaveLength(2);
    await rows.hold("g.r1", false);
    expect((await rows.due(now, 1))[0]?.recordingId).toBe("g.r1");
    await rows.saveWaveform("g.r1", Buffer.from("up and down"));
    await rows.markDeleted("g.r1", now);
    expect(await rows.byId("g.r1")).toMatchObject({ state: "deleted", deletedAt: now });
    expect(await rows.waveform("g.r1")).toBeUndefined();
    expect(await rows.rules()).toEqual(
      new Map([
        ["claims", { ...recordingRuleDefault, retentionDays: 7 }],
        [
          "forever",
          {
            retentionDays: null,
            signatureDays: null,
            agentsListen: false,
            download: "listeners",
          },
        ],
      ]),
    );
  });

  test("voice signatures have a time of their own", async () => {
    const rows = await make();
    const now = 5_000 * DAY;
    await rows.putRule("claims", { ...recordingRuleDefault, retentionDays: 7, signatureDays: 30 });
    await rows.putRule("forever", { ...recordingRuleDefault, retentionDays: 7, signatureDays: null });
    for (const [id, days, serviceId] of [
      ["a.r1", 29, "claims"],
      ["b.r1", 31, "claims"],
      ["c.r1", 4_000, "forever"],
      ["d.r1", 3_649, "others"],
      ["e.r1", 3_651, "others"],
    ] as const) {
      await rows.add({ ...recording(id, { startedAt: now - days * DAY, serviceId }), kind: "signature" });
      await rows.end(id, end);
    }
    expect((await rows.due(now, 10)).map(({ recordingId }) => recordingId)).toEqual(["e.r1", "b.r1"]);
  });

  test("a waveform is kept with what is kept; who heard it is told newest first", async () => {
    const rows = await make();
    await rows.add(recording("c1.r1"));
    await rows.saveWaveform("c1.r1", Buffer.from("too early"));
    expect(await rows.waveform("c1.r1")).toBeUndefined();
    await rows.end("c1.r1", end);
    await rows.saveWaveform("c1.r1", Buffer.from([1, 0, 255]));
    expect([...((await rows.waveform("c1.r1")) ?? [])]).toEqual([1, 0, 255]);
    const access = { recordingId: "c1.r1", interactionId: "c1", agentId: "anna", address: "192.0.2.7" };
    await rows.addAccess({ at: 5, what: "listened", ...access });
    await rows.addAccess({ at: 5, what: "downloaded", ...access });
    await rows.addAccess({ at: 6, what: "deleted", ...access, agentId: null, address: null });
    await rows.addAccess({ at: 7, what: "listened", ...access, recordingId: "c2.r1" });
    expect(await rows.accessesOf("c1.r1", 2)).toEqual([
      { at: 6, what: "deleted", ...access, agentId: null, address: null },
      { at: 5, what: "downloaded", ...access },
    ]);
  });
}

describe("recordings in memory", () => contract(async () => new MemoryRecordingRows()));

describe("recordings in PostgreSQL", () => {
  let made: TestDatabase;
  let database: Database;
  let number = 0;
  beforeAll(async () => {
    made = await freshDatabase();
    await migrate({ connectionString: made.ownerUrl });
    database = new Database({ connectionString: made.appUrl });
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });
  contract(async () => new PostgresRecordingRows(database, `center-${++number}`));

  test("who heard what can neither be changed nor forgotten by the server", async () => {
    const center = `center-${++number}`;
    for (const statement of ["update recording_access set at = 0", "delete from recording_access"])
      await expect(database.withCenter(center, (tx) => tx.run(statement))).rejects.toMatchObject({
        code: "42501",
      });
  });
});
