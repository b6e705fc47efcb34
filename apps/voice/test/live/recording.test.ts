import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { toneAmplitude } from "@patchbay/media";
import { afterEach, describe, expect, it } from "vitest";
import { agent, callIn, customer, inbound } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { type Recorded, readRecorded, type Started } from "../support/recorded.js";
import { SipPhone } from "../support/sip-phone.js";
import { pause, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

const key = Buffer.alloc(32, 7);
const CARRIER_PORT = 25_147;
const CUSTOMER = 450;
const AGENT = 750;
const LOUD = 2_000;
const FAINT = 300;

const open_: { close(): void }[] = [];
let voice: VoiceUnderTest | undefined;
afterEach(async () => {
  for (const each of open_.splice(0)) each.close();
  await voice?.stop();
});

async function begin(environment: Record<string, string> = {}, withKey = true) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "patchbay-voice-test-"));
  mkdirSync(path.join(dataDir, "secrets"), { mode: 0o700 });
  if (withKey) writeFileSync(path.join(dataDir, "secrets/recording"), `${key.toString("hex")}\n`);
  const started = await VoiceUnderTest.start({ TRUNK: `127.0.0.1:${CARRIER_PORT}`, ...environment }, dataDir);
  voice = started;
  const server = await FakeServer.connect(started.socketPath);
  await server.said("welcome");
  open_.push({ close: () => server.cut() });
  return { voice: started, server };
}

/** Customer and agent talk, each with a tone of its own; the agent's phone is one of the network. */
async function talking(server: FakeServer, sipPort: number) {
  const carrier = await SipPhone.open(sipPort, CARRIER_PORT);
  carrier.onInvite = (phone) => phone.pickUp();
  const call = await callIn(server, sipPort);
  open_.push(carrier, call.phone);
  const { interactionId, legId } = call;
  const agentLeg = `${interactionId}.l2`;
  const recordingId = `${interactionId}.r1`;
  const legs = [
    customer(legId),
    agent(agentLeg, { want: "dial", dial: { to: "1001", from: "8000" }, agentId: "sofia" }),
  ];
  const show = (recording: "none" | "on" | "paused"): void => {
    const shown = { recordingId, legId: agentLeg, kind: "call", paused: recording === "paused" } as const;
    call.show({ ...inbound(legs), recordings: recording === "none" ? [] : [shown] });
  };
  show("none");
  await server.event("leg.connected", (event) => event.legId === agentLeg);
  call.phone.rtp.say(CUSTOMER);
  carrier.rtp.say(AGENT);
  const hearEachOther = (): boolean =>
    call.phone.rtp.amplitude(AGENT, 200) > LOUD && carrier.rtp.amplitude(CUSTOMER, 200) > LOUD;
  await until(hearEachOther, 4_000, "they hear each other");
  return { interactionId, recordingId, agentLeg, show, hearEachOther, customer: call.phone, agent: carrier };
}

const tonesOf = ({ spoken, heard }: Recorded, from: number, to: number) => ({
  spoken: [AGENT, CUSTOMER].map((hertz) => toneAmplitude(spoken.subarray(from, to), 8_000, hertz)),
  heard: [AGENT, CUSTOMER].map((hertz) => toneAmplitude(heard.subarray(from, to), 8_000, hertz)),
});
async function read(at: VoiceUnderTest, started: Started) {
  const recorded = await readRecorded(at.dataDir, key, started);
  const tones = (from: number, to: number) => tonesOf(recorded, from, to);
  return { reader: recorded.reader, tones, bytes: recorded.bytes };
}

