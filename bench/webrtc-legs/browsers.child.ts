/** The load of bench/webrtc-legs.ts: so many browsers, each with its own connection, that say a tone and count. */
import { buildRtp, type CodecName, createCodec, runTicker } from "../../packages/media/src/index.js";
import { WebRtcTransport } from "../../packages/media/src/leg/webrtc/index.js";
import { offeredAudio } from "../../packages/media/src/leg/webrtc/offer-sdp.js";
import type { ToBrowsers, Told } from "./messages.js";

const transports = new Map<number, WebRtcTransport>();
const connected = new Set<number>();
let codec: CodecName = "PCMU";
let received = 0;
let frame = 0;
let speech: Uint8Array = new Uint8Array();
let units = 160;
let payloadType = 0;
let cpu = process.cpuUsage();

const tell = (told: Told): void => void process.send?.(told);
const ticker = runTicker(
  () => {
    frame += 1;
    for (const leg of connected) {
      const packet = buildRtp({
        payloadType,
        marker: false,
        sequence: frame & 0xffff,
        timestamp: (frame * units) >>> 0,
        ssrc: 1_000 + leg,
        payload: speech,
      });
      transports.get(leg)?.sendRtp(packet);
    }
  },
  (cause) => console.error(cause),
);

function begin(name: CodecName): void {
  codec = name;
  const coder = createCodec(name);
  units = coder.frameUnits;
  payloadType = offeredAudio([name]).codecs[0]?.payloadType ?? 0;
  const samples = coder.sampleRate / 50;
  const tone = Int16Array.from({ length: samples }, (_, at) =>
    Math.round(1_200 * Math.sin((2 * Math.PI * 500 * at) / coder.sampleRate)),
  );
  speech = coder.encode(tone).slice();
}

async function offer(leg: number): Promise<void> {
  const transport = new WebRtcTransport({ bindAddress: "127.0.0.1", ssrc: 1_000 + leg });
  transports.set(leg, transport);
  transport.onCandidate(({ candidate, mid }) => tell({ t: "candidate", leg, candidate, mid }));
  transport.onState((state) => {
    if (state === "connected") connected.add(leg);
  });
  transport.onRtp(() => {
    received += 1;
  });
  tell({ t: "sdp", leg, sdp: await transport.offer([codec]) });
}

process.on("message", (message: ToBrowsers) => {
  switch (message.t) {
    case "begin":
      begin(message.codec);
      return;
    case "offer":
      void offer(message.leg);
      return;
    case "accept":
      transports.get(message.leg)?.accept(message.answer);
      return;
    case "candidate":
      transports.get(message.leg)?.addCandidate(message);
      return;
    case "measure": {
      const used = process.cpuUsage(cpu);
      cpu = process.cpuUsage();
      tell({
        t: "measured",
        cpuMs: (used.user + used.system) / 1_000,
        lateness: ticker.takeLateness(),
        received,
        tickP50Ms: 0,
        tickP99Ms: 0,
        rssMb: process.memoryUsage().rss / 2 ** 20,
      });
      received = 0;
      return;
    }
  }
});
process.on("disconnect", () => process.exit());
