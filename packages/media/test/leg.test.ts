import dgram from "node:dgram";
import { afterEach, describe, expect, it } from "vitest";
import {
  AudioLeg,
  buildRtp,
  type CodecName,
  generateSrtpKeys,
  type LatchRule,
  parseRtp,
  RtpPorts,
  RtpPortsExhaustedError,
  SrtpSession,
  steadyNow,
  toneAmplitude,
  UdpTransport,
} from "../src/index.js";
import { dice, joined, sine } from "./support/sound.js";

const HOST = "127.0.0.1";
const ports = new RtpPorts(HOST, 26_100, 26_299);
const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function transport(latching: LatchRule = "signalled", srtp?: SrtpSession): Promise<UdpTransport> {
  const made = new UdpTransport({
    sockets: await ports.take(),
    latching,
    ...(srtp !== undefined && { srtp }),
  });
  open.push(made);
  return made;
}

function leg(id: string, over: UdpTransport, name: CodecName): AudioLeg {
  const payloadType = { PCMU: 0, PCMA: 8, G722: 9, opus: 111 }[name];
  return new AudioLeg({
    id,
    transport: over,
    codecs: [{ name, payloadType }],
    telephoneEvent: { payloadType: 101 },
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Ticks both legs in real time, each saying its own tone; gives what each heard. */
async function talk(a: AudioLeg, b: AudioLeg, ticks: number): Promise<{ a: Int16Array; b: Int16Array }> {
  const heard = { a: [] as Int16Array[], b: [] as Int16Array[] };
  for (let tick = 0; tick < ticks; tick++) {
    const now = steadyNow();
    heard.a.push(a.pull(now));
    heard.b.push(b.pull(now));
    a.send(sine(500, a.sendRate, 20, { startMs: tick * 20 }), now);
    b.send(sine(900, b.sendRate, 20, { startMs: tick * 20 }), now);
    await pause(20);
  }
  return { a: joined(heard.a), b: joined(heard.b) };
}

describe("legs over UDP", () => {
  it.each(["PCMU", "PCMA", "G722", "opus"] as const)(
    "LEG-1 carries %s both ways, and keys as events",
    async (name) => {
      const [one, two] = [await transport(), await transport()];
      one.setRemote({ address: HOST, port: two.port });
      two.setRemote({ address: HOST, port: one.port });
      const [a, b] = [leg("a", one, name), leg("b", two, name)];
      const digits: string[] = [];
      b.onDigit(({ key }) => digits.push(key));
      a.sendDigits("7#");
      const heard = await talk(a, b, 50);
      expect(toneAmplitude(heard.a.subarray(-heard.a.length / 2), a.receiveRate, 900)).toBeGreaterThan(6500);
      expect(toneAmplitude(heard.b.subarray(-heard.b.length / 4), b.receiveRate, 500)).toBeGreaterThan(6500);
      expect(digits.join("")).toBe("7#");
      expect(a.health(steadyNow())).toMatchObject({
        state: "flowing",
        drops: { strangers: 0, malformed: 0 },
      });
      a.close(steadyNow());
      await pause(30);
      expect(b.health(steadyNow()).saidGoodbye).toBe(true);
    },
  );

  it("LEG-2 carries SRTP both ways, and drops what has another key", async () => {
    const [keyA, keyB] = [
      generateSrtpKeys("AES_CM_128_HMAC_SHA1_80"),
      generateSrtpKeys("AES_CM_128_HMAC_SHA1_80"),
    ];
    const one = await transport("signalled", new SrtpSession({ local: keyA, remote: keyB }));
    const two = await transport("signalled", new SrtpSession({ local: keyB, remote: keyA }));
    one.setRemote({ address: HOST, port: two.port });
    two.setRemote({ address: HOST, port: one.port });
    const [a, b] = [leg("a", one, "PCMU"), leg("b", two, "PCMU")];
    const heard = await talk(a, b, 25);
    expect(toneAmplitude(heard.a.subarray(-1600), 8000, 900)).toBeGreaterThan(7000);
    two.setRemote(
      { address: HOST, port: one.port },
      { srtp: new SrtpSession({ local: keyA, remote: keyA }) },
    );
    await talk(a, b, 5);
    expect(one.drops.unauthentic).toBeGreaterThan(0);
  });

  async function stranger(): Promise<(to: number, ssrc: number) => void> {
    const socket = dgram.createSocket("udp4");
    open.push(socket);
    await new Promise<void>((resolve) => socket.bind(0, HOST, resolve));
    let sequence = 0;
    return (to, ssrc) => {
      sequence += 1;
      const payload = new Uint8Array(160);
      socket.send(
        buildRtp({ payloadType: 0, marker: false, sequence, timestamp: sequence * 160, ssrc, payload }),
        to,
        HOST,
      );
    };
  }

  it.each([
    ["signalled", false],
    ["port", true],
    ["any", true],
  ] as const)(
    "LEG-3 with the rule %s, another port of the same address is taken: %s; after that nobody else is",
    async (rule, taken) => {
      const one = await transport(rule);
      const got: number[] = [];
      one.onRtp((packet) => got.push(parseRtp(packet)?.ssrc ?? 0));
      const [first, second] = [await stranger(), await stranger()];
      first(one.port, 1);
      await pause(20);
      // Nothing was signalled yet.
      expect(got).toEqual([]);
      one.setRemote({ address: HOST, port: 9 });
      first(one.port, 1);
      await pause(20);
      second(one.port, 2);
      first(one.port, 1);
      await pause(20);
      expect(got).toEqual(taken ? [1, 1] : []);
      expect(one.drops.strangers).toBe(taken ? 2 : 4);
    },
  );

  it("LEG-4 counts what is no RTP, tells a silent far end, and expects nothing from one that holds", async () => {
    const [one, two] = [await transport("any"), await transport()];
    one.setRemote({ address: HOST, port: two.port });
    const a = leg("a", one, "PCMU");
    expect(a.health(steadyNow()).state).toBe("starting");
    const raw = dgram.createSocket("udp4");
    open.push(raw);
    raw.send("GET / HTTP/1.1\r\n", one.port, HOST);
    await pause(20);
    expect(one.drops.malformed).toBe(1);
    const send = await stranger();
    send(one.port, 5);
    await pause(20);
    const now = steadyNow();
    expect(a.health(now).state).toBe("flowing");
    expect(a.health(now + 2500).state).toBe("silent");
    a.setDirection({ send: true, receive: false });
    expect(a.health(now + 2500).state).toBe("resting");
    // On hold the far end may send music or nothing.
    a.setDirection({ send: false, receive: true, mayRest: true });
    expect(a.health(now + 2500).state).toBe("resting");
    // What it did not send meanwhile is not missed afterwards.
    a.setDirection({ send: true, receive: true });
    expect(a.health(now + 4000).state).toBe("flowing");
    expect(a.health(now + 4600).state).toBe("silent");
    a.close();
    expect(a.health(now).state).toBe("closed");
  });

  it("LEG-5 understands each negotiated codec, whichever is sent, and counts those that were not", async () => {
    const [one, two] = [await transport(), await transport()];
    one.setRemote({ address: HOST, port: two.port });
    two.setRemote({ address: HOST, port: one.port });
    const both = [
      { name: "PCMU", payloadType: 0 },
      { name: "G722", payloadType: 9 },
    ] as const;
    const a = new AudioLeg({ id: "a", transport: one, codecs: both });
    const b = leg("b", two, "G722");
    const heard = await talk(a, b, 25);
    expect(a.receiveRate).toBe(16_000);
    expect(a.sendRate).toBe(8000);
    expect(toneAmplitude(heard.a.subarray(-3200), 16_000, 900)).toBeGreaterThan(6500);
    expect(b.health(steadyNow()).unknownPayloads).toBeGreaterThan(10);
  });

  it("LEG-8 goes over to other codecs of the same clock within a call, and refuses another clock", async () => {
    const [one, two] = [await transport(), await transport()];
    one.setRemote({ address: HOST, port: two.port });
    two.setRemote({ address: HOST, port: one.port });
    const [a, b] = [leg("a", one, "PCMU"), leg("b", two, "PCMU")];
    await talk(a, b, 10);
    for (const each of [a, b]) each.renegotiate([{ name: "G722", payloadType: 9 }]);
    const heard = await talk(a, b, 30);
    expect([a.codec, a.sendRate, a.receiveRate]).toEqual(["G722", 16_000, 16_000]);
    expect(toneAmplitude(heard.b.subarray(-3200), 16_000, 500)).toBeGreaterThan(6500);
    expect(() => a.renegotiate([{ name: "opus", payloadType: 111 }])).toThrow(RangeError);
    expect(a.codec).toBe("G722");
  });

  it("LEG-6 shows loss and jitter of the network in its health and estimate", () => {
    const roll = dice(11);
    let deliver: (packet: Uint8Array, atMs: number) => void = () => {};
    const drops = { strangers: 0, malformed: 0, unauthentic: 0, replayed: 0 };
    const fake = {
      onRtp: (take: typeof deliver) => {
        deliver = take;
      },
      onRtcp: () => {},
      sendRtp: () => {},
      sendRtcp: () => {},
      drops,
      close: () => {},
    };
    const a = new AudioLeg({ id: "a", transport: fake, codecs: [{ name: "PCMU", payloadType: 0 }] });
    const arrivals: { atMs: number; packet: Buffer }[] = [];
    for (let index = 0; index < 1000; index++) {
      if (roll() < 0.05) continue;
      const packet = buildRtp({
        payloadType: 0,
        marker: false,
        sequence: index,
        timestamp: index * 160,
        ssrc: 1,
        payload: new Uint8Array(160),
      });
      arrivals.push({ atMs: index * 20 + roll() * 60, packet });
    }
    arrivals.sort((x, y) => x.atMs - y.atMs);
    for (let now = 5; now < 20_000; now += 20) {
      for (let next = arrivals[0]; next !== undefined && next.atMs <= now; next = arrivals[0]) {
        deliver(next.packet, next.atMs);
        arrivals.shift();
      }
      a.pull(now);
    }
    const health = a.health(20_000);
    expect(health.lossShare).toBeGreaterThan(0.04);
    expect(health.lossShare).toBeLessThan(0.13);
    expect(health.jitterMs).toBeGreaterThan(10);
    expect(health.bufferMs).toBeGreaterThan(45);
    expect(health.mos).toBeGreaterThan(2);
    expect(health.mos).toBeLessThan(4);
  });
});

describe("ports", () => {
  it("LEG-7 gives out even ports with their neighbour, goes round, and says when there are none", async () => {
    const few = new RtpPorts(HOST, 26_301, 26_306);
    expect(few.free).toBe(2);
    const [first, second] = [await few.take(), await few.take()];
    expect([first.port, second.port]).toEqual([26_302, 26_304]);
    expect(second.rtcp.address().port).toBe(26_305);
    await expect(few.take()).rejects.toBeInstanceOf(RtpPortsExhaustedError);
    for (const socket of [second.rtp, second.rtcp]) socket.close();
    await pause(10);
    const again = await few.take();
    expect(again.port).toBe(26_304);
    for (const socket of [first.rtp, first.rtcp, again.rtp, again.rtcp]) socket.close();
  });
});
