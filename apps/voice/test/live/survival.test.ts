import { afterEach, describe, expect, it } from "vitest";
import { callIn, customer, inbound, music, tone } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { SipPhone } from "../support/sip-phone.js";
import { pause, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

const open: { close(): void }[] = [];
let voice: VoiceUnderTest | undefined;
afterEach(async () => {
  for (const each of open.splice(0)) each.close();
  await voice?.stop();
});

async function begin(
  environment: Record<string, string> = {},
): Promise<{ voice: VoiceUnderTest; server: FakeServer }> {
  const started = await VoiceUnderTest.start(environment);
  voice = started;
  const server = await FakeServer.connect(started.socketPath);
  await server.said("welcome");
  open.push({ close: () => server.cut() });
  return { voice: started, server };
}

describe("the server dies", () => {
  it("sound goes on without a gap, what happens meanwhile is told to the next one", async () => {
    const { voice, server } = await begin();
    const call = await callIn(server, voice.sipPort, (legId) => [music(legId)]);
    const leaving = await callIn(server, voice.sipPort, (legId) => [music(legId)]);
    open.push(call.phone, leaving.phone);
    await until(() => call.phone.rtp.packets > 25, 3_000, "music");
    call.phone.rtp.forget();
    server.cut();
    await pause(500);
    leaving.phone.bye();
    const confirmed = () => leaving.phone.got.some(({ headers }) => headers.get("cseq")?.endsWith("BYE"));
    await until(confirmed, 2_000, "200 to BYE");
    call.phone.reinvite(call.phone.rtp.sdp("sendrecv", 2));
    await call.phone.answered();
    call.phone.acknowledge();
    await pause(500);
    const next = await FakeServer.connect(voice.socketPath, { epoch: 2 });
    open.push({ close: () => next.cut() });
    const { calls } = await next.said("welcome");
    expect(calls).toEqual([{ interactionId: call.interactionId, revision: 1 }]);
    await next.event("leg.gone", (event) => event.legId === leaving.legId);
    call.show(inbound([customer(call.legId)], [music(call.legId)]), next);
    await until(() => call.phone.rtp.packets > 60, 3_000, "music all the time");
    expect(call.phone.rtp.longestGap()).toBeLessThan(200);
    expect(call.phone.rtp.loudness(300)).toBeGreaterThan(200);
    call.show(null, next);
    await until(() => call.phone.request("BYE"), 2_000, "BYE");
  });

  it("who calls meanwhile is told to try again, who waits hears music", async () => {
    const { voice, server } = await begin();
    const call = await callIn(server, voice.sipPort, (legId) => [tone(legId, { id: "p1" }, 1)]);
    open.push(call.phone);
    server.cut();
    await until(
      () => call.phone.rtp.packets > 75 && call.phone.rtp.amplitude(1_000, 300) < 700,
      4_000,
      "the prompt's end",
    );
    await until(() => call.phone.rtp.loudness(300) > 200, 2_000, "music");
    const late = await SipPhone.open(voice.sipPort);
    open.push(late);
    late.call("8000");
    const refused = await until(() => late.status(503), 2_000, "503");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    const next = await FakeServer.connect(voice.socketPath);
    open.push({ close: () => next.cut() });
    expect(await next.event("play.ended")).toMatchObject({ playId: "p1" });
    const again = await SipPhone.open(voice.sipPort);
    open.push(again);
    again.call("8000");
    await next.event(
      "call.arrived",
      (event) => event.interactionId !== call.interactionId && event.source.endsWith(String(again.port)),
    );
  });

  it("the center stops for good: a word to everybody, then the end of calls and process", async () => {
    const { voice, server } = await begin();
    const call = await callIn(server, voice.sipPort, (legId) => [music(legId)]);
    open.push(call.phone);
    await until(() => call.phone.rtp.packets > 10, 3_000, "music");
    const asked = performance.now();
    server.say({ t: "end" });
    await until(() => call.phone.request("BYE"), 15_000, "BYE");
    // "We are sorry: because of a technical problem ...": some seconds of speech.
    expect(performance.now() - asked).toBeGreaterThan(2_000);
    await until(() => voice.child.exitCode === 0, 5_000, "the process ends");
    expect(voice.note()).toBeUndefined();
  });

  it("asked to end by a signal, it lets those who talk finish, and takes nobody new", async () => {
    const { voice, server } = await begin();
    const call = await callIn(server, voice.sipPort, (legId) => [music(legId)]);
    open.push(call.phone);
    voice.child.kill("SIGTERM");
    await pause(300);
    const late = await SipPhone.open(voice.sipPort);
    open.push(late);
    late.call("8000");
    await until(() => late.status(503), 2_000, "503");
    expect(voice.child.exitCode).toBeNull();
    expect(call.phone.request("BYE")).toBeUndefined();
    call.show(null);
    await until(() => voice.child.exitCode === 0, 5_000, "the process ends");
  });
});

describe("a media worker is killed", () => {
  it("its calls end and are told as lost, the others go on, and a new one takes calls", async () => {
    const { voice, server } = await begin({ VOICE_WORKERS: "2" });
    await until(() => voice.workers.length === 2, 5_000, "two workers");
    const one = await callIn(server, voice.sipPort, (legId) => [music(legId)]);
    const two = await callIn(server, voice.sipPort, (legId) => [music(legId)]);
    open.push(one.phone, two.phone);
    await until(() => one.phone.rtp.packets > 10 && two.phone.rtp.packets > 10, 3_000, "music in both");
    one.phone.rtp.forget();
    two.phone.rtp.forget();
    process.kill(voice.workers[0] ?? 0, "SIGKILL");
    const gone = await server.event("leg.gone");
    const [dead, alive] = gone.legId === one.legId ? [one, two] : [two, one];
    expect(gone).toMatchObject({ interactionId: dead.interactionId, cause: "lost" });
    await until(() => dead.phone.request("BYE"), 3_000, "BYE");
    await pause(700);
    expect(alive.phone.request("BYE")).toBeUndefined();
    expect(alive.phone.rtp.packets).toBeGreaterThan(30);
    expect(alive.phone.rtp.longestGap()).toBeLessThan(200);
    dead.show(null);
    await until(() => voice.workers.length === 3, 5_000, "a third worker");
    const three = await callIn(server, voice.sipPort, (legId) => [music(legId)]);
    open.push(three.phone);
    // The phone of the call that ended still sends, to a port that is in use again: it is not taken for this one.
    await until(() => three.phone.rtp.packets > 10, 3_000, "music");
  });

  it("one that stands still is ended as well", async () => {
    const { voice, server } = await begin();
    const call = await callIn(server, voice.sipPort, (legId) => [music(legId)]);
    open.push(call.phone);
    process.kill(voice.workers[0] ?? 0, "SIGSTOP");
    expect(await server.event("leg.gone", () => true, 10_000)).toMatchObject({
      legId: call.legId,
      cause: "lost",
    });
    await until(() => call.phone.request("BYE"), 2_000, "BYE");
    await until(() => voice.workers.length === 2, 5_000, "another worker");
  });
});
