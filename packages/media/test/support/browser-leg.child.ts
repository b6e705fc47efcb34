/**
 * A media worker in small, for tests: one room with a browser's leg and a party that says 1000 Hz and listens. Talks by
 * IPC, for only child processes may load WebRTC.
 */
import {
  AudioLeg,
  type CodecName,
  type MediaLeg,
  Room,
  runTicker,
  steadyNow,
  ToneSource,
  toneAmplitude,
} from "../../src/index.js";
import { type AudioChoice, WebRtcTransport } from "../../src/leg/webrtc/index.js";
import { joined } from "./sound.js";

export type ToChild =
  | {
      readonly type: "offer";
      readonly sdp: string;
      readonly preference: CodecName[];
      readonly again: boolean;
    }
  | { readonly type: "invite"; readonly preference: [CodecName, ...CodecName[]] }
  | { readonly type: "accept"; readonly sdp: string }
  | { readonly type: "candidate"; readonly candidate: string; readonly mid: string }
  | { readonly type: "report"; readonly hertz: number };

const room = new Room();
const digits: string[] = [];
let heard: Int16Array[] = [];
let leg: AudioLeg | undefined;
let transport: WebRtcTransport | undefined;

const tone = new ToneSource({ hertz: [1000], amplitude: 8000, cadenceMs: [] });
const partner: MediaLeg = {
  id: "partner",
  receiveRate: 8000,
  sendRate: 8000,
  pull: () => tone.read(8000),
  send: (frame) => {
    heard = [...heard.slice(-49), frame.slice()];
  },
  close: () => {},
};
room.addLeg(partner);
room.setPicture({
  parties: ["partner", "browser"].map((id) => ({ id, place: { kind: "talking", circle: "call" } })),
});
const ticker = runTicker(
  (dueMs) => room.tick(dueMs),
  (cause) => console.error(cause),
);

function newTransport(): WebRtcTransport {
  const fresh = new WebRtcTransport({
    bindAddress: "127.0.0.1",
    ports: { first: 26_600, last: 26_699 },
    ssrc: 4711,
  });
  fresh.onCandidate(({ candidate, mid }) => process.send?.({ type: "candidate", candidate, mid }));
  return fresh;
}

function talkOver(fresh: WebRtcTransport, choice: AudioChoice): void {
  transport = fresh;
  if (leg !== undefined) leg.replaceTransport(fresh);
  else {
    leg = new AudioLeg({ id: "browser", transport: fresh, ssrc: 4711, ...choice });
    leg.onDigit(({ key }) => digits.push(key));
    room.addLeg(leg);
  }
}

async function answer(offer: string, preference: CodecName[], again: boolean): Promise<string> {
  if (again && transport !== undefined) return (await transport.answer(offer, preference)).sdp;
  const fresh = newTransport();
  const { sdp, choice } = await fresh.answer(offer, preference);
  talkOver(fresh, choice);
  return sdp;
}

let inviting: WebRtcTransport | undefined;

async function invite(preference: [CodecName, ...CodecName[]]): Promise<string> {
  inviting = newTransport();
  return inviting.offer(preference);
}

function accept(sdp: string): void {
  if (inviting === undefined) throw new Error("nobody was invited");
  talkOver(inviting, inviting.accept(sdp));
}

process.on("message", (message: ToChild) => {
  if (message.type === "offer")
    void answer(message.sdp, message.preference, message.again).then(
      (sdp) => process.send?.({ type: "answer", sdp }),
      (cause: unknown) => process.send?.({ type: "failed", reason: String(cause) }),
    );
  else if (message.type === "invite")
    void invite(message.preference).then((sdp) => process.send?.({ type: "offer", sdp }));
  else if (message.type === "accept") {
    try {
      accept(message.sdp);
      process.send?.({ type: "accepted" });
    } catch (cause) {
      process.send?.({ type: "failed", reason: String(cause) });
    }
  } else if (message.type === "candidate") (inviting ?? transport)?.addCandidate(message);
  else
    process.send?.({
      type: "report",
      amplitude: toneAmplitude(joined(heard), 8000, message.hertz),
      own: toneAmplitude(joined(heard), 8000, 1000),
      digits: digits.join(""),
      state: transport?.state,
      codec: leg?.codec,
      rate: room.sampleRate,
      health: leg?.health(steadyNow()),
      lateness: ticker.takeLateness(),
    });
});
process.on("disconnect", () => process.exit());
