import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buildRtcp,
  buildRtp,
  type DtmfDigit,
  parseRtcp,
  parseRtp,
  ReceiveStatistics,
  RtcpSession,
  RtpStreamSender,
  sequenceDistance,
  TelephoneEventReceiver,
  TelephoneEventSender,
  Unroll,
} from "../src/index.js";
import { dice } from "./support/sound.js";

const packet = {
  payloadType: 0,
  marker: false,
  sequence: 1,
  timestamp: 160,
  ssrc: 7,
  payload: new Uint8Array(160),
};

describe("RTP packets", () => {
  it("RTP-1 reads what it wrote", () => {
    const sent = { ...packet, marker: true, sequence: 65_535, timestamp: 0xffff_ff00, ssrc: 0xfedc_ba98 };
    expect(parseRtp(buildRtp(sent))).toEqual({ ...sent, payload: expect.anything() });
    expect([...(parseRtp(buildRtp({ ...sent, payload: Uint8Array.of(1, 2) }))?.payload ?? [])]).toEqual([
      1, 2,
    ]);
  });

  it("RTP-1 passes over contributing sources, extension and padding", () => {
    const bytes = Buffer.concat([
      Buffer.from([0x80 | 0x20 | 0x10 | 1, 8, 0, 5, 0, 0, 0, 9, 0, 0, 0, 3]),
      Buffer.from([0, 0, 0, 1]),
      Buffer.from([0xbe, 0xde, 0, 1, 1, 2, 3, 4]),
      Buffer.from([10, 20, 30, 0, 2]),
    ]);
    expect([...(parseRtp(bytes)?.payload ?? [])]).toEqual([10, 20, 30]);
  });

  it("RTP-2 refuses whatever is malformed, and never throws", () => {
    for (const bytes of [
      [],
      [0x80],
      Array(12).fill(0),
      [0x9f, 0, ...Array(10).fill(0)],
      [0x80, 200, ...Array(10).fill(0)],
    ])
      expect(parseRtp(Uint8Array.from(bytes))).toBeUndefined();
    expect(parseRtp(Uint8Array.from([0xa0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 200]))).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        parseRtp(bytes);
        parseRtcp(bytes);
      }),
    );
  });

  it("RTP-3 compares and unrolls over the wrap", () => {
    expect(sequenceDistance(2, 65_534)).toBe(4);
    expect(sequenceDistance(65_534, 2)).toBe(-4);
    const unroll = new Unroll(sequenceDistance);
    const first = unroll.extend(65_534);
    expect([65_535, 0, 1, 65_533, 2].map((value) => unroll.extend(value) - first)).toEqual([1, 2, 3, -1, 4]);
  });
});

describe("reports", () => {
  it("RTP-4 counts loss and jitter by RFC 3550", () => {
    const statistics = new ReceiveStatistics(8000);
    for (let sequence = 0; sequence < 100; sequence++) {
      if (sequence % 10 === 3) continue;
      const late = sequence % 2 === 0 ? 10 : 0;
      statistics.receive(
        { sequence: (65_500 + sequence) & 0xffff, timestamp: sequence * 160, ssrc: 1 },
        sequence * 20 + late,
      );
    }
    expect([statistics.expected, statistics.received, statistics.lost]).toEqual([100, 90, 10]);
    expect(statistics.jitterMs).toBeGreaterThan(7);
    expect(statistics.jitterMs).toBeLessThan(11);
    const block = statistics.report({ lastSenderReport: 0, delaySinceMs: 0 });
    expect(block?.fractionLost).toBeCloseTo(0.1, 5);
    expect(block?.highestSequence).toBe(65_599);
  });

  it("RTP-5 begins anew with a new SSRC or restarted numbers, but not for one stray packet", () => {
    const statistics = new ReceiveStatistics(8000);
    for (let sequence = 0; sequence < 10; sequence++)
      statistics.receive({ sequence, timestamp: sequence * 160, ssrc: 1 }, sequence * 20);
    statistics.receive({ sequence: 40_000, timestamp: 5, ssrc: 1 }, 200);
    expect(statistics.lost).toBe(0);
    expect(statistics.received).toBe(10);
    for (const sequence of [500, 501, 502]) statistics.receive({ sequence, timestamp: 0, ssrc: 2 }, 220);
    expect([statistics.expected, statistics.received]).toEqual([2, 2]);
  });

  it("RTP-6 carries reports both ways and finds the round trip", () => {
    const make = (ssrc: number) => {
      const sender = new RtpStreamSender({ ssrc, sequence: 0, timestamp: 0 });
      const statistics = new ReceiveStatistics(8000);
      return {
        sender,
        statistics,
        rtcp: new RtcpSession({ sender, statistics, cname: "x", clockRate: 8000 }),
      };
    };
    const a = make(1);
    const b = make(2);
    for (let tick = 0; tick < 50; tick++) {
      const sent = parseRtp(a.sender.packet(0, new Uint8Array(160)));
      a.sender.advance(160);
      if (sent !== undefined && tick % 5 !== 1) b.statistics.receive(sent, 1000 + tick * 20);
    }
    const start = 1_900_000_000_000;
    b.rtcp.receive(a.rtcp.report(start), start + 30);
    a.rtcp.receive(b.rtcp.report(start + 530), start + 580);
    expect(a.rtcp.farEnd?.roundTripMs).toBeCloseTo(80, 0);
    expect(a.rtcp.farEnd?.fractionLost).toBeCloseTo(0.2, 1);
    b.rtcp.receive(a.rtcp.report(start + 600, true), start + 610);
    expect(b.rtcp.saidGoodbye).toBe(true);
  });

  it("RTP-6 sends one report every 5 s, the first one sooner", () => {
    const rtcp = new RtcpSession({
      sender: new RtpStreamSender({ ssrc: 0 }),
      statistics: new ReceiveStatistics(8000),
      cname: "x",
      clockRate: 8000,
    });
    const at: number[] = [];
    for (let ms = 0; ms <= 20_000; ms += 20) if (rtcp.due(ms) !== undefined) at.push(ms);
    expect(at).toEqual([2500, 7500, 12_500, 17_500]);
  });

  it("RTP-7 reads compound packets with unknown kinds within, and refuses broken ones", () => {
    const report = buildRtcp({ ssrc: 5, cname: "name", blocks: [] });
    const unknown = Buffer.from([0x80, 207, 0, 1, 1, 2, 3, 4]);
    expect(parseRtcp(Buffer.concat([report, unknown]))?.reports[0]?.ssrc).toBe(5);
    expect(report.length % 4).toBe(0);
    expect(parseRtcp(report.subarray(0, report.length - 2))).toBeUndefined();
  });
});

