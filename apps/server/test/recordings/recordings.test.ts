import { appendFile, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  MemoryRecordingRows,
  RecordingFiles,
  Recordings,
  verifyRecordings,
} from "../../src/recordings/index.js";
import { type ACenter, aCenter } from "../desk-http/a-center.js";
import { type RecordingFolder, recordingFolder, recordingKey } from "./support.js";

let center: ACenter;
let voice: RecordingFolder;
let rows: MemoryRecordingRows;
let files: RecordingFiles;
let recordings: Recordings;
const told: string[] = [];

beforeEach(async () => {
  told.length = 0;
  center = await aCenter();
  voice = await recordingFolder();
  rows = new MemoryRecordingRows();
  files = new RecordingFiles(voice.folder, recordingKey);
  const note = (_facts: object, sentence: string) => void told.push(sentence);
  const log = { info: note, warn: note, error: note };
  recordings = new Recordings({ handle: center.handle, rows, files, log, ownsFolder: true });
});
afterEach(async () => {
  await recordings.stop();
  await center.stop();
  await voice.remove();
});

const pathOf = (file: string) => path.join(voice.folder, file);
/** Nobody has written to it for an hour. */
async function rest(recordingId: string, month = "2026/11"): Promise<void> {
  const anHourAgo = (Date.now() - 3_600_000) / 1000;
  await utimes(pathOf(`${month}/${recordingId}`), anHourAgo, anHourAgo);
}

test("what is told is kept: a recording that ended, one without a sound, one that the disk refused", async () => {
  for (const [id, halfSeconds] of [
    ["c1.r1", 4],
    ["c1.r2", 0],
  ] as const) {
    const { started, ended } = await voice.write(id, { halfSeconds });
    await recordings.note(started);
    await recordings.note(ended);
    await recordings.note(started);
  }
  expect(await rows.byId("c1.r1")).toMatchObject({ state: "kept", cause: "stopped", durationMs: 2_000 });
  expect(await rows.byId("c1.r2")).toMatchObject({ state: "nothing", durationMs: 0 });
  expect(told).toEqual([]);
  const { started } = await voice.write("c1.r3");
  await recordings.note(started);
  const nothing = { durationMs: 0, bytes: 0, sha256: "", cause: "disk_full" } as const;
  await recordings.note({ type: "recording.ended", interactionId: "c1", recordingId: "c1.r3", ...nothing });
  expect(await rows.byId("c1.r3")).toMatchObject({ state: "nothing", cause: "disk_full" });
  expect(told).toEqual(["a recording could not be gone on with"]);
});

test("what nobody ended is ended by what its file says, but not while somebody may still write it", async () => {
  const whole = await voice.write("c1.r1", { halfSeconds: 3 });
  const cut = await voice.write("c2.r1", { halfSeconds: 5, cut: true });
  const lost = await voice.write("c3.r1");
  const fresh = await voice.write("c4.r1", { cut: true });
  const empty = await voice.write("c5.r1", { halfSeconds: 0, cut: true });
  for (const { started } of [whole, cut, lost, fresh, empty]) await recordings.note(started);
  await rm(pathOf("2026/11/c3.r1"));
  for (const id of ["c1.r1", "c2.r1", "c5.r1"]) await rest(id);
  await recordings.finishForgotten();
  const { size } = await stat(pathOf("2026/11/c2.r1"));
  expect(await rows.byId("c1.r1")).toMatchObject({ state: "kept", cause: "stopped", durationMs: 1_500 });
  expect(await rows.byId("c2.r1")).toMatchObject({
    state: "kept",
    cause: "cut_off",
    durationMs: 2_500,
    bytes: size,
  });
  expect(await rows.byId("c3.r1")).toMatchObject({ state: "missing" });
  expect(await rows.byId("c4.r1")).toMatchObject({ state: "recording" });
  expect(await rows.byId("c5.r1")).toMatchObject({ state: "nothing", cause: "cut_off" });
  // What the voice process tells late says the same as its file, and changes nothing.
  await recordings.note(whole.ended);
  expect(await rows.byId("c1.r1")).toMatchObject({ ...pick(whole.ended), state: "kept" });
  expect(await verifyRecordings(rows, files)).toEqual({ checked: 2, problems: [] });
});

const pick = (ended: object) => {
  const { bytes, sha256, durationMs } = ended as { bytes: number; sha256: string; durationMs: number };
  return { bytes, sha256, durationMs };
};

test("a file that nobody told of is found after its voice process has died", async () => {
  await voice.write("c1.r1", { cut: true });
  await voice.write("c2.r1", { startedAt: Date.UTC(2026, 9, 31) });
  await voice.write("old.r1", { startedAt: Date.UTC(2026, 1, 3) });
  await appendFile(pathOf("2026/11/c3.r1"), "half a header");
  for (const id of ["c1.r1", "c3.r1"]) await rest(id);
  await rest("c2.r1", "2026/10");
  recordings.start();
  await recordings.stop();
  expect(await rows.byId("c1.r1")).toMatchObject({ state: "kept", cause: "cut_off", agentId: "sofia" });
  expect(await rows.byId("c2.r1")).toMatchObject({ state: "kept", cause: "stopped", file: "2026/10/c2.r1" });
  expect(await rows.byId("c3.r1")).toBeUndefined();
  expect(await rows.byId("old.r1")).toBeUndefined();
});

test("what its service keeps no longer is deleted, which is written down; what is held stays", async () => {
  const old = Date.UTC(2026, 7, 1);
  for (const id of ["c1.r1", "c2.r1"]) {
    const { started, ended } = await voice.write(id, { startedAt: old });
    await recordings.note(started);
    await recordings.note(ended);
  }
  await rows.hold("c2.r1", true);
  center.clock.time = old + 89 * 86_400_000;
  await recordings.sweep();
  expect(await files.bytesOf("2026/08/c1.r1")).toBeGreaterThan(30_000);
  center.clock.time = old + 90 * 86_400_000;
  await recordings.sweep();
  expect(await files.bytesOf("2026/08/c1.r1")).toBeUndefined();
  expect(await rows.byId("c1.r1")).toMatchObject({ state: "deleted", deletedAt: center.clock.time });
  expect(await rows.byId("c2.r1")).toMatchObject({ state: "kept" });
  expect(await rows.accessesOf("c1.r1", 9)).toEqual([
    {
      at: center.clock.time,
      what: "deleted",
      recordingId: "c1.r1",
      interactionId: "c1",
      agentId: null,
      address: null,
    },
  ]);
  // The file went, the row did not: the next time it does.
  await rows.hold("c2.r1", false);
  await rm(pathOf("2026/08/c2.r1"));
  await recordings.sweep();
  expect(await rows.byId("c2.r1")).toMatchObject({ state: "deleted" });
});

test("a file that was changed, shortened or taken away later is found", async () => {
  for (const id of ["c1.r1", "c2.r1", "c3.r1"]) {
    const { started, ended } = await voice.write(id);
    await recordings.note(started);
    await recordings.note(ended);
  }
  await appendFile(pathOf("2026/11/c1.r1"), "x");
  await rm(pathOf("2026/11/c2.r1"));
  const { checked, problems } = await verifyRecordings(rows, files);
  expect(checked).toBe(3);
  expect(problems.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
    "recording_differs c1.r1",
    "recording_missing c2.r1",
  ]);
});
