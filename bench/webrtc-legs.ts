/**
 * What one media process costs with agents' browsers: N legs of WebRTC (ICE, DTLS, SRTP) in rooms, each sending and
 * getting 50 packets a second.
 *
 *   npx tsx bench/webrtc-legs.ts [--legs 200] [--room 2] [--seconds 20] [--codec PCMU]
 *
 * Prints the media process's CPU a leg and second, how late its ticks were and how long one took, and how many packets
 * came back of those due. The browsers are as many connections of the same native stack in a second process, so they
 * cost about as much as what is measured; both share the machine's cores. On 127.0.0.1 only.
 */
import { type ChildProcess, fork } from "node:child_process";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type CodecName, codecNames } from "../packages/media/src/index.js";
import type { ToBrowsers, Told, ToRooms } from "./webrtc-legs/messages.js";

const WARM_UP_MS = 5_000;
/** Handshakes at once: more only wait for each other. */
const AT_ONCE = 8;
const CONNECT_MS_MAX = 30_000;

const { values } = parseArgs({
  options: {
    legs: { type: "string", default: "200" },
    room: { type: "string", default: "2" },
    seconds: { type: "string", default: "20" },
    codec: { type: "string", default: "PCMU" },
  },
});
const legs = Number(values.legs);
const roomSize = Number(values.room);
const codec = codecNames.find((name: CodecName) => name === values.codec);
if (codec === undefined) throw new Error(`--codec is one of ${codecNames.join(", ")}`);

const start = (file: string): ChildProcess =>
  fork(fileURLToPath(new URL(`webrtc-legs/${file}`, import.meta.url)), { execArgv: ["--import", "tsx"] });
const [rooms, browsers] = [start("rooms.child.ts"), start("browsers.child.ts")];
const toRooms = (message: ToRooms): void => void rooms.send(message);
const toBrowsers = (message: ToBrowsers): void => void browsers.send(message);

const connected = new Map<number, () => void>();
rooms.on("message", (told: Told) => {
  if (told.t === "sdp") toBrowsers({ t: "accept", leg: told.leg, answer: told.sdp });
  else if (told.t === "candidate") toBrowsers(told);
  else if (told.t === "connected") connected.get(told.leg)?.();
});
browsers.on("message", (told: Told) => {
  if (told.t === "sdp") toRooms({ t: "answer", leg: told.leg, offer: told.sdp });
  else if (told.t === "candidate") toRooms(told);
});

async function connect(leg: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`leg ${leg} does not connect`)), CONNECT_MS_MAX);
    connected.set(leg, () => {
      clearTimeout(late);
      resolve();
    });
    toBrowsers({ t: "offer", leg });
  });
}

function measure(child: ChildProcess): Promise<Extract<Told, { t: "measured" }>> {
  return new Promise((resolve) => {
    const take = (told: Told): void => {
      if (told.t !== "measured") return;
      child.off("message", take);
      resolve(told);
    };
    child.on("message", take);
    child.send({ t: "measure" });
  });
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

toRooms({ t: "begin", roomSize, codec });
toBrowsers({ t: "begin", roomSize, codec });
const connecting = performance.now();
let next = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < legs) {
      const leg = next;
      next += 1;
      await connect(leg);
    }
  }),
);
const connectMs = performance.now() - connecting;
await pause(WARM_UP_MS);
await Promise.all([measure(rooms), measure(browsers)]);
const begun = performance.now();
await pause(Number(values.seconds) * 1_000);
const seconds = (performance.now() - begun) / 1_000;
const [ours, load] = await Promise.all([measure(rooms), measure(browsers)]);

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
const figures = {
  codec,
  legs,
  room: roomSize,
  seconds: round(seconds, 1),
  connect_ms_per_leg: round(connectMs / legs, 1),
  cpu_pct_of_core: round(ours.cpuMs / seconds / 10, 1),
  cpu_ms_per_leg_s: round(ours.cpuMs / seconds / legs, 3),
  tick_p50_ms: round(ours.tickP50Ms),
  tick_p99_ms: round(ours.tickP99Ms),
  late_p50_ms: ours.lateness.p50Ms,
  late_p99_ms: ours.lateness.p99Ms,
  late_max_ms: round(ours.lateness.maxMs),
  late_share_pct: round(ours.lateness.lateShare * 100, 3),
  back_pct_of_due: round((100 * load.received) / (legs * seconds * 50)),
  rss_mb: round(ours.rssMb, 0),
  browsers_cpu_pct_of_core: round(load.cpuMs / seconds / 10, 1),
  browsers_late_p99_ms: load.lateness.p99Ms,
  load: (loadavg()[0] ?? 0).toFixed(2),
};
console.log(
  Object.entries(figures)
    .map(([name, value]) => `${name}=${value}`)
    .join(" "),
);
for (const child of [rooms, browsers]) child.disconnect();
