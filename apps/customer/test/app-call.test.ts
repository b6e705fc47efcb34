import { beforeEach, expect, test } from "vitest";
import { handClock } from "../../../packages/chat-sdk/test/hand-clock.js";
import { AppCall, type AppCallState, type Peer } from "../src/call/app-call.js";
import type { CallProgress } from "../src/wire/index.js";

/** A connection that is as a test says. */
class PeerDouble implements Peer {
  state: RTCPeerConnectionState = "new";
  readonly offers: string[] = [];
  readonly candidates: string[] = [];
  closed = false;
  private tell: (state: RTCPeerConnectionState) => void = () => undefined;
  private found: (candidate: RTCIceCandidate) => void = () => undefined;

  async answer(offer: string): Promise<string> {
    this.offers.push(offer);
    this.found({ candidate: "ours", sdpMid: "0", sdpMLineIndex: 0 } as RTCIceCandidate);
    return `answer to ${offer}`;
  }
  async addCandidate(candidate: string): Promise<void> {
    this.candidates.push(candidate);
  }
  onCandidate(take: (candidate: RTCIceCandidate) => void): void {
    this.found = take;
  }
  onState(take: (state: RTCPeerConnectionState) => void): void {
    this.tell = take;
  }
  becomes(state: RTCPeerConnectionState): void {
    this.state = state;
    this.tell(state);
  }
  close(): void {
    this.closed = true;
  }
}

let sent: string[];
let bodies: Record<string, unknown>[];
let peers: PeerDouble[];
let states: AppCallState[];
let rings: boolean[];
let open: number;
let mayTalk: boolean;
let call: AppCall;
let pass: (ms: number) => Promise<void>;

