import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { clipFromUpload, wavFile } from "@patchbay/media";
import { OWN_SOUNDS_FOLDER, ownSoundFiles, ownSoundName } from "@patchbay/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callIn, customer, inbound, music, tone } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { SipPhone } from "../support/sip-phone.js";
import { pause, standsStill, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

let voice: VoiceUnderTest;
let server: FakeServer;
const phones: SipPhone[] = [];

beforeAll(async () => {
  voice = await VoiceUnderTest.start();
  server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
});
afterAll(async () => {
  for (const phone of phones) phone.close();
  server?.cut();
  await voice?.stop();
});

async function phone(): Promise<SipPhone> {
  const made = await SipPhone.open(voice.sipPort);
  phones.push(made);
  return made;
}
const tone1000 = new URL("../../../../packages/media/test/fixtures/tone-1000.opus", import.meta.url);
const menu = { kind: "menu", choices: ["1"], timeoutMs: 3_000 } as const;

describe("a call comes in", () => {
  it("is answered by its picture, hears the prompt, presses a key, hears music, and is hung up", async () => {
    const caller = await phone();
    caller.call("8000");
    const { interactionId, to, from, fromName } = await server.event("call.arrived");
    expect({ to, from, fromName }).toEqual({ to: "8000", from: "15035550142", fromName: "Emma Tester" });
    await until(() => caller.status(100), 1_000, "100");
    expect(caller.status(180)).toBeUndefined();
    const legId = `${interactionId}.l1`;
    server.show(interactionId, 1, inbound([customer(legId)], [tone(legId, { id: "menu-1", keys: menu })]));
    await caller.answered();
    expect(caller.status(180)).toBeDefined();
    await pause(150);
    expect(server.events.some(({ type }) => type === "leg.connected")).toBe(false);
    caller.acknowledge();
    await server.event("leg.connected", (event) => event.legId === legId);
    await until(() => caller.rtp.amplitude(1_000, 200) > 2_000, 4_000, "the prompt is heard");
    caller.rtp.press("1");
    expect(await server.event("play.key")).toMatchObject({ interactionId, playId: "menu-1", key: "1" });
    server.show(interactionId, 2, inbound([customer(legId)], [music(legId)]));
    const hearsMusic = () => caller.rtp.amplitude(1_000, 300) < 700 && caller.rtp.loudness(500) > 200;
    await until(hearsMusic, 4_000, "music in place of the prompt");
    server.show(interactionId, 3, null);
    await until(() => caller.request("BYE"), 3_000, "BYE");
    await standsStill(() => caller.rtp.packets, 200, "the caller's sound");
  });

  it("hears a prompt that was uploaded while the process ran", async () => {
    const sound = ownSoundFiles(ownSoundName("larkfield", "5e".repeat(32)));
    const upload = await clipFromUpload(await readFile(tone1000));
    if (sound === undefined || !("clip" in upload)) throw new Error("no sound");
    const { clip } = upload;
    await mkdir(path.join(voice.dataDir, OWN_SOUNDS_FOLDER, "larkfield"), { recursive: true });
    for (const [file, rate] of [
      [sound.wide, 16_000],
      [sound.narrow, 8_000],
    ] as const)
      await writeFile(path.join(voice.dataDir, OWN_SOUNDS_FOLDER, ...file), wavFile(clip.at(rate), rate));
    const own = ownSoundName("larkfield", "5e".repeat(32));
    const prompts = Array.from({ length: 5 }, () => own);
    const {
      phone: caller,
      show,
      legId,
    } = await callIn(server, voice.sipPort, (leg) => [tone(leg, { id: "own-1", prompts })]);
    phones.push(caller);
    await until(() => caller.rtp.amplitude(1_000, 200) > 2_000, 4_000, "the own prompt is heard");
    expect(await server.event("play.ended", (event) => event.playId === "own-1")).toBeDefined();
    show(inbound([customer(legId)], [{ id: "own-music", to: [legId], kind: "music", music: own }]));
    await until(() => caller.rtp.amplitude(1_000, 1_500) > 1_500, 6_000, "own music goes round");
    show(null);
  });

  it("a prompt that is not there is a second of silence, and the call goes on", async () => {
    const gone = ownSoundName("larkfield", "0f".repeat(32));
    const begun = performance.now();
    const { phone: caller, show } = await callIn(server, voice.sipPort, (legId) => [
      tone(legId, { id: "gone-1", prompts: [gone, "no-such-prompt"] }),
    ]);
    phones.push(caller);
    await server.event("play.ended", (event) => event.playId === "gone-1");
    expect(performance.now() - begun).toBeGreaterThan(900);
    show(null);
  });

  it("the caller hangs up", async () => {
    const { phone: caller, legId, interactionId, show } = await callIn(server, voice.sipPort);
    phones.push(caller);
    caller.bye();
    const gone = await server.event("leg.gone", (event) => event.legId === legId);
    expect(gone).toMatchObject({ interactionId, cause: "hung_up", status: null });
    show(null);
  });

  it("the caller gives up before it was answered: it was there, and has gone", async () => {
    const caller = await phone();
    const before = server.events.length;
    caller.call("8000");
    const find = () => server.events.slice(before).find(({ type }) => type === "call.arrived");
    const { interactionId } = await until(find, 3_000, "arrival");
    caller.cancel();
    await until(() => caller.status(487), 3_000, "487");
    const legId = `${interactionId}.l1`;
    server.show(interactionId, 1, inbound([customer(legId)]));
    expect(await server.event("leg.gone", (event) => event.legId === legId)).toMatchObject({
      cause: "hung_up",
    });
    expect(caller.status(200)?.headers.get("cseq")).toContain("CANCEL");
  });

  it("a number that nobody knows is 404", async () => {
    const caller = await phone();
    const before = server.events.length;
    caller.call("9999");
    const find = () => server.events.slice(before).find(({ type }) => type === "call.arrived");
    const { interactionId } = await until(find, 3_000, "arrival");
    server.show(interactionId, 1, null);
    await until(() => caller.status(404), 3_000, "404");
  });

  it("without a picture within ten seconds it is 480", async () => {
    const caller = await phone();
    caller.call("8000");
    await until(() => caller.status(480), 12_000, "480");
  });

  it("without a codec that is known it is 488", async () => {
    const caller = await phone();
    const before = server.events.length;
    const sdp = caller.rtp
      .sdp()
      .replace("RTP/AVP 0 101", "RTP/AVP 18")
      .replace("rtpmap:0 PCMU", "rtpmap:18 G729");
    caller.call("8000", { sdp });
    const find = () => server.events.slice(before).find(({ type }) => type === "call.arrived");
    const { interactionId } = await until(find, 3_000, "arrival");
    const legId = `${interactionId}.l1`;
    server.show(interactionId, 1, inbound([customer(legId)]));
    await until(() => caller.status(488), 3_000, "488");
    expect(await server.event("leg.gone", (event) => event.legId === legId)).toMatchObject({
      cause: "media",
    });
  });

  it("an INVITE without an offer gets ours", async () => {
    const caller = await phone();
    const before = server.events.length;
    caller.call("8000", { sdp: null });
    const find = () => server.events.slice(before).find(({ type }) => type === "call.arrived");
    const { interactionId } = await until(find, 3_000, "arrival");
    const legId = `${interactionId}.l1`;
    server.show(interactionId, 1, inbound([customer(legId)], [tone(legId)]));
    await caller.answered();
    caller.acknowledge(caller.rtp.sdp());
    await until(() => caller.rtp.amplitude(1_000, 200) > 2_000, 4_000, "the prompt is heard");
    server.show(interactionId, 2, null);
  });

  it("a phone that encrypts is answered with keys, and both sides' sound passes", async () => {
    const caller = await phone();
    caller.rtp.secure = true;
    const before = server.events.length;
    caller.call("8000");
    const find = () => server.events.slice(before).find(({ type }) => type === "call.arrived");
    const { interactionId } = await until(find, 3_000, "arrival");
    const legId = `${interactionId}.l1`;
    server.show(
      interactionId,
      1,
      inbound([customer(legId)], [{ id: "e", to: [legId], kind: "echo", prompts: [] }]),
    );
    const { body } = await caller.answered();
    expect(body).toContain("RTP/SAVP");
    caller.acknowledge();
    caller.rtp.say(620);
    await until(() => caller.rtp.amplitude(620, 200) > 5_000, 4_000, "the caller hears itself");
    // New keys of ours or none: the same ones go on over a change of the session.
    caller.reinvite(caller.rtp.sdp("sendrecv", 2));
    const again = await caller.answered();
    caller.acknowledge();
    const keysOf = (sdp: string) => /inline:(\S+)/.exec(sdp)?.[1];
    expect(keysOf(again.body)).toBe(keysOf(body));
    caller.rtp.forget();
    await until(() => caller.rtp.packets > 20 && caller.rtp.amplitude(620, 200) > 5_000, 4_000, "still");
    server.show(interactionId, 2, null);
  });

  it("an older picture changes nothing", async () => {
    const { phone: caller, interactionId, legId, show } = await callIn(server, voice.sipPort);
    phones.push(caller);
    show(inbound([customer(legId)], [tone(legId)]));
    show(inbound([customer(legId)], [tone(legId)]));
    await until(() => caller.rtp.amplitude(1_000, 200) > 2_000, 4_000, "the prompt");
    server.show(interactionId, 1, null);
    await pause(300);
    expect(caller.request("BYE")).toBeUndefined();
    expect(caller.rtp.amplitude(1_000, 200)).toBeGreaterThan(2_000);
    show(null);
    await until(() => caller.request("BYE"), 3_000, "BYE");
  });
});

describe("the caller's phone changes the call", () => {
  it("holds and comes back: answered each time, and its silence is not taken for a loss", async () => {
    const call = await callIn(server, voice.sipPort, (legId) => [music(legId)]);
    const { phone: caller, legId } = call;
    phones.push(caller);
    caller.reinvite(caller.rtp.sdp("sendonly", 2));
    const held = await caller.answered();
    expect(held.body).toContain("a=recvonly");
    caller.acknowledge();
    caller.reinvite(caller.rtp.sdp("inactive", 3));
    expect((await caller.answered()).body).toContain("a=inactive");
    caller.acknowledge();
    caller.rtp.hush();
    await pause(2_600);
    expect(server.events.some((event) => event.type === "leg.lost" && event.legId === legId)).toBe(false);
    caller.reinvite(caller.rtp.sdp("sendrecv", 4));
    await caller.answered();
    caller.acknowledge();
    caller.rtp.forget();
    await until(() => caller.rtp.packets > 20 && caller.rtp.loudness(300) > 200, 3_000, "the music is back");
    call.show(null);
  });

  it("is silent for two seconds: lost, and connected again when it speaks", async () => {
    const call = await callIn(server, voice.sipPort);
    const { phone: caller, legId } = call;
    phones.push(caller);
    await until(() => caller.rtp.packets > 25, 2_000, "packets");
    const hushed = performance.now();
    caller.rtp.hush();
    await server.event("leg.lost", (event) => event.legId === legId);
    expect(performance.now() - hushed).toBeGreaterThan(1_900);
    expect(performance.now() - hushed).toBeLessThan(3_000);
    caller.rtp.far(caller.status(200)?.body ?? "");
    const connected = () =>
      server.events.filter((event) => event.type === "leg.connected" && event.legId === legId).length === 2;
    await until(connected, 3_000, "connected again");
    call.show(null);
  });

  it("how it sounds is reported about each second", async () => {
    const call = await callIn(server, voice.sipPort);
    phones.push(call.phone);
    call.phone.rtp.say(700);
    const find = () =>
      server.reports.find(
        (report) => report.type === "quality" && report.legId === call.legId && report.level > 0.1,
      );
    expect(await until(find, 4_000, "a report")).toMatchObject({ loss: 0, mos: expect.closeTo(4.3, 0) });
    call.show(null);
  });
});
