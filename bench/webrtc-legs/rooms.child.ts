/** The measured side of bench/webrtc-legs.ts: one media process with all the rooms, as a media worker is. */
import { AudioLeg, type CodecName, Room, runTicker } from "../../packages/media/src/index.js";
import { WebRtcTransport } from "../../packages/media/src/leg/webrtc/index.js";
import type { Told, ToRooms } from "./messages.js";

const rooms: Room[] = [];
const transports = new Map<number, WebRtcTransport>();
const tickMs: number[] = [];
let roomSize = 2;
let codec: CodecName = "PCMU";
let received = 0;
let cpu = process.cpuUsage();

const tell = (told: Told): void => void process.send?.(told);
const ticker = runTicker(
  (dueMs) => {
    const begun = performance.now();
    for (const room of rooms) room.tick(dueMs);
    tickMs.push(performance.now() - begun);
  },
  (cause) => console.error(cause),
);

async function answer(leg: number, offer: string): Promise<void> {
  const ssrc = 100_000 + leg;
  const transport = new WebRtcTransport({ bindAddress: "127.0.0.1", ssrc });
  transports.set(leg, transport);
  transport.onCandidate(({ candidate, mid }) => tell({ t: "candidate", leg, candidate, mid }));
  transport.onState((state) => {
    if (state === "connected") tell({ t: "connected", leg });
  });
  const { sdp, choice } = await transport.answer(offer, [codec]);
  const audio = new AudioLeg({ id: `leg-${leg}`, transport, ssrc, ...choice });
  const at = Math.floor(leg / roomSize);
  const room = rooms[at] ?? new Room();
  rooms[at] = room;
  room.addLeg(audio);
  const first = at * roomSize;
  room.setPicture({
    parties: Array.from({ length: roomSize }, (_, next) => ({
      id: `leg-${first + next}`,
      place: { kind: "talking", circle: "call" } as const,
    })),
  });
  tell({ t: "sdp", leg, sdp });
}

function measure(): void {
  const used = process.cpuUsage(cpu);
  cpu = process.cpuUsage();
  const sorted = tickMs.splice(0).sort((a, b) => a - b);
  tell({
    t: "measured",
    cpuMs: (used.user + used.system) / 1_000,
    lateness: ticker.takeLateness(),
    received,
    tickP50Ms: sorted[Math.floor(sorted.length / 2)] ?? 0,
    tickP99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    rssMb: process.memoryUsage().rss / 2 ** 20,
  });
  received = 0;
}

process.on("message", (message: ToRooms) => {
  switch (message.t) {
    case "begin":
      ({ roomSize, codec } = message);
      return;
    case "answer":
      void answer(message.leg, message.offer);
      return;
    case "candidate":
      transports.get(message.leg)?.addCandidate(message);
      return;
    case "measure":
      measure();
      return;
  }
});
process.on("disconnect", () => process.exit());
