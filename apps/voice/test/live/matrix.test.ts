import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { asId, type InteractionId } from "@patchbay/core";
import { toneAmplitude, wavFile } from "@patchbay/media";
import { OWN_SOUNDS_FOLDER, ownSoundFiles, ownSoundName } from "@patchbay/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { sine } from "../../../../packages/media/test/support/sound.js";
import { FakeServer } from "../support/fake-server.js";
import { freePorts } from "../support/free-ports.js";
import { readRecorded } from "../support/recorded.js";
import { SmallCenter } from "../support/small-center.js";
import { FAINT, type Matrix, TONES, ToneCall } from "../support/tone-call.js";
import { until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";
import { WebRtcEnds } from "../support/webrtc-ends.js";

/**
 * Who hears whom, and who must not, from what agents do to what each far end hears: the real core, the real voice
 * process, telephones over SIP and RTP, browsers over WebRTC.
 */

/** Of recordings. */
const key = Buffer.alloc(32, 5);
const TONE = fileURLToPath(
  new URL("../../../../packages/media/test/fixtures/tone-1000.opus", import.meta.url),
);
let voice: VoiceUnderTest;
let server: FakeServer;
let center: SmallCenter;
let ends: WebRtcEnds;
let carrierPort: number;
/** All words are a tone of 1,000 Hz. */
let prompts: string;
let call: ToneCall | undefined;

beforeAll(async () => {
  carrierPort = await freePorts(2);
  prompts = mkdtempSync(path.join(os.tmpdir(), "patchbay-voice-prompts-"));
  for (const name of ["tone-1000", "you-are-number", "number-1", "in-the-queue"])
    copyFileSync(TONE, path.join(prompts, `${name}.opus`));
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "patchbay-voice-test-"));
  mkdirSync(path.join(dataDir, "secrets"), { mode: 0o700 });
  writeFileSync(path.join(dataDir, "secrets/recording"), `${key.toString("hex")}\n`);
  const environment = { TRUNK: `127.0.0.1:${carrierPort}`, PROMPTS_DIR: prompts };
  voice = await VoiceUnderTest.start(environment, dataDir);
  server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
  center = new SmallCenter(server);
  center.configure({ sofia: "agent", ben: "agent", anna: "supervisor" });
  ends = new WebRtcEnds();
});
afterEach(async () => {
  await call?.close();
  call = undefined;
});
afterAll(async () => {
  center?.close();
  ends?.close();
  server?.cut();
  await voice?.stop();
  rmSync(prompts, { recursive: true, force: true });
});

const begin = (): Promise<ToneCall> =>
  ToneCall.begin({ voice, center, ends, carrierPort }, (made) => {
    call = made;
  });

