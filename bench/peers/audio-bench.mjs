// Audio mixing benchmark, the same load for each mixer: N participants in rooms of K, each sends one PCMU (G.711) packet every 20 ms and must get one
// mixed packet back every 20 ms. Prints server CPU a participant, packets got against packets due, and mouth-to-ear
// delay through the mixer (onset of a loud burst sent by participant 0, first loud packet at participant 1).
//   node bench/peers/audio-bench.mjs --target janus --port 8188 --rooms 20 --size 3 --secs 10 --pid <janus pid>
//   node bench/peers/audio-bench.mjs --target patchbay --rooms 20 --size 3 --secs 10
// Both in one run: bench/mixing.sh. For another mixer: add to `joiners` what returns the port to send each participant's RTP to.
import { fork } from "node:child_process";
import dgram from "node:dgram";
import { WebSocket } from "ws";
import { asc, flags, idleShare, onlyLoopback, pct, sleep, summary, usage } from "./lib/util.mjs";

const o = flags({
  target: "janus",
  host: "127.0.0.1",
  port: 8188,
  rooms: 10,
  size: 3,
  secs: 10,
  pid: 0,
  rate: 16000,
  sink: 50000,
});
onlyLoopback(o.host);
const N = o.rooms * o.size;

const joiners = {
  // one Janus handle a participant, joined as a plain-RTP participant
  async janus() {
    const ws = new WebSocket(`ws://${o.host}:${o.port}`, "janus-protocol", { perMessageDeflate: false });
    await new Promise((r, j) => {
      ws.once("open", r);
      ws.once("error", j);
    });
    const waits = new Map();
    let tx = 0,
      session;
    ws.on("message", (d) => {
      const m = JSON.parse(d);
      const w = waits.get(m.transaction);
      if (w && m.janus !== "ack") {
        waits.delete(m.transaction);
        w(m);
      }
    });
    const call = (m) =>
      new Promise((r, j) => {
        const t = String(++tx);
        waits.set(t, r);
        ws.send(JSON.stringify({ ...m, transaction: t, ...(session ? { session_id: session } : {}) }));
        setTimeout(() => j(new Error(`no answer to ${JSON.stringify(m)}`)), 10000).unref();
      });
    session = (await call({ janus: "create" })).data.id;
    const keep = setInterval(() => call({ janus: "keepalive" }).catch(() => {}), 20000);
    keep.unref();
    return async (room, i, sinkPort) => {
      const handle_id = (await call({ janus: "attach", plugin: "janus.plugin.audiobridge" })).data.id;
      if (i === 0) {
        const c = await call({
          janus: "message",
          handle_id,
          body: {
            request: "create",
            room: 1000 + room,
            sampling_rate: o.rate,
            allow_rtp_participants: true,
            audiolevel_ext: false,
            audiolevel_event: false,
          },
        });
        if (c.plugindata?.data?.error) throw new Error(c.plugindata.data.error);
      }
      const r = await call({
        janus: "message",
        handle_id,
        body: {
          request: "join",
          room: 1000 + room,
          codec: "pcmu",
          rtp: { ip: "127.0.0.1", port: sinkPort, payload_type: 0 },
        },
      });
      const rtp = r.plugindata?.data?.rtp;
      if (!rtp) throw new Error(JSON.stringify(r));
      return rtp.port;
    };
  },
};
/** Our media worker, a process of its own as in the product. */
joiners.patchbay = async () => {
  const worker = fork(new URL("../media/worker.ts", import.meta.url), { execArgv: ["--import", "tsx"] });
  const own = Array.from({ length: o.size }, (_, i) => o.sink + 1 + i);
  const orders = { legs: N, roomSize: o.size, codec: "PCMU", payloadType: 0, farPorts: [...own, o.sink] };
  const ports = new Promise((r) => worker.once("message", ({ legPorts }) => r(legPorts)));
  worker.send(orders);
  o.pid = worker.pid;
  const legPorts = await ports;
  return (room, i) => legPorts[room * o.size + i];
};
const join = await joiners[o.target]();
const mem0 = usage(o.pid).rss;

// sink: room 0 has one socket a participant (to find the burst); every other participant shares one sink
let due = 0,
  gotPk = 0,
  counting = false,
  ears = [];
let burstAt = 0,
  heard = true;
