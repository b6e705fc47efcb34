import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { aLawOf, decode, encode, muLawOf, transcode } from "../src/media/g711.js";
import { KeySender, keyOfEvent } from "../src/media/keys.js";
import { OutgoingStream } from "../src/media/outgoing-stream.js";
import { aheadOf16, aheadOf32, readRtp, writeRtp } from "../src/media/rtp-packet.js";
import { decibels, ringback, shareOf, silence, TEST_TONE_HERTZ, testTone } from "../src/media/sounds.js";
import { VERSION } from "../src/process/version.js";

test("the version is the one of package.json", () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect(VERSION).toBe(manifest.version);
});

describe("G.711", () => {
  test("has the codes of ITU-T G.711 at its corners", () => {
    expect([0, 32_767, -32_768].map(muLawOf)).toEqual([0xff, 0x80, 0x00]);
    expect([0, 32_767, -32_768].map(aLawOf)).toEqual([0xd5, 0xaa, 0x2a]);
    expect([...decode("PCMU", Uint8Array.of(0xff, 0x80, 0x00))]).toEqual([0, 32_124, -32_124]);
    expect([...decode("PCMA", Uint8Array.of(0xd5, 0xaa, 0x2a))]).toEqual([8, 32_256, -32_256]);
  });

  test.each(["PCMU", "PCMA"] as const)("%s: each code comes back as itself", (law) => {
    const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
    const again = encode(law, decode(law, codes));
    // Mu-law has two codes for zero.
    if (law === "PCMU") codes[0x7f] = 0xff;
    expect([...again]).toEqual([...codes]);
  });

  test.each(["PCMU", "PCMA"] as const)("%s keeps every sample within its step", (law) => {
    for (let sample = -32_000; sample <= 32_000; sample += 37) {
      const [back = 0] = decode(law, encode(law, Int16Array.of(sample)));
      expect(Math.abs(back - sample), `${law} ${sample}`).toBeLessThanOrEqual(16 + Math.abs(sample) / 16);
    }
  });

  test("from law to law a tone stays a tone", () => {
    const tone = testTone(3);
    const through = decode("PCMA", transcode("PCMU", "PCMA", encode("PCMU", tone)));
    expect(shareOf(TEST_TONE_HERTZ, through)).toBeGreaterThan(0.99);
    expect(decibels(through)).toBeCloseTo(decibels(tone), 0);
  });
});

describe("RTP", () => {
  const packet = {
    payloadType: 101,
    marker: true,
    sequence: 65_535,
    timestamp: 4_294_967_295,
    ssrc: 3_735_928_559,
    payload: Uint8Array.of(1, 2, 3),
  };

  test("a packet that was written is read as it was", () => {
    const read = readRtp(writeRtp(packet));
    expect({ ...read, payload: [...(read?.payload ?? [])] }).toEqual({ ...packet, payload: [1, 2, 3] });
  });

  test("sources, extension and padding are passed over", () => {
    const body = [1, 2, 3, 4, 0xbe, 0xde, 0, 1, 9, 9, 9, 9, 0x55, 0x56, 0, 2];
    const bytes = Buffer.concat([writeRtp({ ...packet, payload: new Uint8Array() }), Buffer.from(body)]);
    bytes.writeUInt8(0xb1, 0);
    expect([...(readRtp(bytes)?.payload ?? [])]).toEqual([0x55, 0x56]);
  });

  test.each([
    ["too short", Buffer.alloc(11, 0x80)],
    ["of another version", Buffer.alloc(12, 0x40)],
    ["a report", Buffer.from([0x80, 200, 0, 6, ...Array(24).fill(0)])],
    ["padded beyond its end", Buffer.from([0xa0, 0, ...Array(9).fill(0), 200])],
    ["extended beyond its end", Buffer.from([0x90, 0, ...Array(10).fill(0), 0, 0])],
  ])("what is %s is none", (_what, bytes) => {
    expect(readRtp(bytes)).toBeUndefined();
  });

  test("counters wrap", () => {
    expect([aheadOf16(65_535, 1), aheadOf16(1, 65_535), aheadOf32(0xffff_ffff, 159)]).toEqual([2, -2, 160]);
  });
});

