import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { toneAmplitude } from "@patchbay/media";
import type { VoiceEvent } from "@patchbay/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { callIn, type PlayPicture, type TestCall } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { readRecorded } from "../support/recorded.js";
import { pause, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

const key = Buffer.alloc(32, 9);
const CALLER = 450;
const TONE = 1_000;
const LOUD = 2_000;

let voice: VoiceUnderTest;
let server: FakeServer;
let call: TestCall | undefined;

beforeAll(async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "patchbay-voice-test-"));
  mkdirSync(path.join(dataDir, "secrets"), { mode: 0o700 });
  writeFileSync(path.join(dataDir, "secrets/recording"), `${key.toString("hex")}\n`);
  voice = await VoiceUnderTest.start({}, dataDir);
  server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
});
afterEach(() => {
  call?.show(null);
  call?.phone.close();
});
afterAll(async () => {
  server?.cut();
  await voice?.stop();
});

/** A caller is in a mailbox without a greeting, up to the end of its tone. */
async function atTheTone(maxMs = 60_000) {
  const mailbox = (legId: string): PlayPicture => ({
    id: "box",
    to: [legId],
    kind: "voicemail",
    prompts: [],
    recordingId: `${legId.replace(/\.l1$/, "")}.r1`,
    maxMs,
  });
  call = await callIn(server, voice.sipPort, (legId) => [mailbox(legId)]);
  const { phone, interactionId } = call;
  await until(() => phone.rtp.amplitude(TONE, 200) > LOUD, 4_000, "the tone");
  const mine = (event: VoiceEvent): boolean =>
    "interactionId" in event && event.interactionId === interactionId;
  const started = await server.event("recording.started", mine);
  return {
    call,
    phone,
    started,
    recorded: () => server.event("play.recorded", mine),
    ended: () => server.event("recording.ended", mine),
    file: path.join(voice.dataDir, "recordings", started.file),
  };
}

describe("a mailbox keeps what its caller says", () => {
  it("after the tone and up to #, and nothing else", async () => {
    const box = await atTheTone();
    expect(box.started).toMatchObject({ kind: "voicemail", agentId: null, legId: box.call.legId });
    const began = performance.now();
    box.phone.rtp.say(CALLER);
    await pause(1_600);
    box.phone.rtp.press("#");
    const { durationMs } = await box.recorded();
    expect(durationMs).toBeGreaterThan(1_400);
    expect(durationMs).toBeLessThan(performance.now() - began + 1_000);
    const ended = await box.ended();
    expect(ended).toMatchObject({ cause: "stopped" });
    expect(Math.abs(ended.durationMs - durationMs)).toBeLessThanOrEqual(60);
    const { heard, spoken, reader } = await readRecorded(voice.dataDir, key, box.started);
    const words = heard.subarray(4_000, 10_000);
    expect(toneAmplitude(words, 8_000, CALLER)).toBeGreaterThan(LOUD);
    expect(toneAmplitude(words, 8_000, TONE), "the mailbox's own tone").toBeLessThan(300);
    expect(toneAmplitude(spoken.subarray(0, reader.samples), 8_000, CALLER)).toBe(0);
  });

  it("up to its time, or until the line is put down", async () => {
    const short = await atTheTone(1_500);
    short.phone.rtp.say(CALLER);
    expect((await short.recorded()).durationMs).toBe(1_500);
    short.call.show(null);
    short.phone.close();

    const hung = await atTheTone();
    hung.phone.rtp.say(CALLER);
    await pause(1_400);
    hung.call.show(null);
    const ended = await hung.ended();
    expect(ended.durationMs).toBeGreaterThan(1_000);
    expect(existsSync(hung.file)).toBe(true);
  });

  it("but no silence, and nothing shorter than a second", async () => {
    const silent = await atTheTone();
    await pause(1_200);
    silent.phone.rtp.press("#");
    expect((await silent.recorded()).durationMs).toBe(0);
    expect(await silent.ended()).toMatchObject({ durationMs: 0, bytes: 0, sha256: "" });
    expect(existsSync(silent.file)).toBe(false);
  });
});

it("without a server the message goes on", async () => {
  const box = await atTheTone();
  box.phone.rtp.say(CALLER);
  server.cut();
  await pause(1_300);
  box.phone.rtp.press("#");
  await pause(200);
  server = await FakeServer.connect(voice.socketPath);
  expect((await box.recorded()).durationMs).toBeGreaterThan(1_000);
});