const mk = async (port, onMsg) => {
  const s = dgram.createSocket("udp4");
  s.on("message", onMsg);
  await new Promise((r) => s.bind(port, "127.0.0.1", r));
  s.setRecvBufferSize(1 << 21);
  s.setSendBufferSize(1 << 21);
  return s;
};
const quietByte = (b) => (b & 0x70) >= 0x50; // high u-law segments are small amplitudes (inverted bits)
const socks = [
  await mk(o.sink, () => {
    if (counting) gotPk++;
  }),
]; // symmetric RTP: a participant sends from the port it listens on
for (let i = 0; i < o.size; i++)
  socks.push(
    await mk(o.sink + 1 + i, (d) => {
      if (counting) gotPk++;
      if (i === 1 && !heard) {
        let loud = 0;
        for (let k = 12; k < d.length; k += 8) if (!quietByte(d[k])) loud++;
        if (loud > 3) {
          ears.push(performance.now() - burstAt);
          heard = true;
        }
      }
    }),
  );
const parts = [];
for (let r = 0; r < o.rooms; r++)
  for (let i = 0; i < o.size; i++)
    parts.push({
      r,
      i,
      sock: socks[r === 0 ? 1 + i : 0],
      port: await join(r, i, r === 0 ? o.sink + 1 + i : o.sink),
    });
const loudBuf = Buffer.alloc(160),
  silence = Buffer.alloc(160, 0xff),
  speech = Buffer.alloc(160);
for (let k = 0; k < 160; k++) {
  loudBuf[k] = k % 16 < 8 ? 0x80 : 0x00;
  speech[k] = 0xd0 | ((k * 7) & 0x0f) | (k & 16 ? 0x80 : 0);
}
const pk = parts.map((_, n) => {
  const b = Buffer.alloc(172);
  b[0] = 0x80;
  b[1] = 0;
  b.writeUInt32BE(1000 + n, 8);
  return b;
});
let frame = 0,
  lateFrames = 0;
const start = performance.now();
let running = true;
(async () => {
  while (running) {
    const t = start + frame * 20;
    const w = t - performance.now();
    if (w > 0.5) await sleep(w);
    if (performance.now() - t > 20) lateFrames++;
    const burst = frame % 50 < 10; // 200 ms loud, 800 ms silent, once a second
    for (let n = 0; n < parts.length; n++) {
      const b = pk[n];
      b.writeUInt16BE(frame & 0xffff, 2);
      b.writeUInt32BE((frame * 160) >>> 0, 4);
      const src = parts[n].r === 0 ? (parts[n].i === 0 && burst ? loudBuf : silence) : speech;
      src.copy(b, 12);
      parts[n].sock.send(b, parts[n].port, "127.0.0.1");
      if (n === 0 && burst && frame % 50 === 0) {
        burstAt = performance.now();
        heard = false;
      }
    }
    frame++;
  }
})();
await sleep(3000);
const u0 = usage(o.pid),
  i0 = idleShare(),
  f0 = frame,
  me0 = process.cpuUsage(),
  t0 = performance.now();
counting = true;
ears = [];
await sleep(o.secs * 1000);
counting = false;
const u1 = usage(o.pid),
  i1 = idleShare(),
  me1 = process.cpuUsage(me0),
  secs = (performance.now() - t0) / 1000;
due = N * secs * 50;
const ticks = i1.total - i0.total,
  busy = 1 - (i1.idle - i0.idle) / ticks,
  cores = ticks / 100 / secs;
const e = asc(ears);
summary("audio", {
  target: o.target,
  participants: N,
  room_size: o.size,
  room_rate: o.rate,
  secs,
  srv_cpu_pct_of_core: (100 * (u1.cpu - u0.cpu)) / secs,
  srv_cpu_ms_per_participant_s: (1000 * (u1.cpu - u0.cpu)) / secs / N,
  out_pct_of_due: (100 * gotPk) / due,
  frames_sent_pct: (100 * (frame - f0)) / (secs * 50),
  late_frames: lateFrames,
  ear_p50_ms: pct(e, 50),
  ear_p95_ms: pct(e, 95),
  bursts: e.length,
  kb_per_participant: (u1.rss - mem0) / 1024 / N,
  other_cpu_pct: 100 * Math.max(0, busy - (u1.cpu - u0.cpu + (me1.user + me1.system) / 1e6) / secs / cores),
  est_participants_per_core: N / Math.max(1e-9, (u1.cpu - u0.cpu) / secs),
});
running = false;
process.exit(0);
