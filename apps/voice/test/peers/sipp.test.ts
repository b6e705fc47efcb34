import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { agent, customer, inbound, outbound } from "../support/calls.js";
import { FakeServer } from "../support/fake-server.js";
import { freePorts } from "../support/free-ports.js";
import { VoiceUnderTest } from "../support/voice-process.js";
import { Peer, peerProgram } from "./support.js";

const scenario = (name: string): string => path.join(import.meta.dirname, "sipp", `${name}.xml`);

let sipPort: number;
let trunkPort: number;
let voice: VoiceUnderTest;
let server: FakeServer;
const peers: Peer[] = [];

beforeAll(async () => {
  [sipPort, trunkPort] = [await freePorts(1), await freePorts(1)];
  const rtp = await freePorts(400);
  voice = await VoiceUnderTest.start({
    TRUNK: `127.0.0.1:${trunkPort}`,
    RTP_PORTS: `${rtp}-${rtp + 399}`,
  });
  server = await FakeServer.connect(voice.socketPath);
  await server.said("welcome");
});
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close();
});
afterAll(async () => {
  server?.cut();
  await voice?.stop();
});

function sipp(...args: readonly string[]): Peer {
  const peer = new Peer(peerProgram("SIPP"), () => [
    ...["-i", "127.0.0.1", "-nostdin", "-timeout", "45s", "-timeout_error"],
    ...args,
  ]);
  peers.push(peer);
  return peer;
}

/** Answers each call that comes from now on, and lets it go when it has gone. Returns how many were up at once. */
function answering(): { readonly most: () => number; readonly stop: () => void } {
  const from = server.heard.length;
  let read = from;
  let up = 0;
  let most = 0;
  const timer = setInterval(() => {
    for (const message of server.heard.slice(read)) {
      if (message.t !== "event") continue;
      const { event } = message;
      const { interactionId } = event;
      if (event.type === "call.arrived")
        server.show(interactionId, 1, inbound([customer(`${interactionId}.l1`)]));
      if (event.type === "leg.connected") most = Math.max(most, ++up);
      if (event.type === "leg.gone") {
        up -= 1;
        server.show(interactionId, 2, null);
      }
    }
    read = server.heard.length;
  }, 5);
  return { most: () => most, stop: () => clearInterval(timer) };
}

const counts = (said: string) => ({
  successful: Number(/Successful call\s+\|\s+\d+\s+\|\s+(\d+)/.exec(said)?.[1] ?? -1),
  failed: Number(/Failed call\s+\|\s+\d+\s+\|\s+(\d+)/.exec(said)?.[1] ?? -1),
});

it("SIPp calls ten times a second, and a hundred of its calls are up at once", async () => {
  const calls = answering();
  const mediaPort = await freePorts(4);
  const caller = sipp(
    ...[`127.0.0.1:${voice.sipPort}`, "-sf", scenario("caller"), "-s", "8000", "-p", String(sipPort)],
    ...["-mp", String(mediaPort), "-r", "10", "-l", "110", "-m", "110", "-d", "10500"],
  );
  const { code, said } = await caller.ended;
  calls.stop();
  expect({ code, ...counts(said) }, said.slice(-2_000)).toEqual({ code: 0, successful: 110, failed: 0 });
  expect(calls.most()).toBeGreaterThanOrEqual(100);
}, 60_000);

it("one packet in ten is lost both ways: SIPp and the voice process repeat, and every call comes about and ends", async () => {
  const calls = answering();
  const mediaPort = await freePorts(4);
  const caller = sipp(
    ...[`127.0.0.1:${voice.sipPort}`, "-sf", scenario("caller"), "-s", "8000", "-p", String(sipPort)],
    ...["-mp", String(mediaPort), "-r", "10", "-l", "40", "-m", "40", "-d", "1000", "-lost", "10"],
  );
  const { code, said } = await caller.ended;
  calls.stop();
  expect({ code, ...counts(said) }, said.slice(-2_000)).toEqual({ code: 0, successful: 40, failed: 0 });
}, 60_000);

it("SIPp is called beyond the trunk, rings, answers and is hung up on", async () => {
  const mediaPort = await freePorts(4);
  const callee = sipp(
    "-sf",
    scenario("callee"),
    "-p",
    String(trunkPort),
    "-mp",
    String(mediaPort),
    "-m",
    "10",
  );
  // It says nothing when it listens; what it does not hear at first is sent again.
  const ids = Array.from({ length: 10 }, (_, i) => `sipp-${i}`);
  for (const id of ids) {
    const a = agent(`${id}.l2`);
    server.show(id, 1, outbound([a]));
    const called = customer(`${id}.l1`, { want: "dial", dial: { to: "+15035550142", from: "8000" } });
    server.show(id, 2, outbound([a, called]));
  }
  for (const id of ids) {
    await server.event("leg.ringing", (event) => event.interactionId === id, 20_000);
    await server.event("leg.connected", (event) => event.interactionId === id, 20_000);
  }
  for (const id of ids) server.show(id, 3, null);
  const { code, said } = await callee.ended;
  expect({ code, ...counts(said) }, said.slice(-2_000)).toEqual({ code: 0, successful: 10, failed: 0 });
}, 60_000);
