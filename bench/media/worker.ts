/** The measured side of bench/media.ts: one media process with all the rooms. */
import { open } from "node:fs/promises";
import path from "node:path";
import {
  AudioLeg,
  type CodecName,
  Room,
  RtpPorts,
  runTicker,
  UdpTransport,
} from "../../packages/media/src/index.js";
import { RecordingWriter } from "../../packages/media/src/recording/index.js";

export interface Orders {
  readonly legs: number;
  readonly roomSize: number;
  readonly codec: CodecName;
  readonly payloadType: number;
  /** Where each leg's far end is: the first two of room 0 have a port of their own, all others share the last. */
  readonly farPorts: readonly number[];
  /** Folder for recordings of each room; absent for none. */
  readonly recordInto?: string;
}

const HOST = "127.0.0.1";
const rooms: Room[] = [];
const tickMs: number[] = [];

async function begin(orders: Orders): Promise<void> {
  const ports = new RtpPorts(HOST, 26_000, 26_899);
  const legPorts: number[] = [];
  for (let first = 0; first < orders.legs; first += orders.roomSize) {
    const room = new Room();
    const ids = Array.from(
      { length: Math.min(orders.roomSize, orders.legs - first) },
      (_, at) => `leg-${first + at}`,
    );
    for (const id of ids) {
      const transport = new UdpTransport({ sockets: await ports.take(), latching: "signalled" });
      const farPort = orders.farPorts[Math.min(legPorts.length, orders.farPorts.length - 1)] ?? 9;
      transport.setRemote({ address: HOST, port: farPort });
      legPorts.push(transport.port);
      room.addLeg(
        new AudioLeg({ id, transport, codecs: [{ name: orders.codec, payloadType: orders.payloadType }] }),
      );
    }
    room.setPicture({
      parties: ids.map((id) => ({ id, place: { kind: "talking", circle: "call" } })),
      taps: [{ agent: ids[0] ?? "", spoken: "spoken", heard: "heard" }],
    });
    if (orders.recordInto !== undefined) {
      const recordingId = `room-${rooms.length}.r1`;
      const file = path.join(orders.recordInto, recordingId);
      const whose = { interactionId: "room", legId: "leg", agentId: null, kind: "call" } as const;
      const facts = { recordingId, ...whose, startedAt: Date.now() };
      const sink = new RecordingWriter(() => open(file, "ax"), facts, Buffer.alloc(32));
      room.addRecording("call", { spoken: "spoken", heard: "heard", sink });
    }
    rooms.push(room);
  }
  const ticker = runTicker(
    (dueMs) => {
      const began = performance.now();
      for (const room of rooms) room.tick(dueMs);
      tickMs.push(performance.now() - began);
    },
    (cause) => console.error(cause),
  );
  let cpu = process.cpuUsage();
  process.on("message", () => {
    const used = process.cpuUsage(cpu);
    const sorted = tickMs.splice(0).sort((a, b) => a - b);
    process.send?.({
      cpuMs: (used.user + used.system) / 1000,
      lateness: ticker.takeLateness(),
      tickP50Ms: sorted[Math.floor(sorted.length / 2)] ?? 0,
      tickP99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
      rssMb: process.memoryUsage().rss / 2 ** 20,
    });
    cpu = process.cpuUsage();
  });
  process.send?.({ legPorts });
}

process.once("message", (orders: Orders) => void begin(orders));
process.on("disconnect", () => process.exit());
