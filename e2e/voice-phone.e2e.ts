import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import buildVoice from "../apps/voice/test/support/build-voice.js";
import { agent, callIn, customer, inbound, music, type TestCall } from "../apps/voice/test/support/calls.js";
import { FakeServer } from "../apps/voice/test/support/fake-server.js";
import { pause } from "../apps/voice/test/support/until.js";
import { VoiceUnderTest } from "../apps/voice/test/support/voice-process.js";
import { interleave, wavHeader } from "../packages/media/src/source/wav.js";
import { sine } from "../packages/media/test/support/sound.js";
import { PHONE_PAGE } from "./support/phone-page.js";

const PAGE_URL = "http://127.0.0.1:8900/";
/** What the agent says, and what the caller says, in Hz. */
const AGENT = 440;
const CALLER = 700;

/** The real voice process between a telephone on the loopback and Chromium as the agent's phone. */
describe("an agent's phone in the browser", () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  let voice: VoiceUnderTest;
  let server: FakeServer;

  beforeAll(async () => {
    await buildVoice();
    folder = await mkdtemp(path.join(tmpdir(), "voice-phone-"));
    const microphone = path.join(folder, "microphone.wav");
    const body = interleave([sine(AGENT, 48_000, 5_000, { amplitude: 8_000 })]);
    const header = wavHeader({ sampleRate: 48_000, channels: 1 }, body.length);
    await writeFile(microphone, Buffer.concat([header, body]));
    const executablePath = process.env["CHROMIUM"];
    if (executablePath === undefined) throw new Error("CHROMIUM must name a Chromium");
    browser = await chromium.launch({
      executablePath,
      args: [
        "--no-sandbox",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        `--use-file-for-fake-audio-capture=${microphone}`,
        "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required",
      ],
    });
    voice = await VoiceUnderTest.start();
    server = await FakeServer.connect(voice.socketPath);
    await server.said("welcome");
  });
  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage();
    await page.route(`${PAGE_URL}**`, (route) =>
      route.fulfill({ contentType: "text/html", body: PHONE_PAGE }),
    );
    await page.goto(PAGE_URL);
  });
  afterAll(async () => {
    server?.cut();
    await browser?.close();
    await voice?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function connect(leg: { interactionId: string; legId: string } | null): Promise<string> {
    const offer = await page.evaluate<string>("offer()");
    const outcome = await server.request({
      name: "phone.connect",
      leg,
      agentId: "u1",
      sessionId: "s1",
      offer,
    });
    if (!outcome.ok) throw new Error(outcome.detail);
    const { phoneId, answer } = outcome.result as { phoneId: string; answer: string };
    await page.evaluate(`answered(${JSON.stringify(answer)})`);
    return phoneId;
  }

  const hears = (hertz: number) => page.evaluate<number>(`decibels(${hertz})`);
  const LOUD = -45;
  const QUIET = -70;
  const withAgent = (call: TestCall, agentMore = {}, customerMore = {}) =>
    inbound(
      [customer(call.legId, customerMore), agent(`${call.interactionId}.l2`, agentMore)],
      "held" in customerMore ? [music(call.legId, "hold")] : [],
    );

  async function talk(): Promise<TestCall & { readonly agentLeg: { interactionId: string; legId: string } }> {
    const call = await callIn(server, voice.sipPort, (legId) => [music(legId)]);
    call.phone.rtp.say(CALLER);
    const agentLeg = { interactionId: call.interactionId, legId: `${call.interactionId}.l2` };
    call.show(inbound([customer(call.legId), agent(agentLeg.legId)], [music(call.legId)]));
    await connect(agentLeg);
    await server.event("leg.connected", (event) => event.legId === agentLeg.legId);
    call.show(withAgent(call));
    await bothHear(call);
    return { ...call, agentLeg };
  }

  async function bothHear(call: TestCall): Promise<void> {
    await expect.poll(() => call.phone.rtp.amplitude(AGENT, 300), { timeout: 10_000 }).toBeGreaterThan(4_000);
    await expect.poll(() => hears(CALLER), { timeout: 10_000 }).toBeGreaterThan(LOUD);
  }

  it("the echo test: it hears itself, and its health and level are reported", async () => {
    const phoneId = await connect(null);
    await expect.poll(() => hears(AGENT), { timeout: 10_000 }).toBeGreaterThan(LOUD);
    const last = () =>
      server.reports.findLast((report) => report.type === "phone" && report.phoneId === phoneId);
    await expect.poll(last, { timeout: 5_000 }).toMatchObject({ state: "connected", agentId: "u1" });
    await expect.poll(() => (last() as { level: number }).level, { timeout: 5_000 }).toBeGreaterThan(0.1);
    await server.request({ name: "phone.disconnect", phoneId });
    await expect.poll(last, { timeout: 5_000 }).toMatchObject({ state: "closed" });
  });

  it("both hear each other; mute and hold are rows of who hears whom", async () => {
    const call = await talk();
    // Nobody hears themselves.
    expect(call.phone.rtp.amplitude(CALLER, 300)).toBeLessThan(200);
    expect(await hears(AGENT)).toBeLessThan(QUIET);

    await server.request({ name: "leg.mute", ...call.agentLeg, muted: true });
    await expect.poll(() => call.phone.rtp.amplitude(AGENT, 200), { timeout: 3_000 }).toBeLessThan(100);
    expect(await hears(CALLER)).toBeGreaterThan(LOUD);
    // A picture that was drawn before it does not undo it; one that agrees keeps it.
    call.show(withAgent(call));
    await pause(400);
    expect(call.phone.rtp.amplitude(AGENT, 200)).toBeLessThan(100);
    call.show(withAgent(call, { muted: true }));
    await server.request({ name: "leg.mute", ...call.agentLeg, muted: false });
    call.show(withAgent(call));
    await bothHear(call);

    call.show(withAgent(call, {}, { held: true }));
    await expect.poll(() => hears(CALLER), { timeout: 3_000 }).toBeLessThan(QUIET);
    await pause(400);
    expect(call.phone.rtp.amplitude(AGENT, 300)).toBeLessThan(500);
    expect(call.phone.rtp.loudness(300)).toBeGreaterThan(200);
    call.show(withAgent(call));
    await bothHear(call);
    call.show(null);
    call.phone.close();
  });

  it("a reloaded page is lost after two seconds, not at once, and its sound is back when it connects anew", async () => {
    const call = await talk();
    await page.reload();
    const gone = performance.now();
    await pause(1_000);
    expect(
      server.events.some((event) => event.type === "leg.lost" && event.legId === call.agentLeg.legId),
    ).toBe(false);
    await server.event("leg.lost", (event) => event.legId === call.agentLeg.legId);
    expect(performance.now() - gone).toBeGreaterThan(1_500);
    call.show(inbound([customer(call.legId), agent(call.agentLeg.legId)], [music(call.legId, "again")]));
    await expect.poll(() => call.phone.rtp.loudness(300), { timeout: 3_000 }).toBeGreaterThan(200);
    await connect(call.agentLeg);
    const connected = () =>
      server.events.filter((event) => event.type === "leg.connected" && event.legId === call.agentLeg.legId)
        .length;
    await expect.poll(connected, { timeout: 5_000 }).toBe(2);
    call.show(withAgent(call));
    await bothHear(call);
    call.show(null);
    call.phone.close();
  });

  it("a page that is quick to come back is never lost, and is heard within two seconds", async () => {
    const call = await talk();
    await page.reload();
    const gone = performance.now();
    await connect(call.agentLeg);
    call.phone.rtp.forget();
    await expect
      .poll(() => call.phone.rtp.amplitude(AGENT, 100), { timeout: 5_000, interval: 20 })
      .toBeGreaterThan(3_000);
    expect(performance.now() - gone).toBeLessThan(2_000);
    expect(
      server.events.some((event) => event.type === "leg.lost" && event.legId === call.agentLeg.legId),
    ).toBe(false);
    await bothHear(call);
    call.show(null);
    call.phone.close();
  });

  it("the server dies in mid-call: both go on hearing each other", async () => {
    const call = await talk();
    server.cut();
    call.phone.rtp.forget();
    await pause(1_500);
    await bothHear(call);
    expect(call.phone.rtp.longestGap()).toBeLessThan(200);
    server = await FakeServer.connect(voice.socketPath, { epoch: 2 });
    await server.said("welcome");
    call.show(withAgent(call), server);
    await bothHear(call);
    call.show(null, server);
    call.phone.close();
  });

  it("an offer that is none, and a leg that is not there, are refused", async () => {
    const call = await callIn(server, voice.sipPort);
    const ask = (leg: { interactionId: string; legId: string } | null, offer: string) =>
      server.request({ name: "phone.connect", leg, agentId: "u1", sessionId: "s1", offer });
    expect(await ask(null, "nonsense")).toMatchObject({ ok: false, code: "media_failed" });
    const { interactionId } = call;
    expect(await ask({ interactionId, legId: call.legId }, "v=0")).toMatchObject({
      code: "not_suitable_state",
    });
    expect(await ask({ interactionId: "nowhere", legId: "x" }, "v=0")).toMatchObject({
      code: "no_interaction",
    });
    call.show(null);
    call.phone.close();
  });
});
