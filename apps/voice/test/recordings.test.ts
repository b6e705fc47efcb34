import { mkdtemp, open, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Room } from "@patchbay/media";
import { RecordingReader } from "@patchbay/media/recording";
import type { VoiceEvent } from "@patchbay/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CallRecordings } from "../src/workers/call-recordings.js";
import type { RecordingShown } from "../src/workers/messages.js";
import { RecordingStore } from "../src/workers/recording-store.js";
import { until } from "./support/until.js";

const startedAt = Date.UTC(2026, 10, 30, 23, 59, 59);
const key = Buffer.alloc(32, 3);
const r1: RecordingShown = { recordingId: "call.r1", legId: "call.l2", kind: "call", paused: false };
const r2: RecordingShown = { ...r1, recordingId: "call.r2", kind: "signature" };

let folder: string;
let freeBytes: number;
let steady: number;
let told: VoiceEvent[];
let troubles: string[];
let sinks: Map<string, Parameters<Room["addRecording"]>[1]>;
let recordings: CallRecordings;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "patchbay-recordings-"));
  const keyFile = path.join(folder, "key");
  await writeFile(keyFile, key.toString("hex"));
  freeBytes = 10_000_000;
  steady = 0;
  told = [];
  troubles = [];
  sinks = new Map();
  const settings = { folder: path.join(folder, "recordings"), keyFile, freeBytesMin: 1_000_000 };
  recordings = new CallRecordings({
    interactionId: "call",
    room: {
      addRecording: (id, sink) => void sinks.set(id, sink),
      removeRecording: (id) => void sinks.delete(id),
    },
    store: new RecordingStore(
      settings,
      () => steady,
      () => Promise.resolve(freeBytes),
    ),
    tell: (event) => void told.push(event),
    trouble: (detail) => void troubles.push(detail),
    clock: () => startedAt,
  });
});
afterEach(async () => {
  await recordings.close();
  await rm(folder, { recursive: true, force: true });
});

const show = (...shown: RecordingShown[]): void => recordings.show(shown, () => "sofia");
const begun = (id: string) => until(() => sinks.get(id), 2_000, `${id} is written`);
const endOf = (id: string) =>
  until(
    () => told.find((event) => event.type === "recording.ended" && event.recordingId === id),
    2_000,
    `${id} has ended`,
  );
function write(id: string, ticks: number): void {
  const frame = new Int16Array(160).fill(1_000);
  for (let tick = 0; tick < ticks; tick++) sinks.get(id)?.sink.write([frame, frame]);
}
const types = () => told.map((event) => event.type);

describe("the recordings of a call", () => {
  it("lie by year and month, side by side, and are told once each", async () => {
    show(r1, r2);
    await begun("call.r1");
    await begun("call.r2");
    expect(recordings.taps).toEqual([
      { agent: "call.l2", spoken: "call.r1.spoken", heard: "call.r1.heard", paused: false },
      { agent: "call.l2", spoken: "call.r2.spoken", heard: "call.r2.heard", paused: false },
    ]);
    write("call.r1", 100);
    write("call.r2", 50);
    show(r1, r2);
    show(r1);
    expect(await endOf("call.r2")).toMatchObject({ cause: "stopped", durationMs: 1_000 });
    show();
    expect(await endOf("call.r1")).toMatchObject({ cause: "stopped", durationMs: 2_000 });
    // A picture that was drawn before its end does not begin it anew.
    show(r1);
    expect(types()).toEqual(["recording.started", "recording.started", "recording.ended", "recording.ended"]);
    expect(told[0]).toMatchObject({ file: "2026/11/call.r1", kind: "call", agentId: "sofia", startedAt });
    expect(await readdir(path.join(folder, "recordings/2026/11"))).toEqual(["call.r1", "call.r2"]);
    const file = await open(path.join(folder, "recordings/2026/11/call.r2"));
    const { facts } = await RecordingReader.open(file, { recordingId: "call.r2", key });
    await file.close();
    expect(facts).toMatchObject({ kind: "signature", agentId: "sofia", interactionId: "call" });
  });

  it("are paused as the picture says, also from the beginning", async () => {
    show({ ...r1, paused: true });
    await begun("call.r1");
    write("call.r1", 10);
    show(r1);
    write("call.r1", 20);
    show({ ...r1, paused: true });
    write("call.r1", 30);
    show();
    await endOf("call.r1");
    const file = await open(path.join(folder, "recordings/2026/11/call.r1"));
    const { pauses } = await RecordingReader.open(file, { recordingId: "call.r1", key });
    await file.close();
    expect(pauses).toEqual([
      { from: 0, to: 1_600 },
      { from: 4_800, to: 9_600 },
    ]);
  });

  it("end before the disk is full, and say so; nothing new is begun", async () => {
    show(r1);
    await begun("call.r1");
    write("call.r1", 50);
    // Its file is made in its own time, and not at all on a disk that is full by then.
    await vi.waitFor(async () =>
      expect(await readdir(path.join(folder, "recordings/2026/11"))).toEqual(["call.r1"]),
    );
    recordings.watch();
    freeBytes = 1_000;
    steady += 10_000;
    recordings.watch();
    await new Promise((resolve) => setImmediate(resolve));
    recordings.watch();
    expect(await endOf("call.r1")).toMatchObject({ cause: "disk_full", durationMs: 1_000 });
    expect(sinks.size).toBe(0);
    show(r1, r2);
    expect(await endOf("call.r2")).toMatchObject({ cause: "disk_full", durationMs: 0, bytes: 0 });
    expect(troubles).toHaveLength(1);
  });

  it("never overwrite a file, and never leave their folder", async () => {
    show(r1);
    await begun("call.r1");
    await recordings.close();
    const again = new CallRecordings({
      interactionId: "call",
      room: { addRecording: () => undefined, removeRecording: () => undefined },
      store: new RecordingStore(
        { folder: path.join(folder, "recordings"), keyFile: path.join(folder, "key"), freeBytesMin: 0 },
        () => steady,
      ),
      tell: (event) => void told.push(event),
      trouble: (detail) => void troubles.push(detail),
      clock: () => startedAt,
    });
    told = [];
    again.show([r1, { ...r2, recordingId: "../../secrets.r1" }], () => null);
    expect(await endOf("call.r1")).toMatchObject({ cause: "failed", bytes: 0 });
    expect(types()).toEqual(["recording.started", "recording.ended"]);
    expect(troubles.join()).toContain("EEXIST");
  });
});
