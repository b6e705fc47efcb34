import { truncate } from "node:fs/promises";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerAuth } from "../../src/auth/index.js";
import { registerDeskHttp } from "../../src/desk-http/index.js";
import { readRange } from "../../src/recordings/byte-range.js";
import {
  MemoryRecordingRows,
  RecordingFiles,
  Recordings,
  recordingRuleDefault,
  registerRecordings,
} from "../../src/recordings/index.js";
import { type ACenter, aCenter, logIn, ourPage } from "../desk-http/a-center.js";
import { type RecordingFolder, recordingFolder, recordingKey } from "./support.js";

let center: ACenter;
let voice: RecordingFolder;
let app: FastifyInstance;
const rows = new MemoryRecordingRows();
const cookies = new Map<string, string>();

beforeAll(async () => {
  center = await aCenter();
  voice = await recordingFolder();
  const files = new RecordingFiles(voice.folder, recordingKey);
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const recordings = new Recordings({ handle: center.handle, rows, files, log, ownsFolder: true });
  for (const id of ["c1.r1", "c2.r1"]) {
    const { started, ended } = await voice.write(id, { paused: true });
    await recordings.note(started);
    await recordings.note(ended);
  }
  for (const id of ["going.r1", "damaged.r1", "gone.r1"]) {
    const { started, ended } = await voice.write(id);
    await recordings.note(started);
    if (id !== "going.r1") await recordings.note(ended);
  }
  await truncate(path.join(voice.folder, "2026/11/damaged.r1"), 20);
  await rows.markDeleted("gone.r1", 1);
  const found = { byTenant: () => undefined, byHost: () => center.handle, byId: () => center.handle };
  const centers = { ...found, all: () => [center.handle] };
  app = Fastify();
  const sessions = () => center.sessions;
  const auth = registerAuth(app, { centers, sessions, publicUrl: null });
  registerDeskHttp(app, { auth, centers, sessions });
  registerRecordings(app, { auth, recordingsOf: () => recordings });
  await app.ready();
  const people = [
    ["sofia", ["agent"]],
    ["ben", ["agent"]],
    ["anna", ["supervisor"]],
    ["admin", ["administrator"]],
  ] as const;
  for (const [name, roles] of people) {
    await center.addUser(name, roles);
    cookies.set(name, (await logIn(app, name)).cookie);
  }
});
afterAll(async () => {
  await app.close();
  await center.stop();
  await voice.remove();
});

const ask = (
  who: string,
  what: string,
  options: {
    id?: string;
    headers?: Record<string, string>;
    method?: "GET" | "HEAD" | "PUT";
    body?: object;
  } = {},
) =>
  app.inject({
    method: options.method ?? "GET",
    url: `/api/recordings/${options.id ?? "c1.r1"}/${what}?seat=1`,
    headers: { ...ourPage(), cookie: cookies.get(who) ?? "", ...options.headers },
    ...(options.body === undefined ? {} : { payload: options.body }),
    remoteAddress: "192.0.2.44",
  });
const accesses = async (id = "c1.r1") =>
  (await rows.accessesOf(id, 50))
    .map(({ what, agentId, address }) => `${what} ${agentId} ${address}`)
    .reverse();

