/**
 * Far ends of WebRTC for live tests: an agent's browser, which offers, and a customer's app, which answers. Each says a
 * tone and keeps the last second of what it hears. A process of its own, for the native module must not share one.
 */
import { AudioLeg, runTicker, steadyNow, ToneSource, toneAmplitude } from "@patchbay/media";
import { type AudioChoice, WebRtcTransport } from "@patchbay/media/webrtc";

export type ToEnds =
  | { readonly ask: number; readonly do: "offer"; readonly end: string; readonly hertz: number }
  | { readonly ask: number; readonly do: "accept"; readonly end: string; readonly sdp: string }
  | {
      readonly ask: number;
      readonly do: "answer";
      readonly end: string;
      readonly hertz: number;
      readonly sdp: string;
    }
  | { readonly ask: number; readonly do: "candidate"; readonly end: string; readonly candidate: string }
  | { readonly ask: number; readonly do: "hear"; readonly end: string; readonly hertz: number }
  /** How loud each of these tones is, and all together, in the last moments. */
  | {
      readonly ask: number;
      readonly do: "measure";
      readonly end: string;
      readonly hertz: readonly number[];
      readonly lastMs: number;
    }
  | { readonly ask: number; readonly do: "close"; readonly end: string };

interface End {
  readonly transport: WebRtcTransport;
  readonly tone: ToneSource;
  leg: AudioLeg | undefined;
  heard: Int16Array[];
}

const FRAMES_KEPT = 50;
const SSRC = 4712;
const ends = new Map<string, End>();

function newEnd(name: string, hertz: number): End {
  ends.get(name)?.transport.close();
  const transport = new WebRtcTransport({ bindAddress: "127.0.0.1", ssrc: SSRC });
  const tone = new ToneSource({ hertz: [hertz], amplitude: 8000, cadenceMs: [] });
  const end = { transport, tone, leg: undefined, heard: [] };
  ends.set(name, end);
  return end;
}

function candidatesOf({ transport }: End): Promise<string[]> {
  const found: string[] = [];
  transport.onCandidate(({ candidate }) => found.push(candidate.replace(/^a=/, "")));
  return new Promise((resolve) => setTimeout(() => resolve(found), 150));
}

const withCandidates = (sdp: string, found: readonly string[]): string =>
  `${sdp.trimEnd()}\r\n${found.map((candidate) => `a=${candidate}\r\n`).join("")}`;

function talk(end: End, choice: AudioChoice): void {
  end.leg = new AudioLeg({ id: "end", transport: end.transport, ssrc: SSRC, ...choice });
}

function joined(frames: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(frames.reduce((sum, frame) => sum + frame.length, 0));
  let at = 0;
  for (const frame of frames) {
    whole.set(frame, at);
    at += frame.length;
  }
  return whole;
}

function rms(sound: Int16Array): number {
  let sum = 0;
  for (const sample of sound) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, sound.length));
}

async function carryOut(message: ToEnds): Promise<unknown> {
  if (message.do === "offer") {
    // Its ways are told to nobody: the worker learns them from who knocks.
    return newEnd(message.end, message.hertz).transport.offer(["PCMU"]);
  }
  if (message.do === "answer") {
    const end = newEnd(message.end, message.hertz);
    const candidates = candidatesOf(end);
    const { sdp, choice } = await end.transport.answer(message.sdp, ["opus", "PCMU"]);
    talk(end, choice);
    return withCandidates(sdp, await candidates);
  }
  const end = ends.get(message.end);
  if (end === undefined) throw new Error(`there is no ${message.end}`);
  switch (message.do) {
    case "accept":
      talk(end, end.transport.accept(message.sdp));
      return null;
    case "candidate":
      return end.transport.addCandidate({ candidate: message.candidate, mid: "0" });
    case "hear":
      return toneAmplitude(joined(end.heard), end.leg?.receiveRate ?? 8000, message.hertz);
    case "measure": {
      const sound = joined(end.heard.slice(-Math.ceil(message.lastMs / 20)));
      const rate = end.leg?.receiveRate ?? 8000;
      return { tones: message.hertz.map((hertz) => toneAmplitude(sound, rate, hertz)), loudness: rms(sound) };
    }
    case "close":
      end.transport.close();
      ends.delete(message.end);
      return null;
  }
}

runTicker(
  () => {
    for (const end of ends.values()) {
      if (end.leg === undefined) continue;
      const now = steadyNow();
      end.leg.send(end.tone.read(end.leg.sendRate), now);
      end.heard = [...end.heard.slice(1 - FRAMES_KEPT), end.leg.pull(now).slice()];
    }
  },
  (cause) => console.error(cause),
);

process.on("message", (message: ToEnds) => {
  carryOut(message).then(
    (result) => process.send?.({ ask: message.ask, result }),
    (cause: unknown) => process.send?.({ ask: message.ask, failed: String(cause) }),
  );
});
process.on("disconnect", () => process.exit());
