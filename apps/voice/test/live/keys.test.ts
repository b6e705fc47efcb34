import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { callIn, customer, inbound, type PlayPicture, type TestCall, tone } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { pause, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";

let voice: VoiceUnderTest;
let server: FakeServer;
let call: TestCall | undefined;

beforeAll(async () => {
  voice = await VoiceUnderTest.start();
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

async function begin(play: (legId: string) => PlayPicture): Promise<TestCall> {
  call = await callIn(server, voice.sipPort, (legId) => [play(legId)]);
  return call;
}
const collect = (secure: boolean) =>
  ({ kind: "collect", lengthMin: 4, lengthMax: 6, secure, timeoutMs: 1_000 }) as const;
const menu = { kind: "menu", choices: ["1"], timeoutMs: 600 } as const;

describe("keys", () => {
  it("stop the prompt; digits are collected until #", async () => {
    const { phone, interactionId } = await begin((legId) =>
      tone(legId, { id: "c1", keys: collect(false) }, 20),
    );
    await until(() => phone.rtp.amplitude(1_000, 200) > 2_000, 3_000, "the prompt");
    phone.rtp.press("4711#");
    const got = await server.event("play.collected", (event) => event.interactionId === interactionId);
    expect(got).toEqual({
      type: "play.collected",
      interactionId,
      playId: "c1",
      length: 4,
      digits: "4711",
      token: null,
    });
    await until(() => phone.rtp.amplitude(1_000, 200) < 200, 3_000, "the prompt is silent");
  });

  it("that are secure stay in the voice process: a count and a token go out, nothing into the log", async () => {
    const { phone, interactionId } = await begin((legId) =>
      tone(legId, { id: "s1", keys: collect(true) }, 1),
    );
    phone.rtp.press("948372");
    const got = await server.event("play.collected", (event) => event.interactionId === interactionId);
    expect(got).toMatchObject({ length: 6, token: expect.stringMatching(/^.{22}$/) });
    expect(got).not.toHaveProperty("digits");
    expect(JSON.stringify(server.heard)).not.toContain("948372");
    expect(voice.log).not.toContain("948372");
    expect(voice.log).not.toContain("15035550142");
  });

  it("come by INFO as well", async () => {
    const { phone, interactionId } = await begin((legId) => tone(legId, { id: "m1", keys: menu }, 20));
    phone.info("7");
    const got = await server.event("play.key", (event) => event.interactionId === interactionId);
    expect(got).toMatchObject({ playId: "m1", key: "7" });
  });

  it("pressed before the next step has begun are for it", async () => {
    const { phone, interactionId, legId, show } = await begin((id) => tone(id, { id: "m1", keys: menu }, 20));
    phone.rtp.press("12");
    await server.event("play.key", (event) => event.interactionId === interactionId);
    await pause(400);
    show(inbound([customer(legId)], [tone(legId, { id: "m2", keys: menu }, 20)]));
    const second = await server.event(
      "play.key",
      (event) => event.interactionId === interactionId && event.playId === "m2",
    );
    expect(second.key).toBe("2");
  });

  it("that never come are no input, counted from the end of the prompt", async () => {
    const { interactionId } = await begin((legId) => tone(legId, { id: "m1", keys: menu }, 1));
    const begun = performance.now();
    await server.event("play.no_input", (event) => event.interactionId === interactionId);
    // The tone's second, and the time for an answer.
    expect(performance.now() - begun).toBeGreaterThan(1_000);
  });
});

describe("what is played", () => {
  it("a prompt tells of its end, once", async () => {
    const { interactionId, legId, show } = await begin((id) => tone(id, { id: "p1" }, 1));
    const ends = () =>
      server.events.filter((event) => event.type === "play.ended" && event.interactionId === interactionId);
    await until(() => ends().length === 1, 5_000, "its end");
    show(inbound([customer(legId)], [tone(legId, { id: "p1" }, 1)]));
    await pause(1_500);
    expect(ends()).toHaveLength(1);
  });

  it("a prompt that is not there does not keep anybody waiting", async () => {
    const { interactionId } = await begin((id) => tone(id, { id: "p2", prompts: ["no-such-prompt"] }));
    await server.event("play.ended", (event) => event.interactionId === interactionId);
  });

  it("an echo is what the caller says", async () => {
    const { phone } = await begin((legId) => ({ id: "e1", to: [legId], kind: "echo", prompts: [] }));
    phone.rtp.say(620);
    await until(() => phone.rtp.amplitude(620, 200) > 5_000, 4_000, "the caller hears itself");
  });

  it("the position is said over the music, which comes back", async () => {
    const { phone, legId, show } = await begin((id) => ({
      id: "w1",
      to: [id],
      kind: "music",
      music: "tone-1000",
    }));
    await until(() => phone.rtp.amplitude(1_000, 300) > 2_000, 3_000, "the music");
    const loud = phone.rtp.amplitude(1_000, 300);
    const wait: PlayPicture = { id: "w1", to: [legId], kind: "music", music: "tone-1000" };
    show(
      inbound(
        [customer(legId)],
        [wait, { id: "a1", to: [legId], kind: "position", ahead: 1, waitSeconds: null }],
      ),
    );
    await until(() => phone.rtp.amplitude(1_000, 300) < loud * 0.4, 3_000, "the music steps back");
    await until(() => phone.rtp.loudness(300) > 300, 2_000, "somebody speaks");
    await until(() => phone.rtp.amplitude(1_000, 300) > loud * 0.8, 6_000, "the music comes back");
  });
});
