import { describe, expect, it } from "vitest";
import { type AudioPacket, createCodec, Playout, toneAmplitude } from "../src/index.js";
import { dice, joined, rms, roughness, sine } from "./support/sound.js";

const HERTZ = 440;

interface Network {
  readonly seconds: number;
  /** Share of packets that never come. */
  readonly loss?: number;
  /** Packets come up to this much later than the quickest, in ms. */
  readonly jitterMs?: number;
  /** The sender's clock against ours: 1.001 is 0.1 % fast. */
  readonly drift?: number;
  readonly duplicates?: number;
  readonly seed?: number;
  /** Changes packets on their way; nothing for one that was not sent. */
  readonly change?: (packet: AudioPacket, index: number) => AudioPacket | undefined;
  /** The sender's time of a packet, in ms; grows by 20 if absent. */
  readonly sentAt?: (index: number) => number;
}

/** Sends a tone through a network that is bad in the same way in each run, and plays it tick by tick. */
function play(network: Network) {
  const roll = dice(network.seed ?? 1);
  const codec = createCodec("PCMU");
  const playout = new Playout(createCodec("PCMU"));
  const arrivals: { atMs: number; packet: AudioPacket }[] = [];
  const count = network.seconds * 50;
  for (let index = 0; index < count; index++) {
    const sentMs = (network.sentAt?.(index) ?? index * 20) / (network.drift ?? 1);
    const original: AudioPacket = {
      sequence: (65_000 + index) & 0xffff,
      timestamp: (0xffff_0000 + index * 160) >>> 0,
      ssrc: 9,
      payload: codec.encode(sine(HERTZ, 8000, 20, { startMs: index * 20 })),
    };
    const packet = network.change === undefined ? original : network.change(original, index);
    if (packet === undefined || roll() < (network.loss ?? 0)) continue;
    const atMs = 1000 + sentMs + roll() * (network.jitterMs ?? 0);
    arrivals.push({ atMs, packet });
    if (roll() < (network.duplicates ?? 0)) arrivals.push({ atMs: atMs + 3, packet });
  }
  arrivals.sort((a, b) => a.atMs - b.atMs);
  const frames: Int16Array[] = [];
  const delays: number[] = [];
  for (let nowMs = 1007; nowMs < 1007 + network.seconds * 1000; nowMs += 20) {
    for (let next = arrivals[0]; next !== undefined && next.atMs <= nowMs; next = arrivals[0]) {
      playout.put(next.packet, next.atMs);
      arrivals.shift();
    }
    frames.push(playout.pull(nowMs));
    delays.push(playout.wantedDelayMs);
  }
  return { playout, heard: joined(frames), frames, delays };
}

/** Share of frames in which the tone is at least half as loud as it was sent. */
function heardShare(heard: Int16Array, fromS: number, toS: number): number {
  let good = 0;
  let all = 0;
  for (let at = fromS * 8000; at + 160 <= toS * 8000; at += 160) {
    all += 1;
    if (toneAmplitude(heard.subarray(at, at + 160), 8000, HERTZ) > 4000) good += 1;
  }
  return good / all;
}

/** The tone itself bends by at most this much; a click far more. */
const SMOOTH = roughness(sine(HERTZ, 8000, 1000)) * 1.15 + 500;

