import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createCodec, readWav } from "../src/index.js";
import {
  type GrowingFile,
  peaksOf,
  type ReadableFile,
  RecordingDamagedError,
  type RecordingFacts,
  RecordingReader,
  RecordingWriter,
  wavBytes,
  wavStretch,
} from "../src/recording/index.js";
import { dice, joined, rms, sine } from "./support/sound.js";

const key = randomBytes(32);
const facts = {
  recordingId: "call-7.r1",
  interactionId: "call-7",
  legId: "call-7.l2",
  agentId: "sofia",
  kind: "call",
  startedAt: Date.UTC(2026, 10, 22, 9, 0),
} as const;
const asked = { recordingId: facts.recordingId, key };

/** A file in memory. `room`: bytes that fit on its disk; `writeMs`: how slow the disk is, and `null` for one that has stopped. */
class MemoryFile implements GrowingFile, ReadableFile {
  bytes = Buffer.alloc(0);
  closed = false;
  constructor(
    private readonly room = Number.POSITIVE_INFINITY,
    private readonly writeMs: number | null = 0,
  ) {}

  async write(bytes: Uint8Array, offset: number, length: number) {
    if (this.writeMs === null) await new Promise(() => {});
    const bytesWritten = Math.min(length, this.room - this.bytes.length);
    if (bytesWritten === 0) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    this.bytes = Buffer.concat([this.bytes, bytes.subarray(offset, offset + bytesWritten)]);
    return { bytesWritten };
  }
  truncate(length: number): Promise<void> {
    this.bytes = this.bytes.subarray(0, length);
    return Promise.resolve();
  }
  datasync(): Promise<void> {
    return Promise.resolve();
  }
  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
  async read(buffer: Buffer, offset: number, length: number, position: number) {
    return { bytesRead: this.bytes.copy(buffer, offset, position, position + length) };
  }
}

const fileOf = (bytes: Buffer): MemoryFile => Object.assign(new MemoryFile(), { bytes });
/** What G.711 makes of it. */
const coded = (samples: Int16Array): Int16Array => {
  const codec = createCodec("PCMU");
  return codec.decode(codec.encode(samples));
};

interface Script {
  readonly seconds?: number;
  /** Ticks from and to which it is paused. */
  readonly paused?: readonly [number, number];
  readonly file?: MemoryFile;
  readonly facts?: RecordingFacts;
}