beforeEach(() => {
  [sent, bodies, peers, states, rings] = [[], [], [], [], []];
  open = 0;
  mayTalk = true;
  const hand = handClock();
  pass = hand.pass;
  call = new AppCall({
    clock: hand.clock,
    send: async (data) => {
      for (const one of data as Record<string, unknown>[]) {
        bodies.push(one);
        sent.push(String(one["type"]));
      }
    },
    iceServers: async () => [],
    openPeer: () => {
      const peer = new PeerDouble();
      peers.push(peer);
      return peer;
    },
    openMicrophone: async () => {
      if (!mayTalk) throw new Error("no");
      open += 1;
      const track = { enabled: true, stop: () => (open -= 1) };
      return { getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream;
    },
    ring: (on) => rings.push(on),
    tell: (state) => states.push(state),
  });
});

const stage = () => call.state.stage;
const offer = (sdp = "offer") => call.hear({ type: "OFFER_CALL", sdp });
async function talking(): Promise<PeerDouble> {
  await call.call();
  await offer();
  const peer = peers.at(-1);
  if (peer === undefined) throw new Error("nothing connects");
  peer.becomes("connected");
  return peer;
}

test("the customer calls: request, offer, answer, then candidates, and talks until one hangs up", async () => {
  await call.call();
  expect([stage(), sent]).toEqual(["asking", ["REQUEST_CALL"]]);
  await offer();
  await call.hear({ type: "ICE_CANDIDATE", candidate: "theirs", mid: "0" });
  expect(sent).toEqual(["REQUEST_CALL", "ANSWER_CALL", "ICE_CANDIDATE"]);
  expect(bodies[1]).toEqual({ type: "ANSWER_CALL", sdp: "answer to offer" });
  expect(peers[0]?.candidates).toEqual(["theirs"]);
  peers[0]?.becomes("connected");
  expect(stage()).toBe("talking");
  await call.hear({ type: "END_CALL" });
  expect([stage(), open, peers[0]?.closed]).toEqual(["idle", 0, true]);
});

test("without a microphone nobody is rung up", async () => {
  mayTalk = false;
  await call.call();
  expect([call.state, sent]).toEqual([{ stage: "idle", muted: false, trouble: "microphone" }, []]);
  call.acceptTrouble();
  expect(call.state.trouble).toBeNull();
});

test("a rejection says why, and only while it was asked for", async () => {
  await call.hear({ type: "CALL_REJECTED", reason: "declined" });
  expect(call.state.trouble, "it answers a wish for a call by telephone").toBeNull();
  await call.call();
  await call.hear({ type: "CALL_REJECTED", reason: "no_agent" });
  expect(call.state).toMatchObject({ stage: "idle", trouble: "no_agent" });
  await call.call();
  await call.hear({ type: "CALL_REJECTED", reason: "somethingNew" });
  expect([call.state.trouble, open]).toEqual(["failed", 0]);
});

test("an agent's call rings; the customer takes it, or declines as the Android app does", async () => {
  await offer();
  expect([stage(), rings, open]).toEqual(["ringing", [true], 0]);
  await offer("newer");
  await call.answer();
  expect(peers[0]?.offers).toEqual(["newer"]);
  expect(rings).toEqual([true, false]);
  await call.hangUp();
  sent.length = 0;
  await offer();
  await call.hangUp();
  expect([stage(), sent, rings.at(-1)]).toEqual(["idle", ["CALL_REJECTED", "END_CALL"], false]);
  await offer();
  await call.hear({ type: "END_CALL" });
  expect([stage(), rings.at(-1)], "the agent gave up").toEqual(["idle", false]);
});

test("mute switches the microphone off, and a new call begins with it on", async () => {
  await talking();
  call.mute(true);
  expect(call.state.muted).toBe(true);
  await call.hangUp();
  await talking();
  expect(call.state.muted).toBe(false);
});

test("a connection that fails asks for another offer until it is there", async () => {
  const first = await talking();
  first.becomes("failed");
  expect([stage(), sent.at(-1)]).toEqual(["coming_back", "ICE_CANDIDATE"]);
  await pass(1);
  expect(sent.at(-1)).toBe("REQUEST_CALL");
  await pass(4_000);
  expect(sent.filter((type) => type === "REQUEST_CALL")).toHaveLength(3);
  await offer("again");
  expect([first.closed, open, stage()]).toEqual([true, 1, "coming_back"]);
  peers.at(-1)?.becomes("connected");
  expect(stage()).toBe("talking");
  await pass(60_000);
  expect(stage(), "nothing of the search is left").toBe("talking");
});

test("one that only falters is given a moment to recover by itself", async () => {
  const peer = await talking();
  peer.becomes("disconnected");
  await pass(1_000);
  peer.becomes("connected");
  await pass(10_000);
  expect([stage(), sent.filter((type) => type === "REQUEST_CALL").length]).toEqual(["talking", 1]);
});

test("what does not come back within half a minute is given up", async () => {
  const peer = await talking();
  peer.becomes("failed");
  for (let seconds = 0; seconds < 36; seconds += 4) await pass(4_000);
  expect(call.state).toMatchObject({ stage: "idle", trouble: "lost" });
  expect([sent.at(-1), open]).toEqual(["END_CALL", 0]);
});

test("a reloaded app goes on with the call it was in, shows what rings, and drops what is over", async () => {
  const progress = (fields: Partial<CallProgress>): CallProgress => ({
    callId: "c",
    via: "app",
    by: "agent",
    state: "connected",
    ...fields,
  });
  await call.resume(progress({}));
  await pass(1);
  expect([stage(), sent]).toEqual(["coming_back", ["REQUEST_CALL"]]);
  await call.resume(null);
  expect(stage()).toBe("idle");
  await call.resume(progress({ state: "ringing" }));
  await offer();
  expect(stage()).toBe("ringing");
  call.drop();
  await call.resume(progress({ by: "customer", state: "calling" }));
  expect(stage()).toBe("asking");
  call.drop();
  await call.resume(progress({ via: "phone" }));
  expect(stage(), "that one is by telephone").toBe("idle");
});
