/** What an evidence package is worth: proven here with the commands that stand in it, and with no code of ours. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { asId, type Event } from "@patchbay/core";
import { unzipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type EvidenceFacts,
  evidencePackage,
  SigningKey,
  scriptIdOf,
  VERIFY_COMMANDS,
} from "../../src/signatures/index.js";

const key = new SigningKey(Buffer.alloc(32, 5));
const words = { language: "en", text: "Do you agree to the terms, Maria Gutiérrez?\nSay yes or no." };
const scriptId = scriptIdOf(words);
const wav = [Buffer.from("RIFF one"), Buffer.from(" and two")];
const facts: EvidenceFacts = {
  company: "Larkfield Insurance",
  signature: {
    recordingId: "call.r2",
    interactionId: "call",
    take: 2,
    agentId: "sofia",
    serviceId: "claims",
    scriptId,
    state: "accepted",
    cause: "agent",
    startedAt: Date.UTC(2026, 10, 22, 9, 30),
    endedAt: Date.UTC(2026, 10, 22, 9, 31),
    endedSeq: 44,
    judgedAt: Date.UTC(2026, 10, 22, 9, 32),
    judgedBy: "sofia",
    wavSha256: createHash("sha256").update(Buffer.concat(wav)).digest("hex"),
    software: "0.1.0",
  },
  script: { scriptId, version: 3, ...words, approvedAt: 1_000, approvedBy: "olga" },
  scriptApprovedBy: "Olga Admin",
  agentName: "Sofia Lindqvist",
  agentNames: (agentId) => (agentId === "sofia" ? "Sofia Lindqvist" : agentId),
  judgedByName: "Sofia Lindqvist",
  serviceName: "Auto claims",
  caseNumber: 1042,
  customerNumber: "+15035550142",
  durationMs: 60_000,
  sealed: { bytes: 480_000, sha256: "ab".repeat(32) },
  earlier: [{ recordingId: "call.r1", take: 1, state: "redone", startedAt: Date.UTC(2026, 10, 22, 9) }],
  events: [
    {
      seq: 39,
      at: Date.UTC(2026, 10, 22, 9, 29),
      type: "ConsentSet",
      interactionId: asId("call"),
      agentId: asId("sofia"),
      consent: true,
    },
    {
      seq: 40,
      at: Date.UTC(2026, 10, 22, 9, 30),
      type: "RecordingStarted",
      interactionId: asId("call"),
      recordingId: asId("call.r2"),
      agentId: asId("sofia"),
      legId: asId("call.l2"),
      kind: "signature",
      automatic: false,
      scriptId: asId(scriptId),
    } satisfies Event,
  ],
};

async function zipped(of: EvidenceFacts = facts, by = key): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of evidencePackage(of, pieceByPiece(), by)) pieces.push(piece);
  return Buffer.concat(pieces);
}
async function* pieceByPiece(): AsyncGenerator<Buffer> {
  yield* wav;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pb-evidence-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Unpacks as any program would, and gives the folder in it. */
async function unpacked(zip: Buffer): Promise<string> {
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    expect(path.dirname(name)).toBe("voice-signature-call.r2");
    await writeFile(path.join(folder, path.basename(name)), bytes);
  }
  return folder;
}

/** A line of VERIFY.txt, as somebody types it. Whether it worked, and what it said. */
async function run(command: string): Promise<{ readonly ok: boolean; readonly said: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)("sh", ["-c", command], { cwd: folder });
    return { ok: true, said: stdout + stderr };
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout: string; stderr: string };
    return { ok: false, said: stdout + stderr };
  }
}
const [sums, signature, fingerprint] = VERIFY_COMMANDS;

test("the commands in VERIFY.txt prove it with sha256sum and openssl alone", async () => {
  await unpacked(await zipped());
  const told = await readFile(path.join(folder, "VERIFY.txt"), "utf8");
  for (const command of VERIFY_COMMANDS) expect(told).toContain(`\n   ${command}\n`);
  expect(await run(sums)).toEqual({
    ok: true,
    said: ["audio.wav", "script.txt", "signature.json", "journal.jsonl", "public-key.pem", "VERIFY.txt"]
      .map((name) => `${name}: OK\n`)
      .join(""),
  });
  expect(await run(signature)).toEqual({ ok: true, said: "Signature Verified Successfully\n" });
  expect((await run(fingerprint)).said).toBe(`${key.fingerprint}  -\n`);
  expect(told).toContain(key.fingerprint);
  expect((await run("sha256sum script.txt")).said.split(" ")[0]).toBe(scriptId);
});

test.each(["audio.wav", "script.txt", "signature.json", "journal.jsonl", "public-key.pem", "VERIFY.txt"])(
  "one changed byte of %s is found",
  async (name) => {
    await unpacked(await zipped());
    const file = path.join(folder, name);
    const bytes = await readFile(file);
    const at = bytes.length >> 1;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const found = await run(sums);
    expect(found.ok).toBe(false);
    expect(found.said).toContain(`${name}: FAILED`);
  },
);

test("a list of digests that was made anew has no signature of ours", async () => {
  await unpacked(await zipped());
  await writeFile(path.join(folder, "script.txt"), "Language: en\n\nDo you give us everything?\n");
  const { said } = await run("sha256sum audio.wav script.txt signature.json journal.jsonl public-key.pem");
  await writeFile(path.join(folder, "SHA256SUMS"), said);
  expect((await run(sums)).ok).toBe(true);
  expect(await run(signature)).toMatchObject({ ok: false });
});

test("a package by another key shows another fingerprint", async () => {
  await unpacked(await zipped(facts, new SigningKey(Buffer.alloc(32, 6))));
  expect((await run(signature)).ok).toBe(true);
  expect((await run(fingerprint)).said).not.toContain(key.fingerprint);
});

test("made again it is the same, byte for byte, in every zone", async () => {
  const here = await zipped();
  const zone = process.env["TZ"];
  process.env["TZ"] = "Asia/Tokyo";
  const there = await zipped();
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
  expect(there.equals(here)).toBe(true);
});

test("it says who, when and what, in UTC", async () => {
  await unpacked(await zipped());
  expect((await readdir(folder)).sort()).toEqual(
    [
      "SHA256SUMS",
      "SHA256SUMS.sig",
      "VERIFY.txt",
      "audio.wav",
      "journal.jsonl",
      "public-key.pem",
      "script.txt",
      "signature.json",
    ].sort(),
  );
  expect(JSON.parse(await readFile(path.join(folder, "signature.json"), "utf8"))).toMatchObject({
    company: "Larkfield Insurance",
    software: { version: "0.1.0" },
    interactionId: "call",
    caseNumber: 1042,
    agent: { id: "sofia", name: "Sofia Lindqvist" },
    customer: { number: "+15035550142" },
    consentToRecording: {
      agreed: true,
      at: "2026-11-22T09:29:00.000Z",
      by: { id: "sofia", name: "Sofia Lindqvist" },
    },
    startedAt: "2026-11-22T09:30:00.000Z",
    accepted: { at: "2026-11-22T09:32:00.000Z", by: { id: "sofia" } },
    script: { scriptId, version: 3, approvedBy: { name: "Olga Admin" } },
    earlierTakes: [{ recordingId: "call.r1", take: 1, state: "redone" }],
  });
  expect(await readFile(path.join(folder, "journal.jsonl"), "utf8")).toMatch(
    /\n\{"seq":40,"at":"2026-11-22T09:30:00\.000Z","type":"RecordingStarted",.*\}\n$/,
  );
  expect(await readFile(path.join(folder, "audio.wav"), "utf8")).toBe("RIFF one and two");
});
