import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { toneAmplitude } from "@patchbay/media";
import { RecordingReader } from "@patchbay/media/recording";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { agent, callIn, customer, inbound, type PlayPicture } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { freePorts } from "../support/free-ports.js";
import { SipPhone } from "../support/sip-phone.js";
import { pause, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

const recordingKey = Buffer.alloc(32, 7);
const SECRET = "processor-secret-1";
const CARD = "4242424242424242";
const CUSTOMER = 450;
/** Of key 4, ITU-T Q.23. */
const KEY_TONES = [770, 1_209] as const;
const LOUD = 2_000;
const FAINT = 300;

let voice: VoiceUnderTest;
let server: FakeServer;
let carrierPort: number;
/** What the processor of payments was sent, and what it says. */
const posted: { readonly headers: IncomingMessage["headers"]; readonly body: unknown }[] = [];
const processor = createServer((request, response) => {
  let text = "";
  request.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  request.on("end", () => {
    posted.push({ headers: request.headers, body: JSON.parse(text) });
    response.end(JSON.stringify({ status: "approved", reference: "ch_7Qa" }));
  });
});
const open_: { close(): void }[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => processor.listen(0, "127.0.0.1", resolve));
  const { port } = processor.address() as AddressInfo;
  carrierPort = await freePorts(1);
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "patchbay-voice-test-"));
  mkdirSync(path.join(dataDir, "secrets"), { mode: 0o700 });
  writeFileSync(path.join(dataDir, "secrets/recording"), `${recordingKey.toString("hex")}\n`);
  writeFileSync(path.join(dataDir, "secrets/payment"), `${SECRET}\n`);
  const environment = {
    TRUNK: `127.0.0.1:${carrierPort}`,
    PAYMENT_URL: `http://127.0.0.1:${port}/cards`,
    PAYMENT_SECRET_FILE: path.join(dataDir, "secrets/payment"),
    LOG_LEVEL: "trace",
  };
  voice = await VoiceUnderTest.start(environment, dataDir);
  server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
});
afterAll(async () => {
  for (const each of open_.splice(0)) each.close();
  server?.cut();
  await voice?.stop();
  processor.close();
});

const collect = (legId: string, id: string, more: object): PlayPicture => ({
  id,
  to: [legId],
  kind: "prompts",
  prompts: [],
  keys: { kind: "collect", lengthMin: 3, lengthMax: 19, secure: true, timeoutMs: 8_000, ...more },
});

/** The loudest that any of these tones is in any fifth of a second. */
function loudest(samples: Int16Array, tones: readonly number[] = KEY_TONES): number {
  let most = 0;
  for (let at = 0; at + 1_600 <= samples.length; at += 400)
    for (const hertz of tones)
      most = Math.max(most, toneAmplitude(samples.subarray(at, at + 1_600), 8_000, hertz));
  return most;
}

