/**
 * What one media process costs: N legs of plain RTP in rooms, each sending and getting 50 packets a second.
 *
 *   npx tsx bench/media.ts [--legs 200] [--room 2] [--seconds 10] [--codec PCMU] [--record]
 *
 * Prints the media process's CPU a leg and second, how late its ticks were, how many packets came back of those due,
 * and the time from mouth to ear (a loud burst of one leg until its neighbour gets it), jitter buffer included. The load
 * is made in this process, so both share the machine's cores. Listens on 127.0.0.1 only, ports 26000 to 26999.
 */
import { fork } from "node:child_process";
import dgram from "node:dgram";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  buildRtp,
  type CodecName,
  codecNames,
  createCodec,
  parseRtp,
  runTicker,
  type TickLateness,
} from "../packages/media/src/index.js";
import type { Orders } from "./media/worker.js";

const HOST = "127.0.0.1";
const WARM_UP_MS = 3000;
const PAYLOAD_TYPES: Record<CodecName, number> = { PCMU: 0, PCMA: 8, G722: 9, opus: 111 };

const { values } = parseArgs({
  options: {
    legs: { type: "string", default: "200" },
    room: { type: "string", default: "2" },
    seconds: { type: "string", default: "10" },
    codec: { type: "string", default: "PCMU" },
    record: { type: "boolean", default: false },
  },
});
const legs = Number(values.legs);
const codecName = codecNames.find((name) => name === values.codec);
if (codecName === undefined) throw new Error(`--codec is one of ${codecNames.join(", ")}`);
const payloadType = PAYLOAD_TYPES[codecName];

interface Measured {
  readonly cpuMs: number;
  readonly lateness: TickLateness;
  readonly tickP50Ms: number;
  readonly tickP99Ms: number;
  readonly rssMb: number;
}

async function socketOn(port: number, onMessage: (datagram: Buffer) => void): Promise<dgram.Socket> {
  const socket = dgram.createSocket("udp4");
  socket.on("message", onMessage);
  await new Promise<void>((resolve) => socket.bind(port, HOST, resolve));
  socket.setRecvBufferSize(1 << 21);
  return socket;
}

let received = 0;
let burstAt: number | undefined;
const ears: number[] = [];
const listening = createCodec(codecName);
const count = (): void => {
  received += 1;
};
const sockets = [
  await socketOn(26_990, count),
  await socketOn(26_992, (datagram) => {
    received += 1;
    const payload = parseRtp(datagram)?.payload;
    if (payload === undefined) return;
    const loud = listening.decode(payload).some((sample) => Math.abs(sample) > 4000);
    if (!loud || burstAt === undefined) return;
    ears.push(performance.now() - burstAt);
    burstAt = undefined;
  }),
  await socketOn(26_994, count),
];

const folder = await mkdtemp(path.join(tmpdir(), "bench-media-"));
const worker = fork(fileURLToPath(new URL("media/worker.ts", import.meta.url)), {
  execArgv: ["--import", "tsx"],
});
const answer = <T>(message: object): Promise<T> =>
  new Promise((resolve) => {
    worker.once("message", (reply) => resolve(reply as T));
    worker.send(message);
  });
const orders: Orders = {
  legs,
  roomSize: Number(values.room),
  codec: codecName,
  payloadType,
  farPorts: [26_990, 26_992, 26_994],
  ...(values.record && { recordInto: folder }),
};
const { legPorts } = await answer<{ legPorts: number[] }>(orders);

const speaking = createCodec(codecName);
const sine = (amplitude: number): Uint8Array =>
  speaking
    .encode(
      Int16Array.from({ length: speaking.sampleRate / 50 }, (_, at) =>
        Math.round(amplitude * Math.sin((2 * Math.PI * 500 * at) / speaking.sampleRate)),
      ),
    )
    .slice();
const [quiet, speech, loud] = [sine(0), sine(1200), sine(12_000)] as const;

let frame = 0;
const load = runTicker(
  () => {
    // 200 ms loud in each second, in room 0 by its first leg alone.
    const burst = frame % 50 < 10;
    for (const [index, port] of legPorts.entries()) {
      const inFirstRoom = index < orders.roomSize;
      const payload = index === 0 && burst ? loud : inFirstRoom ? quiet : speech;
      const packet = buildRtp({
        payloadType,
        marker: false,
        sequence: frame & 0xffff,
        timestamp: (frame * speaking.frameUnits) >>> 0,
        ssrc: 1000 + index,
        payload,
      });
      sockets[Math.min(index, 2)]?.send(packet, port, HOST);
      if (index === 0 && frame % 50 === 0) burstAt = performance.now();
    }
    frame += 1;
  },
  (cause) => console.error(cause),
);

await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
await answer<Measured>({});
load.takeLateness();
received = 0;
ears.length = 0;
const began = performance.now();
await new Promise((resolve) => setTimeout(resolve, Number(values.seconds) * 1000));
const seconds = (performance.now() - began) / 1000;
const got = received;
const measured = await answer<Measured>({});
const loadLateness = load.takeLateness();
load.stop();
ears.sort((a, b) => a - b);
const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
console.log(
  Object.entries({
    codec: codecName,
    legs,
    room: orders.roomSize,
    record: values.record,
    seconds: round(seconds, 1),
    cpu_pct_of_core: round(measured.cpuMs / seconds / 10, 1),
    cpu_ms_per_leg_s: round(measured.cpuMs / seconds / legs, 3),
    tick_p50_ms: round(measured.tickP50Ms),
    tick_p99_ms: round(measured.tickP99Ms),
    late_p50_ms: measured.lateness.p50Ms,
    late_p99_ms: measured.lateness.p99Ms,
    late_max_ms: round(measured.lateness.maxMs),
    late_share_pct: round(measured.lateness.lateShare * 100, 3),
    out_pct_of_due: round((100 * got) / (legs * seconds * 50)),
    ear_p50_ms: round(ears[Math.floor(ears.length / 2)] ?? Number.NaN, 0),
    ear_max_ms: round(ears.at(-1) ?? Number.NaN, 0),
    rss_mb: round(measured.rssMb, 0),
    load_late_p99_ms: loadLateness.p99Ms,
  })
    .map(([name, value]) => `${name}=${value}`)
    .join(" "),
);
worker.disconnect();
for (const socket of sockets) socket.close();
await rm(folder, { recursive: true, force: true });
