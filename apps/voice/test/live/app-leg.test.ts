import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { agent, customer, outbound } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { pause, until } from "../support/until.js";
import { VoiceUnderTest } from "../support/voice-process.js";
import { WebRtcEnds } from "../support/webrtc-ends.js";

const AGENT_HERTZ = 600;
const APP_HERTZ = 1_000;
const LOUD = 3_000;
let voice: VoiceUnderTest;
let server: FakeServer;
let ends: WebRtcEnds;

beforeAll(async () => {
  voice = await VoiceUnderTest.start();
  server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
  ends = new WebRtcEnds();
});
afterAll(async () => {
  ends?.close();
  server?.cut();
  await voice?.stop();
});

const app = (legId: string) => customer(legId, { want: "attach" });

async function answered(outcome: Awaited<ReturnType<FakeServer["request"]>>): Promise<object> {
  expect(outcome).toMatchObject({ ok: true });
  return outcome.ok ? (outcome.result as object) : {};
}

/** An agent's browser in a call, as it always was. */
async function agentIn(id: string, legId: string): Promise<void> {
  const offer = await ends.ask<string>({ do: "offer", end: "agent", hertz: AGENT_HERTZ });
  const { answer } = (await answered(
    await server.request({
      name: "phone.connect",
      leg: { interactionId: id, legId },
      agentId: "u1",
      sessionId: "s1",
      offer,
    }),
  )) as { answer: string };
  await ends.ask({ do: "accept", end: "agent", sdp: answer });
  await server.event("leg.connected", (event) => event.legId === legId);
}

async function appIn(id: string, legId: string): Promise<string> {
  const { phoneId, offer } = (await answered(
    await server.request({ name: "app.offer", leg: { interactionId: id, legId } }),
  )) as { phoneId: string; offer: string };
  const answer = await ends.ask<string>({ do: "answer", end: "app", hertz: APP_HERTZ, sdp: offer });
  await answered(await server.request({ name: "app.answer", phoneId, answer }));
  return phoneId;
}

async function hears(end: string, hertz: number): Promise<void> {
  let heard = 0;
  for (let tries = 0; tries < 200; tries++) {
    heard = await ends.ask<number>({ do: "hear", end, hertz });
    if (heard > LOUD) return;
    await pause(40);
  }
  throw new Error(`${end} hears ${hertz} Hz with ${heard}`);
}

describe("a customer's app as the customer's leg", () => {
  it("is offered to, answers, talks both ways, is connected anew after a reload, and is told lost", async () => {
    const [id, a, c] = ["app-1", "app-1.l2", "app-1.l1"];
    server.show(id, 1, outbound([agent(a)]));
    await agentIn(id, a);
    server.show(id, 2, outbound([agent(a), app(c)]));
    const first = await appIn(id, c);
    await server.event("leg.connected", (event) => event.legId === c);
    await hears("app", AGENT_HERTZ);
    await hears("agent", APP_HERTZ);
    // Each way to us is told by itself, too, as the published order has it.
    const ways = server.reports.filter((report) => report.type === "candidate" && report.phoneId === first);
    expect(ways).not.toEqual([]);
    expect(ways[0]).toMatchObject({ mid: "0", candidate: expect.stringMatching(/^candidate:.*typ host/) });

    const second = await appIn(id, c);
    expect(second).not.toBe(first);
    await hears("app", AGENT_HERTZ);
    await hears("agent", APP_HERTZ);

    await ends.ask({ do: "close", end: "app" });
    await server.event("leg.lost", (event) => event.legId === c);
    server.show(id, 3, null);
  });

  it("refuses an answer that nothing waits for, one that says nothing, and an offer for no leg", async () => {
    const [id, a, c] = ["app-2", "app-2.l2", "app-2.l1"];
    server.show(id, 1, outbound([agent(a), app(c)]));
    const leg = { interactionId: id, legId: c };
    const { phoneId } = (await answered(await server.request({ name: "app.offer", leg }))) as {
      phoneId: string;
    };
    const answer = (sdp: string, of = phoneId) =>
      server.request({ name: "app.answer", phoneId: of, answer: sdp });
    expect(await answer("v=0\r\n")).toMatchObject({ ok: false, code: "media_failed" });
    expect(await answer("hello")).toMatchObject({ ok: false, code: "media_failed" });
    expect(await answer("v=0\r\n", "nobody")).toMatchObject({ ok: false, code: "not_suitable_state" });
    const nobody = { name: "app.offer", leg: { ...leg, legId: "app-2.l9" } } as const;
    expect(await server.request(nobody)).toMatchObject({ ok: false, code: "not_suitable_state" });
    // A newer offer takes the place of one that was not answered.
    await answered(await server.request({ name: "app.offer", leg }));
    expect(await answer("v=0\r\n")).toMatchObject({ ok: false, code: "not_suitable_state" });
    server.show(id, 2, null);
    await until(() => voice.child.exitCode === null, 1_000, "it lives");
    expect(server.events.filter((event) => "legId" in event && event.legId === c)).toEqual([]);
  });
});