describe("a call is recorded", () => {
  it("in two channels, with a pause that is silence, while both go on hearing each other", async () => {
    const { voice, server } = await begin();
    const call = await talking(server, voice.sipPort);
    call.show("on");
    const started = await server.event("recording.started");
    expect(started).toMatchObject({
      interactionId: call.interactionId,
      recordingId: call.recordingId,
      legId: call.agentLeg,
      agentId: "sofia",
      kind: "call",
      file: `${new Date(started.startedAt).toISOString().slice(0, 7).replace("-", "/")}/${call.recordingId}`,
    });
    await pause(1_300);
    call.show("paused");
    await pause(1_200);
    expect(call.hearEachOther()).toBe(true);
    call.show("on");
    await pause(1_200);
    call.show("none");
    const ended = await server.event("recording.ended");
    await pause(100);
    expect(call.hearEachOther()).toBe(true);
    const { reader, tones, bytes } = await read(voice, started);
    expect(ended).toEqual({
      type: "recording.ended",
      interactionId: call.interactionId,
      recordingId: call.recordingId,
      cause: "stopped",
      durationMs: reader.durationMs,
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
    expect(reader.end?.cause).toBe("stopped");
    expect(Math.abs(reader.durationMs - 3_700)).toBeLessThan(500);
    const [gap, ...others] = reader.pauses;
    if (gap === undefined) throw new Error("there is no pause in the file");
    expect(others).toEqual([]);
    expect(Math.abs(gap.to - gap.from - 1.2 * 8_000)).toBeLessThan(0.3 * 8_000);
    for (const [from, to] of [
      [1_000, gap.from - 500],
      [gap.to + 500, reader.samples],
    ] as const) {
      const { spoken, heard } = tones(from, to);
      expect(spoken[0]).toBeGreaterThan(LOUD);
      expect(spoken[1]).toBeLessThan(FAINT);
      expect(heard[0]).toBeLessThan(FAINT);
      expect(heard[1]).toBeGreaterThan(LOUD);
    }
    expect(tones(gap.from, gap.to)).toEqual({ spoken: [0, 0], heard: [0, 0] });
    expect(voice.log).not.toContain(key.toString("hex"));
  });

  it("a call that ends ends its recording", async () => {
    const { voice, server } = await begin();
    const call = await talking(server, voice.sipPort);
    call.show("on");
    const started = await server.event("recording.started");
    await pause(700);
    call.customer.bye();
    await server.event("leg.gone");
    server.show(call.interactionId, 100, null);
    const ended = await server.event("recording.ended");
    expect(ended).toMatchObject({ recordingId: call.recordingId, cause: "stopped" });
    expect(ended.durationMs).toBeGreaterThan(600);
    expect((await read(voice, started)).reader.end?.cause).toBe("stopped");
  });

  it("when the voice process is killed, its workers bring their files to an end", async () => {
    const { voice, server } = await begin();
    const call = await talking(server, voice.sipPort);
    call.show("on");
    const started = await server.event("recording.started");
    await pause(700);
    voice.child.kill("SIGKILL");
    const whole = async () => (await read(voice, started)).reader.end?.cause === "stopped";
    for (let tries = 0; tries < 50 && !(await whole()); tries++) await pause(50);
    expect(await whole()).toBe(true);
  });

  it("a media worker that is killed leaves a file that plays, and less than a second is lost", async () => {
    const { voice, server } = await begin();
    const call = await talking(server, voice.sipPort);
    call.show("on");
    const started = await server.event("recording.started");
    await pause(2_300);
    process.kill(voice.workers[0] ?? 0, "SIGKILL");
    const lived = Date.now() - started.startedAt;
    await server.event("leg.gone");
    const { reader, tones } = await read(voice, started);
    expect(reader.end).toBeNull();
    expect(lived - reader.durationMs).toBeLessThan(1_000);
    expect(reader.durationMs).toBeGreaterThan(1_400);
    expect(tones(2_000, reader.samples).spoken[0]).toBeGreaterThan(LOUD);
    expect(server.events.some(({ type }) => type === "recording.ended")).toBe(false);
  });

  it("without room on the disk it is not recorded, is told so, and goes on", async () => {
    const { voice, server } = await begin({ RECORDING_FREE_MB_MIN: "999999999" });
    const call = await talking(server, voice.sipPort);
    call.show("on");
    expect(await server.event("recording.ended")).toMatchObject({
      recordingId: call.recordingId,
      cause: "disk_full",
      durationMs: 0,
      bytes: 0,
    });
    call.show("paused");
    await pause(300);
    expect(call.hearEachOther()).toBe(true);
    expect(server.events.filter(({ type }) => type.startsWith("recording."))).toHaveLength(2);
  });

  it("without the key nothing is written", async () => {
    const { voice, server } = await begin({}, false);
    const call = await talking(server, voice.sipPort);
    call.show("on");
    expect(await server.event("recording.ended")).toMatchObject({ cause: "failed", bytes: 0, sha256: "" });
    await pause(200);
    expect(call.hearEachOther()).toBe(true);
  });
});