describe("playout", () => {
  it("JIT-1 plays a clean stream whole, with little delay and nothing invented", () => {
    const { playout, heard, delays } = play({ seconds: 5 });
    expect(playout.counts).toMatchObject({ late: 0, concealedMs: 0, duplicates: 0, restarts: 0 });
    expect(playout.counts.shortenedMs + playout.counts.lengthenedMs).toBe(0);
    expect(heardShare(heard, 0.1, 5)).toBe(1);
    expect(delays.at(-1)).toBeLessThan(20);
    expect(roughness(heard.subarray(1600))).toBeLessThan(SMOOTH);
  });

  it("JIT-2 waits as long as 60 ms of jitter ask for, and orders what comes in any order", () => {
    const { playout, heard, delays } = play({ seconds: 20, jitterMs: 60, seed: 3 });
    expect(delays.at(-1)).toBeGreaterThanOrEqual(50);
    expect(delays.at(-1)).toBeLessThanOrEqual(70);
    expect(heardShare(heard, 2, 20)).toBeGreaterThan(0.99);
    // Once it has learnt the jitter, about 3 % of packets may come too late.
    expect(playout.counts.late).toBeLessThan(1000 * 0.05);
    expect(roughness(heard.subarray(16_000))).toBeLessThan(SMOOTH * 2);
  });

  it("JIT-3 conceals 5 % loss without clicks: the tone goes on through each gap", () => {
    const { playout, heard } = play({ seconds: 20, loss: 0.05, seed: 5 });
    expect(playout.counts.concealedMs).toBeGreaterThan(20_000 * 0.03);
    expect(playout.counts.concealedMs).toBeLessThan(20_000 * 0.08);
    expect(heardShare(heard, 0.2, 20)).toBeGreaterThan(0.98);
    expect(roughness(heard.subarray(1600))).toBeLessThan(SMOOTH * 2);
  });

  it.each([1, 2, 3, 4, 5])(
    "JIT-4 bears 5 % loss, 60 ms jitter, reordering and duplicates at once (dice %i)",
    (seed) => {
      const { playout, heard } = play({ seconds: 20, loss: 0.05, jitterMs: 60, duplicates: 0.05, seed });
      expect(heardShare(heard, 2, 20)).toBeGreaterThan(0.97);
      expect(playout.counts.duplicates + playout.counts.late).toBeGreaterThan(20);
      expect(playout.counts.restarts).toBe(0);
    },
  );

  it("JIT-5 gives the delay back when the network gets better", () => {
    const { delays, playout } = play({
      seconds: 40,
      sentAt: (index) => index * 20 + (index < 500 ? (index * 37) % 60 : 0),
    });
    expect(delays[450]).toBeGreaterThan(45);
    expect(delays.at(-1)).toBeLessThan(25);
    expect(playout.counts.shortenedMs).toBeGreaterThan(20);
  });

  it.each([0.9995, 1.0005])("JIT-6 follows a clock that drifts by 500 ppm (%f)", (drift) => {
    const { heard, playout } = play({ seconds: 120, drift });
    expect(heardShare(heard, 0.5, 119)).toBeGreaterThan(0.995);
    expect(roughness(heard.subarray(4000, 119 * 8000))).toBeLessThan(SMOOTH * 2);
    // 60 ms in two minutes, taken out or put in.
    if (drift > 1) expect(playout.counts.shortenedMs).toBeGreaterThan(15);
    else expect(playout.counts.lengthenedMs + playout.counts.concealedMs).toBeGreaterThan(15);
  });

  it("JIT-7 takes a new SSRC and restarted numbers for a new stream, after a second packet, and goes on within 200 ms", () => {
    for (const change of [
      (packet: AudioPacket, index: number) =>
        index < 250 ? packet : { ...packet, ssrc: 77, sequence: index, timestamp: 5 + index * 160 },
      (packet: AudioPacket, index: number) =>
        index < 250 ? packet : { ...packet, sequence: (packet.sequence + 20_000) & 0xffff },
      (packet: AudioPacket, index: number) =>
        index < 250 ? packet : { ...packet, timestamp: (packet.timestamp + 1_000_000_000) >>> 0 },
    ]) {
      const { heard, playout } = play({ seconds: 10, change });
      expect(playout.counts.restarts).toBe(1);
      expect(heardShare(heard, 0.2, 4.9)).toBe(1);
      expect(heardShare(heard, 5.2, 10)).toBe(1);
    }
  });

  it("JIT-7 is not disturbed by one stray packet", () => {
    const { heard, playout } = play({
      seconds: 5,
      change: (packet, index) => (index === 100 ? { ...packet, ssrc: 1, sequence: 3 } : packet),
    });
    expect(playout.counts.restarts).toBe(0);
    expect(heardShare(heard, 0.2, 5)).toBe(1);
  });

  it("JIT-8 takes a pause of the sender (DTX) for silence, not for loss, and plays what follows at once", () => {
    const { heard, playout, frames } = play({
      seconds: 6,
      change: (packet, index) => {
        if (index >= 100 && index < 175) return undefined;
        // Numbers go on without a gap, timestamps with the time that has passed.
        return index < 100 ? packet : { ...packet, sequence: (packet.sequence - 75) & 0xffff };
      },
    });
    expect(heardShare(heard, 0.2, 2)).toBe(1);
    expect(rms(joined(frames.slice(115, 170)))).toBe(0);
    expect(heardShare(heard, 3.6, 6)).toBe(1);
    expect(playout.counts.late).toBe(0);
    expect(roughness(heard.subarray(1600))).toBeLessThan(SMOOTH);
  });

  it("JIT-9 falls silent within 100 ms when the stream ends, and stays so", () => {
    const { frames } = play({ seconds: 4, change: (packet, index) => (index < 100 ? packet : undefined) });
    expect(rms(joined(frames.slice(108)))).toBe(0);
  });

  it("JIT-10 plays packets of 10, 30 and 60 ms alike", () => {
    for (const ms of [10, 30, 60]) {
      const codec = createCodec("PCMA");
      const playout = new Playout(createCodec("PCMA"));
      const frames: Int16Array[] = [];
      let sent = 0;
      for (let nowMs = 0; nowMs < 3000; nowMs += 20) {
        while (sent * ms <= nowMs) {
          const payload = codec.encode(sine(HERTZ, 8000, ms, { startMs: sent * ms }));
          playout.put({ sequence: sent, timestamp: sent * ms * 8, ssrc: 1, payload }, sent * ms);
          sent += 1;
        }
        frames.push(playout.pull(nowMs + 3));
      }
      expect(heardShare(joined(frames), 0.3, 3)).toBe(1);
      expect(playout.counts.concealedMs).toBeLessThan(80);
    }
  });

  it("JIT-11 holds no more than 200 packets of a flood", () => {
    const playout = new Playout(createCodec("PCMU"));
    for (let sequence = 0; sequence < 3000; sequence++)
      playout.put({ sequence, timestamp: sequence * 160, ssrc: 1, payload: new Uint8Array(160) }, 0);
    expect(playout.counts.late + playout.counts.restarts).toBeGreaterThan(0);
    expect(playout.pull(0)).toHaveLength(160);
  });
});