describe("telephone events", () => {
  function send(keys: string, lose: (index: number) => boolean = () => false): DtmfDigit[] {
    const sender = new TelephoneEventSender();
    const receiver = new TelephoneEventReceiver();
    sender.press(keys, 100);
    const digits: DtmfDigit[] = [];
    let index = 0;
    for (let tick = 0; tick < 400; tick++) {
      const sent = sender.frame((0xffff_f000 + tick * 160) >>> 0);
      if (sent !== undefined && !lose(index++)) digits.push(...receiver.receive(sent, tick * 20));
      digits.push(...receiver.expire(tick * 20));
    }
    expect(sender.idle).toBe(true);
    return digits;
  }

  it("DTM-1 sends each key once, its end three times, at 8000 Hz with its duration", () => {
    const sender = new TelephoneEventSender();
    sender.press("5", 100);
    const packets = Array.from({ length: 20 }, (_, tick) => sender.frame(1000 + tick * 160)).filter(
      (sent) => sent !== undefined,
    );
    expect(packets.map(({ marker }) => marker)).toEqual([true, false, false, false, false, false, false]);
    expect(packets.every(({ timestamp }) => timestamp === 1000)).toBe(true);
    const ends = packets.filter(({ payload }) => ((payload[1] ?? 0) & 0x80) !== 0);
    expect(ends).toHaveLength(3);
    expect(ends.map(({ payload }) => ((payload[2] ?? 0) << 8) | (payload[3] ?? 0))).toEqual([800, 800, 800]);
  });

  it("DTM-2 understands each key once, whatever is lost of its packets", () => {
    const all = "0123456789*#ABCD";
    expect(
      send(all)
        .map(({ key }) => key)
        .join(""),
    ).toBe(all);
    expect(send("55").map(({ durationMs }) => durationMs)).toEqual([100, 100]);
    for (let seed = 1; seed <= 20; seed++) {
      const roll = dice(seed);
      expect(
        send("1159", () => roll() < 0.2)
          .map(({ key }) => key)
          .join(""),
      ).toBe("1159");
    }
  });

  it("DTM-3 ends a key whose end packets were all lost", () => {
    expect(send("7", (index) => index >= 3)).toEqual([{ key: "7", durationMs: 60 }]);
  });

  it("DTM-4 takes doubled and late packets for nothing new", () => {
    const receiver = new TelephoneEventReceiver();
    const end = { timestamp: 1000, payload: Uint8Array.of(5, 0x8a, 3, 32) };
    const next = { timestamp: 4000, payload: Uint8Array.of(6, 0x8a, 3, 32) };
    const digits = [end, end, next, end, next].flatMap((event, at) => receiver.receive(event, at * 20));
    expect(digits.map(({ key }) => key)).toEqual(["5", "6"]);
    expect(receiver.receive({ timestamp: 9000, payload: Uint8Array.of(16, 0x80, 0, 0) }, 0)).toEqual([]);
  });
});