describe("a stream of our own", () => {
  const at = { ms: 0 };
  const numbers = (packet: Buffer | undefined) => {
    const { sequence, timestamp, marker } = readRtp(packet ?? Buffer.alloc(0)) ?? {
      sequence: 0,
      timestamp: 0,
      marker: false,
    };
    return { sequence, timestamp, marker };
  };
  const relayed = (sequence: number, timestamp: number) => ({
    payloadType: 0,
    marker: false,
    sequence,
    timestamp,
    ssrc: 7,
    payload: new Uint8Array(160),
  });

  test("keeps what another one lacks, drops what comes too late, and goes on when the other begins anew", () => {
    const stream = new OutgoingStream(() => at.ms);
    const first = numbers(stream.relay(0, relayed(100, 1_000), new Uint8Array(160)));
    at.ms += 60;
    const third = numbers(stream.relay(0, relayed(103, 1_480), new Uint8Array(160)));
    expect([third.sequence - first.sequence, third.timestamp - first.timestamp]).toEqual([3, 480]);
    expect(stream.relay(0, relayed(102, 1_320), new Uint8Array(160))).toBeUndefined();
    at.ms += 20;
    const anew = numbers(stream.relay(0, relayed(30_000, 900_000), new Uint8Array(160)));
    expect([anew.sequence - third.sequence, anew.timestamp - third.timestamp]).toEqual([1, 160]);
    at.ms += 1_000;
    const late = numbers(stream.frame(0, new Uint8Array(160)));
    expect([late.sequence - anew.sequence, late.timestamp - anew.timestamp, late.marker]).toEqual([
      1,
      8_000,
      true,
    ]);
  });

  test("a key is one event: RFC 4733 section 2.5.1", () => {
    const keys = new KeySender();
    const stream = new OutgoingStream(() => at.ms);
    keys.press("#");
    keys.press("5");
    const packets: Buffer[] = [];
    let gaps = 0;
    for (let next = keys.next(); next !== undefined; next = keys.next()) {
      at.ms += 20;
      if (next === "gap") {
        gaps += 1;
        stream.frame(0, new Uint8Array(160));
      } else packets.push(stream.key(101, next.payload, next.first));
    }
    const read = packets.map((packet) => readRtp(packet));
    expect(read.map((packet) => keyOfEvent(packet?.payload ?? new Uint8Array())).join("")).toBe(
      "########55555555",
    );
    const hash = read.slice(0, 8);
    expect(new Set(hash.map((packet) => packet?.timestamp)).size).toBe(1);
    expect(hash.map((packet) => packet?.marker)).toEqual([true, ...Array(7).fill(false)]);
    expect(hash.map((packet) => (packet?.payload[1] ?? 0) >> 7)).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
    expect(hash.map((packet) => Buffer.from(packet?.payload ?? []).readUInt16BE(2))).toEqual([
      160, 320, 480, 640, 800, 800, 800, 800,
    ]);
    expect(read[8]?.timestamp).not.toBe(read[0]?.timestamp);
    expect(gaps).toBeGreaterThanOrEqual(4);
  });
});

describe("sounds", () => {
  test("the test tone is told from ringing, silence and other tones", () => {
    expect(shareOf(TEST_TONE_HERTZ, testTone(0))).toBeGreaterThan(0.99);
    expect(shareOf(TEST_TONE_HERTZ, ringback(0))).toBeLessThan(0.05);
    expect(shareOf(TEST_TONE_HERTZ, silence())).toBe(0);
    expect(decibels(silence())).toBe(-100);
    expect(decibels(testTone(0))).toBeCloseTo(-15.3, 0);
    expect(decibels(testTone(30))).toBe(-100);
  });
});