describe("a recording is played", () => {
  test("as a WAV of two channels, whole and in pieces, and each listening is written down once", async () => {
    const whole = await ask("anna", "audio");
    expect(whole.statusCode).toBe(200);
    expect(whole.headers).toMatchObject({
      "content-type": "audio/wav",
      "accept-ranges": "bytes",
      "cache-control": "private, no-store",
      "content-length": String(44 + 2 * 8_000 * 4),
    });
    expect(whole.rawPayload).toHaveLength(44 + 2 * 8_000 * 4);
    expect(whole.rawPayload.toString("latin1", 0, 4)).toBe("RIFF");
    for (const [range, from, to] of [
      ["bytes=0-", 0, 64_044],
      ["bytes=0-1", 0, 2],
      ["bytes=10-9999", 10, 10_000],
      ["bytes=16043-48050", 16_043, 48_051],
      ["bytes=-100", 63_944, 64_044],
      ["bytes=64000-99999999", 64_000, 64_044],
    ] as const) {
      const part = await ask("anna", "audio", { headers: { range } });
      expect(part.statusCode, range).toBe(206);
      expect(part.headers["content-range"]).toBe(`bytes ${from}-${to - 1}/64044`);
      expect(part.rawPayload.equals(whole.rawPayload.subarray(from, to)), range).toBe(true);
    }
    const beyond = await ask("anna", "audio", { headers: { range: "bytes=64044-" } });
    expect(beyond.statusCode).toBe(416);
    expect(beyond.headers["content-range"]).toBe("bytes */64044");
    expect(await accesses()).toEqual(["listened anna 192.0.2.44"]);
    center.clock.time += 31 * 60_000;
    await ask("anna", "audio", { headers: { range: "bytes=100-" } });
    expect(await accesses()).toEqual(["listened anna 192.0.2.44", "listened anna 192.0.2.44"]);
  });

  test("asking how long it is, is no listening", async () => {
    const before = await accesses("c2.r1");
    const head = await ask("anna", "audio", { id: "c2.r1", method: "HEAD" });
    expect(head.statusCode).toBe(200);
    expect(head.headers["content-length"]).toBe("64044");
    expect(await accesses("c2.r1")).toEqual(before);
  });

  test("its waveform comes with its pauses, and is kept", async () => {
    const first = (await ask("anna", "waveform")).json();
    expect(first).toMatchObject({ durationMs: 2_000, pauses: [{ fromMs: 500, toMs: 1_000 }], whole: true });
    const peaks = Buffer.from(first.spoken, "base64");
    expect(peaks).toHaveLength(1_600);
    expect([100, 600, 1_200].map((at) => (peaks[at] ?? 0) > 60)).toEqual([true, false, true]);
    expect(Math.max(...Buffer.from(first.heard, "base64"))).toBeLessThan(30);
    expect(await rows.waveform("c1.r1")).toHaveLength(3_200);
    expect((await ask("anna", "waveform")).json()).toEqual(first);
  });

  test("a copy is taken by whoever has that right, under a name that says nothing, and written down", async () => {
    const copy = await ask("anna", "download", { id: "c2.r1" });
    expect(copy.statusCode).toBe(200);
    expect(copy.headers["content-disposition"]).toBe('attachment; filename="2026-11-22-c2.r1.wav"');
    expect(copy.rawPayload).toHaveLength(64_044);
    expect(await accesses("c2.r1")).toEqual(["downloaded anna 192.0.2.44"]);
    expect((await ask("sofia", "audio")).statusCode).toBe(200);
    expect((await ask("sofia", "download")).json()).toMatchObject({ code: "not_enough_privileges" });
    await rows.putRule("claims", recordingRuleDefault);
  });

  test("somebody else's does not exist for an agent, and neither does anything for a stranger", async () => {
    for (const what of ["audio", "download", "waveform"]) {
      expect((await ask("ben", what)).json()).toMatchObject({ code: "recording_not_found" });
      expect((await ask("nobody", what)).statusCode).toBe(401);
      expect((await ask("anna", what, { id: "unknown.r1" })).statusCode).toBe(404);
    }
    expect((await ask("sofia", "accesses")).statusCode).toBe(403);
    expect((await ask("sofia", "hold", { method: "PUT", body: { held: true } })).statusCode).toBe(403);
  });

  test("what cannot be played says why", async () => {
    const codes = new Map<string, string>();
    for (const id of ["going.r1", "damaged.r1", "gone.r1"]) {
      const answer = await ask("anna", "audio", { id });
      codes.set(id, `${answer.statusCode} ${answer.json().code}`);
      expect(await accesses(id)).toEqual([]);
    }
    expect(Object.fromEntries(codes)).toEqual({
      "going.r1": "409 recording_unfinished",
      "damaged.r1": "500 recording_damaged",
      "gone.r1": "410 recording_deleted",
    });
  });

  test("a supervisor holds it back from being deleted, and sees who has heard it", async () => {
    expect(
      (await ask("anna", "hold", { id: "c2.r1", method: "PUT", body: { held: "yes" } })).statusCode,
    ).toBe(400);
    for (const held of [true, true, false])
      expect((await ask("anna", "hold", { id: "c2.r1", method: "PUT", body: { held } })).statusCode).toBe(
        204,
      );
    expect((await rows.byId("c2.r1"))?.held).toBe(false);
    const seen = (await ask("admin", "accesses", { id: "c2.r1" })).json();
    expect(seen.accesses.map(({ what, name }: Record<string, string>) => `${what} ${name}`)).toEqual([
      "released anna",
      "held anna",
      "downloaded anna",
    ]);
  });
});

test.each([
  [undefined, null],
  ["bytes=0-0", { from: 0, to: 1 }],
  ["bytes=-1", { from: 99, to: 100 }],
  ["bytes=-1000", { from: 0, to: 100 }],
  ["bytes=5-4", null],
  ["bytes=-", null],
  ["bytes=0-1,3-4", null],
  ["lines=0-1", null],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
])("the range %s of 100 bytes is %j", (header, range) => {
  expect(readRange(header, 100)).toEqual(range);
});