describe("a card's digits", () => {
  it("are counted, checked and paid with; the agent, the recording, the log and the server get none of it", async () => {
    const carrier = await SipPhone.open(voice.sipPort, carrierPort);
    carrier.onInvite = (phone) => phone.pickUp();
    const call = await callIn(server, voice.sipPort);
    open_.push(carrier, call.phone);
    const { interactionId, legId, phone } = call;
    const agentLeg = `${interactionId}.l2`;
    const recordingId = `${interactionId}.r1`;
    const show = (plays: PlayPicture[], secrets: string[], together = false): void => {
      const circle = together ? "main" : null;
      const legs = [
        customer(legId, { circle }),
        agent(agentLeg, { circle, want: "dial", dial: { to: "1001", from: "8000" }, agentId: "sofia" }),
      ];
      const recordings = [{ recordingId, legId: agentLeg, kind: "call" as const, paused: !together }];
      call.show({ ...inbound(legs, plays), recordings, secrets });
    };
    show([], [], true);
    await server.event("leg.connected", (event) => event.legId === agentLeg);
    phone.rtp.say(CUSTOMER);
    await until(() => carrier.rtp.amplitude(CUSTOMER, 200) > LOUD, 4_000, "the agent hears the customer");

    show([collect(legId, "card", { lengthMin: 12, check: "card_number" })], []);
    await until(() => carrier.rtp.amplitude(CUSTOMER, 200) < FAINT, 2_000, "the agent hears nobody");
    carrier.rtp.forget();
    phone.rtp.press("424242424241#");
    await server.event("play.invalid", (event) => event.playId === "card");
    show([collect(legId, "card-2", { lengthMin: 12, check: "card_number" })], []);
    // A phone may send the same key as sound, too; and in the middle of it the agent takes the caller back.
    phone.rtp.press(CARD);
    phone.rtp.sayKey("4");
    await until(
      () => server.reports.some((one) => one.type === "keys" && one.entered === 12),
      8_000,
      "counted",
    );
    await pause(2_000);
    phone.rtp.press("#");
    const card = await server.event("play.collected", (event) => event.playId === "card-2");
    expect(card).toMatchObject({ length: 16, lastDigits: "4242", token: expect.stringMatching(/^.{22}$/) });
    const first = card.token ?? "";
    show([], [first], true);
    await pause(700);
    expect(loudest(carrier.rtp.heardLast(60_000)), "of keys as sound").toBeLessThan(FAINT);
    phone.rtp.say(CUSTOMER);
    await until(() => carrier.rtp.amplitude(CUSTOMER, 200) > LOUD, 2_000, "words come through");
    await pause(600);

    show([collect(legId, "expiry", { check: "card_expiry", lengthMax: 4 })], [first]);
    phone.rtp.press(`12${new Date().getUTCFullYear() % 100}`);
    const expiry = await server.event("play.collected", (event) => event.playId === "expiry");
    const second = expiry.token ?? "";
    show([collect(legId, "code", { lengthMax: 4 })], [first, second]);
    phone.rtp.press("987#");
    const code = await server.event("play.collected", (event) => event.playId === "code");
    expect(code).not.toHaveProperty("lastDigits");
    const third = code.token ?? "";
    const payment = { amount: { minor: 12_900, currency: "EUR" }, card: first, expiry: second, code: third };
    const pay = (id: string): PlayPicture => ({ id, to: [legId], kind: "pay", prompts: [], payment });
    show([pay("pay")], [first, second, third]);
    const paid = await server.event("play.paid", (event) => event.playId === "pay");
    expect(paid).toMatchObject({ outcome: "approved", reference: "ch_7Qa", lastDigits: "4242", code: null });
    expect(posted).toHaveLength(1);
    expect(posted[0]?.headers).toMatchObject({ authorization: `Bearer ${SECRET}`, "idempotency-key": "pay" });
    expect(posted[0]?.body).toMatchObject({
      amount: 12_900,
      currency: "EUR",
      card: { number: CARD, code: "987" },
    });

    // What the picture does not name any more is forgotten.
    show([], [], true);
    show([pay("pay-2")], []);
    expect(await server.event("play.paid", (event) => event.playId === "pay-2")).toMatchObject({
      outcome: "failed",
      code: "details_missing",
    });
    expect(posted).toHaveLength(1);

    call.show(null);
    const started = await server.event("recording.started", (event) => event.recordingId === recordingId);
    await server.event("recording.ended", (event) => event.recordingId === recordingId);
    const file = await open(path.join(voice.dataDir, "recordings", started.file));
    const reader = await RecordingReader.open(file, { recordingId, key: recordingKey });
    const heard: number[] = [];
    for await (const piece of reader.read(file)) heard.push(...piece.heard);
    await file.close();
    expect(loudest(Int16Array.from(heard), [CUSTOMER]), "words are in it").toBeGreaterThan(LOUD);
    expect(loudest(Int16Array.from(heard)), "of keys in the recording").toBeLessThan(FAINT);
    const said = JSON.stringify([server.heard, voice.log]);
    for (const secret of [CARD, "424242424241", "987#", SECRET]) expect(said).not.toContain(secret);
    const kept = spawnSync("grep", ["-rlE", `${CARD}|424242424241`, voice.dataDir], { encoding: "utf8" });
    expect([kept.status, kept.stdout], "nowhere in the folder of data").toEqual([1, ""]);
  }, 60_000);
});