describe("who hears whom, and who must not", () => {
  it("talk, mute, hold", async () => {
    const call = await begin();
    await call.hears("both talk", { customer: ["sofia"], sofia: ["customer"] });
    call.does("sofia", { type: "MuteCall", muted: true });
    await call.hears("mute: the customer hears silence", { customer: [], sofia: ["customer"] });
    call.does("sofia", { type: "MuteCall", muted: false });
    await call.hears("heard again", { customer: ["sofia"], sofia: ["customer"] });
    call.does("sofia", { type: "HoldCall", held: true });
    await call.hears("hold: music, and the agent hears nothing", { customer: ["music"], sofia: [] });
    call.does("sofia", { type: "HoldCall", held: false });
    await call.hears("retrieved", { customer: ["sofia"], sofia: ["customer"] });
  });

  it("consultation of a colleague, both positions, then a conference of three", async () => {
    const call = await begin();
    call.does("sofia", { type: "Consult", to: { agentId: asId("ben") } } as never);
    await call.hears("it rings at the colleague's", { customer: ["music"], sofia: ["ringback"] });
    center.accept("ben");
    await call.connects("ben");
    await call.hears("with the colleague", { customer: ["music"], sofia: ["ben"], ben: ["sofia"] });
    call.does("sofia", { type: "SwitchCircle", circle: "main" } as never);
    await call.hears("with the customer", { customer: ["sofia"], sofia: ["customer"], ben: ["music"] });
    call.does("sofia", { type: "SwitchCircle", circle: "consult" } as never);
    await call.hears("back again", { customer: ["music"], sofia: ["ben"], ben: ["sofia"] });
    call.does("sofia", { type: "MergeConsultation" });
    await call.hears("conference of three", {
      customer: ["sofia", "ben"],
      sofia: ["customer", "ben"],
      ben: ["customer", "sofia"],
    });
    const legId = center.legOf(call.id, "customer")?.id;
    call.does("sofia", { type: "HoldParty", legId, held: true } as never);
    await call.hears("a parked party", { customer: ["music"], sofia: ["ben"], ben: ["sofia"] });
    call.does("sofia", { type: "HoldParty", legId, held: false } as never);
    call.does("sofia", { type: "MuteParty", legId: center.legOf(call.id, "ben")?.id, muted: true } as never);
    await call.hears("a muted party", {
      customer: ["sofia"],
      sofia: ["customer"],
      ben: ["customer", "sofia"],
    });
    call.does("sofia", { type: "MuteParty", legId: center.legOf(call.id, "ben")?.id, muted: false } as never);
    call.does("ben", { type: "HoldCall", held: true });
    await call.hears("one agent's own hold", { customer: ["sofia"], sofia: ["customer"], ben: [] });
    call.does("ben", { type: "HoldCall", held: false });
    call.does("sofia", { type: "LeaveInteraction" });
    await call.hears("the host has left", { customer: ["ben"], ben: ["customer"] });
  });

  it("a recording goes on with the agent to whom the call is transferred: each file has its agent and the customer", async () => {
    const call = await begin();
    const recorded = (who: string) =>
      server.event("recording.started", (event) => event.interactionId === call.id && event.agentId === who);
    const over = ({ recordingId }: { readonly recordingId: string }) =>
      server.event("recording.ended", (event) => event.recordingId === recordingId);
    call.does("sofia", { type: "StartRecording", kind: "call" } as never);
    const first = await recorded("sofia");
    await call.hears("both talk", { customer: ["sofia"], sofia: ["customer"] });
    call.does("sofia", { type: "Consult", to: { agentId: asId("ben") } } as never);
    center.accept("ben");
    await call.connects("ben");
    await call.hears("a consultation", { customer: ["music"], sofia: ["ben"], ben: ["sofia"] });
    call.does("sofia", { type: "CompleteTransfer" });
    const second = await recorded("ben");
    await call.hears("transferred", { customer: ["ben"], ben: ["customer"] });
    call.does("ben", { type: "StopRecording", kind: "call" } as never);
    await Promise.all([over(first), over(second)]);
    const heardIn = async (file: typeof first) => {
      const { spoken, heard } = await readRecorded(voice.dataDir, key, file);
      const tones = (sound: Int16Array) =>
        (["customer", "sofia", "ben"] as const).filter(
          // Of a file, a part with this tone may be short.
          (who) => toneAmplitude(sound, 8_000, TONES[who]) > FAINT,
        );
      return { spoken: tones(spoken), heard: tones(heard) };
    };
    expect(await heardIn(first)).toEqual({ spoken: ["sofia"], heard: ["customer", "ben"] });
    expect(await heardIn(second)).toEqual({ spoken: ["ben"], heard: ["customer"] });
  });

  it("listen, whisper, barge, and the consultation of whom a supervisor is beside", async () => {
    const call = await begin();
    call.supervises({ type: "MonitorCall", mode: "listen" } as never);
    await call.connects("anna");
    await call.hears("listen", { customer: ["sofia"], sofia: ["customer"], anna: ["customer", "sofia"] });
    call.supervises({ type: "MonitorCall", mode: "whisper" } as never);
    await call.hears("whisper", {
      customer: ["sofia"],
      sofia: ["customer", "anna"],
      anna: ["customer", "sofia"],
    });
    call.supervises({ type: "MonitorCall", mode: "barge" } as never);
    await call.hears("barge", {
      customer: ["sofia", "anna"],
      sofia: ["customer", "anna"],
      anna: ["customer", "sofia"],
    });
    call.does("sofia", { type: "Consult", to: { agentId: asId("ben") } } as never);
    center.accept("ben");
    await call.connects("ben");
    await call.hears("barge reaches the circle of the agent alone", {
      customer: ["music"],
      sofia: ["ben", "anna"],
      ben: ["sofia", "anna"],
      anna: ["ben", "sofia"],
    });
    call.does("sofia", { type: "EndConsultation" });
    call.supervises({ type: "MonitorCall", mode: "whisper" } as never);
    await call.hears("beside an agent on hold", { customer: ["music"], sofia: ["anna"], anna: [] });
    call.does("sofia", { type: "HoldCall", held: false });
    call.supervises({ type: "TakeOverCall" });
    await call.hears("taken over, without a gap", { customer: ["anna"], anna: ["customer"] });
  });

  it("a number: asked, brought in, keys into its line, and left alone with the customer", async () => {
    const call = await begin();
    const tow = await call.carrier((phone) => phone.reply(180, "Ringing"));
    call.does("sofia", { type: "Consult", to: { legId: call.number("1") } } as never);
    await call.hears("it rings at the number", { customer: ["music"], sofia: ["ringback"] });
    tow.pickUp();
    await call.isConnected("external");
    await call.hears("with the number", { customer: ["music"], sofia: ["number"], number: ["sofia"] });
    const keys = await center.server.request({
      name: "leg.keys",
      interactionId: call.id,
      legId: center.legOf(call.id, "external")?.id ?? "",
      keys: "12",
    });
    expect(keys).toEqual({ ok: true, result: null });
    await until(() => tow.rtp.digits.join("") === "12", 3_000, "keys in the number's line");
    call.does("sofia", { type: "SwitchCircle", circle: "main" } as never);
    await call.hears("the number waits", { customer: ["sofia"], sofia: ["customer"], number: ["music"] });
    call.does("sofia", { type: "MergeConsultation" });
    await call.hears("conference with the number", {
      customer: ["sofia", "number"],
      sofia: ["customer", "number"],
      number: ["customer", "sofia"],
    });
    call.does("sofia", { type: "LeaveInteraction" });
    await call.hears("the two talk on", { customer: ["number"], number: ["customer"] });
    tow.bye();
    await until(
      () => !center.core.state.interactions.has(asId<InteractionId>(call.id)),
      3_000,
      "the call is over",
    );
  });

  it("a number that is busy gives the agent back; one that takes the call has the customer", async () => {
    const call = await begin();
    await call.carrier((phone) => phone.reply(486, "Busy Here"));
    call.does("sofia", { type: "Consult", to: { legId: call.number("1") } } as never);
    await until(() => center.legOf(call.id, "external") === undefined, 5_000, "the number is gone");
    await call.hears("asked in vain: on hold until retrieved", { customer: ["music"], sofia: [] });
    call.does("sofia", { type: "HoldCall", held: false });
    await call.hears("retrieved", { customer: ["sofia"], sofia: ["customer"] });
    const tow = await call.carrier((phone) => phone.reply(180, "Ringing"));
    call.does("sofia", { type: "CallNumberIn", legId: call.number("2"), kind: "transfer" } as never);
    await call.hears("given away: the customer hears it ring", { customer: ["ringback"] });
    tow.pickUp();
    await call.isConnected("external");
    await call.hears("the number has the customer", { customer: ["number"], number: ["customer"] });
  });

  it("a message that is played into the call is heard by all, and nobody by anybody", async () => {
    const call = await begin();
    // Long enough to be listened to: the words that come along are over within half a second.
    const message = ownSoundName("larkfield", "a".repeat(64));
    const files = ownSoundFiles(message);
    if (files === undefined) throw new Error(message);
    const folder = path.join(voice.dataDir, OWN_SOUNDS_FOLDER);
    mkdirSync(path.dirname(path.join(folder, ...files.wide)), { recursive: true });
    for (const [file, rate] of [
      [files.wide, 16_000],
      [files.narrow, 8_000],
    ] as const)
      writeFileSync(path.join(folder, ...file), wavFile(sine(TONES.prompt, rate, 20_000), rate));
    center.do({ type: "ConfigurePrompt", prompt: { id: asId(message) } } as never);
    call.does("sofia", { type: "PlayMessage", promptId: asId(message), thenEnds: false } as never);
    await call.hears("the message", { customer: ["prompt"], sofia: ["prompt"] });
    call.does("sofia", { type: "StopMessage" });
    await call.hears("stopped", { customer: ["sofia"], sofia: ["customer"] });
  });

  it("a voice application has the customer to itself: no agent, and no supervisor beside one, hears a word", async () => {
    const call = await begin();
    call.supervises({ type: "MonitorCall", mode: "barge" } as never);
    await call.connects("anna");
    const asks = {
      type: "collect",
      prompts: Array.from({ length: 20 }, () => "tone-1000"),
      name: "Card number",
      lengthMin: 12,
      lengthMax: 19,
      secure: true,
      timeoutMs: 10_000,
      attemptsMax: 2,
      next: "end",
      otherwise: "end",
    };
    const scenario = {
      id: "application",
      version: 1,
      application: "other",
      start: "ask",
      steps: { ask: asks, end: { type: "hang_up", prompts: [] } },
    };
    center.do({ type: "ConfigureScenario", scenario } as never);
    const connect = { type: "ConnectApplication", scenarioId: "application", amount: null };
    call.does("sofia", connect as never);
    await call.hears("with the application", { customer: ["prompt"], sofia: ["anna"], anna: [] });
    call.does("sofia", { type: "EndApplication" });
    await call.hears("taken back", {
      customer: ["sofia", "anna"],
      sofia: ["customer", "anna"],
      anna: ["customer", "sofia"],
    });
  });

  it("words to one party are not for the others, who go on; what else that party hears is quieter", async () => {
    const call = await begin();
    const legId = center.legOf(call.id, "sofia")?.id ?? "";
    center.draw(asId(call.id), [{ id: "words", to: [legId], kind: "position", ahead: 0, waitSeconds: null }]);
    await call.hears("words to the agent", {
      customer: ["sofia"],
      sofia: ["prompt", "customer quietly"],
    });
    await call.hears("afterwards", { customer: ["sofia"], sofia: ["customer"] });
  });

  it("a server that dies changes nothing for anybody, and the next one draws the same", async () => {
    const call = await begin();
    call.does("sofia", { type: "Consult", to: { agentId: asId("ben") } } as never);
    center.accept("ben");
    await call.connects("ben");
    const standing: Matrix = { customer: ["music"], sofia: ["ben"], ben: ["sofia"] };
    await call.hears("before", standing);
    center.server.cut();
    await call.hears("without a server", standing);
    const next = await FakeServer.connect(voice.socketPath, { epoch: 2 });
    await next.said("welcome");
    center.takeOver(next);
    server = next;
    await call.hears("with the next server", standing);
    call.does("sofia", { type: "MergeConsultation" });
    await call.hears("which leads it on", {
      customer: ["sofia", "ben"],
      sofia: ["customer", "ben"],
      ben: ["customer", "sofia"],
    });
  });
});