/** Two tones, one a channel. */
async function record({ seconds = 3, paused, file = new MemoryFile(), facts: of = facts }: Script = {}) {
  const failures: string[] = [];
  const writer = new RecordingWriter(
    () => Promise.resolve(file),
    of,
    key,
    (cause) => failures.push(cause),
    50,
  );
  const [spoken, heard] = [sine(440, 8000, seconds * 1000), sine(1000, 8000, seconds * 1000)];
  for (let tick = 0; tick < seconds * 50; tick++) {
    writer.setPaused(paused !== undefined && tick >= paused[0] && tick < paused[1]);
    const at = [tick * 160, tick * 160 + 160] as const;
    writer.write([spoken.subarray(...at), heard.subarray(...at)]);
    if (tick % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return { file, writer, failures, spoken: coded(spoken), heard: coded(heard) };
}

async function recorded(script: Script = {}) {
  const made = await record(script);
  return { ...made, outcome: await made.writer.close() };
}

async function readAll(file: MemoryFile, from?: number, to?: number) {
  const reader = await RecordingReader.open(file, asked);
  const pieces = [];
  for await (const piece of reader.read(file, from, to)) pieces.push(piece);
  return {
    reader,
    spoken: joined(pieces.map(({ spoken }) => spoken)),
    heard: joined(pieces.map(({ heard }) => heard)),
  };
}

/** Where the header and each chunk end. */
function jointsOf(bytes: Buffer): number[] {
  const joints = [10 + bytes.readUInt16LE(8)];
  for (let at = joints[0] ?? 0; at < bytes.length; joints.push(at)) at += 5 + bytes.readUInt32LE(at + 1) + 16;
  return joints;
}

/** The code of the damage, or what came of it instead. */
async function damageOf(bytes: Buffer, of: { recordingId: string; key: Buffer } = asked): Promise<string> {
  const file = fileOf(bytes);
  try {
    const reader = await RecordingReader.open(file, of);
    await reader.prove(file);
    return reader.end === null ? "cut off" : "whole";
  } catch (error) {
    if (error instanceof RecordingDamagedError) return error.code;
    throw error;
  }
}

describe("a recording", () => {
  it("REC-1 reads back as it was written, from any place to any other", async () => {
    const { file, outcome, spoken, heard } = await recorded();
    expect(outcome).toEqual({
      cause: "stopped",
      durationMs: 3000,
      bytes: file.bytes.length,
      sha256: createHash("sha256").update(file.bytes).digest("hex"),
    });
    expect(file.closed).toBe(true);
    const whole = await readAll(file);
    expect(whole.reader).toMatchObject({ facts, end: { cause: "stopped" }, durationMs: 3000, pauses: [] });
    expect(whole.spoken).toEqual(spoken);
    expect(whole.heard).toEqual(heard);
    for (const [from, to] of [
      [0, 1],
      [3999, 4001],
      [4000, 8000],
      [12_345, 20_000],
      [23_999, 99_999],
      [30_000, 40_000],
    ]) {
      const part = await readAll(file, from, to);
      expect(part.spoken).toEqual(spoken.subarray(from, to));
      expect(part.heard).toEqual(heard.subarray(from, to));
    }
  });

  it("REC-1 is a WAV of two channels, any stretch of which is the same as that of the whole", async () => {
    const { file, spoken, heard } = await recorded({ seconds: 2, paused: [30, 60] });
    const reader = await RecordingReader.open(file, asked);
    const stretch = async (from?: number, to?: number): Promise<Buffer> => {
      const pieces: Buffer[] = [];
      for await (const piece of wavStretch(reader, file, from, to)) pieces.push(piece);
      return Buffer.concat(pieces);
    };
    const whole = await stretch();
    expect(whole).toHaveLength(wavBytes(reader));
    const wav = readWav(whole);
    expect(wav?.sampleRate).toBe(8000);
    expect(wav?.channels[0]?.subarray(0, 4800)).toEqual(spoken.subarray(0, 4800));
    expect(wav?.channels[1]?.subarray(9600)).toEqual(heard.subarray(9600));
    const roll = dice(1);
    for (let tries = 0; tries < 200; tries++) {
      const from = Math.floor(roll() * whole.length);
      const to = from + 1 + Math.floor(roll() * (tries % 2 === 0 ? 100 : whole.length - from));
      expect((await stretch(from, Math.min(to, whole.length))).equals(whole.subarray(from, to))).toBe(true);
    }
  });

  it("REC-1 an empty one is whole, too", async () => {
    const { file, outcome } = await recorded({ seconds: 0 });
    expect(outcome.durationMs).toBe(0);
    expect(await damageOf(file.bytes)).toBe("whole");
    expect((await readAll(file)).spoken).toHaveLength(0);
  });

  it("REC-2 on its way it is never further behind than half a second and a tick", async () => {
    const file = new MemoryFile();
    const writer = new RecordingWriter(() => Promise.resolve(file), facts, key);
    for (let tick = 1; tick <= 200; tick++) {
      writer.setPaused(tick > 60 && tick < 120);
      writer.write([new Int16Array(160), new Int16Array(160)]);
      await new Promise((resolve) => setImmediate(resolve));
      const { reader } = await readAll(fileOf(file.bytes));
      expect(reader.end).toBeNull();
      expect(tick * 20 - reader.durationMs).toBeLessThanOrEqual(520);
    }
    await writer.close();
  });

  it("REC-2 cut off at any byte it reads as far as whole chunks go, and says that it was cut", async () => {
    const { file, spoken } = await recorded({ seconds: 2, paused: [40, 70] });
    const { bytes } = file;
    const joints = jointsOf(bytes);
    const headerBytes = joints[0] ?? 0;
    const reached = new Set<number>();
    for (let length = 0; length < bytes.length; length++) {
      // Every byte around the joints, and some between them.
      if (length % 397 !== 0 && !joints.some((joint) => Math.abs(joint - length) < 7)) continue;
      const cut = fileOf(bytes.subarray(0, length));
      if (length < headerBytes) {
        expect(await damageOf(cut.bytes)).toBe("no_recording");
        continue;
      }
      const { reader, spoken: read } = await readAll(cut);
      expect(reader.end).toBeNull();
      // Byte by byte: comparing thousands of numbers one by one takes seconds in all.
      const expected = spoken.subarray(0, Math.min(6400, read.length));
      expect(Buffer.compare(bytesOf(read.subarray(0, 6400)), bytesOf(expected))).toBe(0);
      reached.add(reader.samples);
    }
    expect([...reached]).toEqual([0, 4000, 6400, 10_400, 11_200, 15_200, 16_000]);
    expect((await readAll(fileOf(bytes.subarray(0, -1)))).reader.pauses).toEqual([
      { from: 6400, to: 11_200 },
    ]);
  });

  it("REC-3 no byte can be changed", async () => {
    const { file } = await recorded({ seconds: 1, paused: [30, 40] });
    expect(await damageOf(file.bytes)).toBe("whole");
    const survived: number[] = [];
    for (let at = 0; at < file.bytes.length; at++) {
      const isJoint = at < 600 || at > file.bytes.length - 200 || at % 41 === 0;
      if (!isJoint) continue;
      const changed = Buffer.from(file.bytes);
      changed[at] = (changed[at] as number) ^ 0x10;
      const found = await damageOf(changed);
      // A length that leads beyond the end is like a cut; nothing that is read is wrong.
      if (found === "whole") survived.push(at);
    }
    expect(survived).toEqual([]);
  });

  it("REC-3 nothing can be moved, taken out, put in or taken from another recording", async () => {
    const { file } = await recorded({ seconds: 2 });
    const other = await recorded({ seconds: 2, facts: { ...facts, recordingId: "call-8.r1" } });
    const same = await recorded({ seconds: 2 });
    const chunksOf = (bytes: Buffer): Buffer[] => {
      const joints = jointsOf(bytes);
      return joints.map((joint, at) => bytes.subarray(joints[at - 1] ?? 0, joint));
    };
    const [header, one, two, three, four, end] = chunksOf(file.bytes) as [Buffer, ...Buffer[]];
    const foreign = chunksOf(other.file.bytes);
    const twin = chunksOf(same.file.bytes);
    const built = (...parts: (Buffer | undefined)[]) =>
      damageOf(Buffer.concat(parts.filter((part) => part !== undefined)));
    expect(await built(header, one, two, three, four, end)).toBe("whole");
    expect(await built(header, two, one, three, four, end)).toBe("changed");
    expect(await built(header, one, one, three, four, end)).toBe("changed");
    expect(await built(header, one, two, four, end)).toBe("changed");
    expect(await built(header, one, two, three, end)).toBe("changed");
    expect(await built(header, one, two, end)).toBe("changed");
    expect(await built(header, one, two, three, four, end, four)).toBe("changed");
    expect(await built(header, one, foreign[2], three, four, end)).toBe("changed");
    expect(await built(header, one, twin[2], three, four, end)).toBe("changed");
    expect(await built(header, one, two, three, four, twin[5])).toBe("changed");
    expect(await built(twin[0], one, two, three, four, end)).toBe("changed");
    expect(await built(foreign[0], ...foreign.slice(1))).toBe("other_recording");
    expect(await damageOf(Buffer.from("no recording at all"))).toBe("no_recording");
  });

  it("REC-4 another key opens nothing, and the file holds nothing readable", async () => {
    const { file } = await recorded();
    expect(await damageOf(file.bytes, { ...asked, key: randomBytes(32) })).toBe("other_key");
    const text = file.bytes.toString("latin1");
    expect(text).toContain(facts.recordingId);
    expect(text).not.toContain(key.toString("latin1"));
    const codec = createCodec("PCMU");
    expect(file.bytes.includes(Buffer.from(codec.encode(sine(440, 8000, 20))))).toBe(false);
    // Two recordings of the same sound have nothing in common: their keys differ.
    const again = await recorded();
    expect(again.file.bytes.subarray(-4000).equals(file.bytes.subarray(-4000))).toBe(false);
  });

  it("REC-5 a pause keeps its length and nothing of what was said", async () => {
    const { file, spoken } = await recorded({ seconds: 4, paused: [75, 130] });
    const read = await readAll(file);
    expect(read.reader.pauses).toEqual([{ from: 75 * 160, to: 130 * 160 }]);
    expect(read.spoken).toHaveLength(4 * 8000);
    for (const channel of [read.spoken, read.heard])
      expect(rms(channel.subarray(75 * 160, 130 * 160))).toBe(0);
    expect(read.spoken.subarray(130 * 160)).toEqual(spoken.subarray(130 * 160));
    // Silence takes no room: 45 of 200 ticks less.
    expect(file.bytes.length).toBeLessThan(4 * 16_000 * 0.75);
  });

  it("REC-6 a full disk is told once; what fits stays readable and is what is told", async () => {
    const file = new MemoryFile(30_000);
    const { writer, failures, spoken } = await record({ seconds: 4, file });
    expect(failures).toEqual(["disk_full"]);
    const outcome = await writer.close();
    expect(outcome).toMatchObject({
      cause: "disk_full",
      bytes: file.bytes.length,
      sha256: createHash("sha256").update(file.bytes).digest("hex"),
    });
    const read = await readAll(file);
    expect(read.reader.end).toBeNull();
    expect(read.reader.durationMs).toBe(outcome.durationMs);
    expect(outcome.durationMs).toBeGreaterThanOrEqual(1000);
    expect(read.spoken).toEqual(spoken.subarray(0, read.spoken.length));
  });

  it("REC-6 a disk that has stopped, or a folder that cannot be written, holds nothing up", async () => {
    const stuck = await record({ seconds: 11, file: new MemoryFile(Number.POSITIVE_INFINITY, null) });
    expect(stuck.failures).toEqual(["failed"]);
    expect(await stuck.writer.close()).toMatchObject({ cause: "failed", durationMs: 0, bytes: 0 });
    const failures: string[] = [];
    const denied = new RecordingWriter(
      () => Promise.reject(Object.assign(new Error("no"), { code: "EACCES" })),
      facts,
      key,
      (cause, detail) => failures.push(cause, detail),
    );
    denied.write([new Int16Array(160), new Int16Array(160)]);
    expect(await denied.close()).toMatchObject({ cause: "failed", durationMs: 0, bytes: 0 });
    expect(failures).toEqual(["failed", "EACCES"]);
  });

  it("REC-7 the waveform shows where each channel is loud", async () => {
    const { file } = await recorded({ seconds: 4, paused: [100, 150] });
    const reader = await RecordingReader.open(file, asked);
    const { spoken, heard } = await peaksOf(reader, file, 8);
    for (const channel of [spoken, heard]) {
      expect([...channel].map((peak) => (peak > 58 && peak < 66 ? 1 : peak))).toEqual([
        1, 1, 1, 1, 0, 0, 1, 1,
      ]);
    }
    expect((await peaksOf(reader, file, 1_000_000)).spoken).toHaveLength(reader.samples);
  });
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Int16Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
