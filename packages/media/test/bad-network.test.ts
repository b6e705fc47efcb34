import { describe, expect, it } from "vitest";
import {
  type AudioCodec,
  AudioLeg,
  buildRtp,
  type CallPicture,
  type CodecName,
  createCodec,
  type PacketTransport,
  parseRtp,
  Room,
  ToneSource,
  toneAmplitude,
} from "../src/index.js";
import { dice, joined, sine } from "./support/sound.js";
import {
  AMPLITUDE,
  agent,
  aside,
  beside,
  customer,
  main,
  type Name,
  onHold,
  TONES,
  tap,
  taps,
} from "./support/tone-room.js";

const PAYLOAD_TYPES: Record<CodecName, number> = { PCMU: 0, PCMA: 8, G722: 9, opus: 111 };

/** A phone that says its tone through a network with 5 % loss and 60 ms jitter, and keeps what comes back. */
class FarPhone implements PacketTransport {
  readonly drops = { strangers: 0, malformed: 0, unauthentic: 0, replayed: 0 };
  readonly heard: Int16Array[] = [];
  readonly #said: AudioCodec;
  readonly #listening: AudioCodec;
  #arrivals: { atMs: number; packet: Buffer }[] = [];
  #take: (packet: Uint8Array, atMs: number) => void = () => {};
  #frames = 0;

  constructor(
    private readonly name: Name,
    readonly codec: CodecName,
    private readonly roll: () => number,
  ) {
    this.#said = createCodec(codec);
    this.#listening = createCodec(codec);
  }

  /** One tick of the phone and of the network. */
  pass(nowMs: number): void {
    const { sampleRate, frameUnits } = this.#said;
    const sound = sine(TONES[this.name], sampleRate, 20, {
      amplitude: AMPLITUDE,
      startMs: this.#frames * 20,
    });
    const packet = buildRtp({
      payloadType: PAYLOAD_TYPES[this.codec],
      marker: false,
      sequence: this.#frames & 0xffff,
      timestamp: this.#frames * frameUnits,
      ssrc: TONES[this.name],
      payload: this.#said.encode(sound),
    });
    this.#frames += 1;
    if (this.roll() >= 0.05) this.#arrivals.push({ atMs: nowMs + this.roll() * 60, packet });
    const due = this.#arrivals.filter(({ atMs }) => atMs <= nowMs).sort((a, b) => a.atMs - b.atMs);
    this.#arrivals = this.#arrivals.filter(({ atMs }) => atMs > nowMs);
    for (const { packet: arrived, atMs } of due) this.#take(arrived, atMs);
  }

  onRtp(take: (packet: Uint8Array, atMs: number) => void): void {
    this.#take = take;
  }

  sendRtp(packet: Buffer): void {
    const payload = parseRtp(packet)?.payload;
    if (payload !== undefined) this.heard.push(this.#listening.decode(payload));
  }

  get rate(): number {
    return this.#listening.sampleRate;
  }

  onRtcp(): void {}
  sendRtcp(): void {}
  close(): void {}
}

const pictures: { what: string; picture: CallPicture; heard: Record<string, string> }[] = [
  {
    what: "a call, recorded",
    picture: { parties: [customer, agent], taps },
    heard: { customer: "agent", agent: "customer", spoken: "agent", heard: "customer" },
  },
  {
    what: "hold and consultation, recorded",
    picture: {
      parties: [
        { id: "customer", place: onHold },
        { id: "agent", place: aside },
        { id: "second", place: aside },
      ],
      taps,
    },
    heard: { customer: "music", agent: "second", second: "agent", spoken: "agent", heard: "second" },
  },
  {
    what: "a conference with one muted and a supervisor who whispers, recorded",
    picture: {
      parties: [
        customer,
        agent,
        { id: "second", place: main, muted: true },
        { id: "boss", place: beside("whisper") },
      ],
      taps,
    },
    heard: {
      customer: "agent",
      agent: "customer boss",
      second: "customer agent",
      boss: "customer agent",
      spoken: "agent",
      heard: "customer boss",
    },
  },
  {
    what: "a supervisor who barges in, recorded",
    picture: { parties: [customer, agent, { id: "boss", place: beside("barge") }], taps },
    heard: {
      customer: "agent boss",
      agent: "customer boss",
      boss: "customer agent",
      spoken: "agent",
      heard: "customer boss",
    },
  },
];

/** Heard at half of its loudness or more, or not heard at all; what is between is named as it is and fails. */
function hears(samples: Int16Array, rate: number): string {
  return (Object.keys(TONES) as Name[])
    .map((name) => ({ name, share: toneAmplitude(samples, rate, TONES[name]) / AMPLITUDE }))
    .filter(({ share }) => share > 0.06)
    .map(({ name, share }) => (share > 0.5 ? name : `${name}@${share.toFixed(2)}`))
    .join(" ");
}

describe("a bad network", () => {
  it.each(pictures.flatMap((row) => [1, 2].map((seed) => ({ ...row, seed }))))(
    "ROO-3 leaves who hears whom as it is: $what (dice $seed)",
    ({ picture, heard, seed }) => {
      const roll = dice(seed);
      const room = new Room();
      const recorded: [Int16Array[], Int16Array[]] = [[], []];
      const codecs: CodecName[] = ["PCMU", "opus", "G722", "PCMA"];
      const phones = picture.parties.map(({ id }, index) => {
        const codec = codecs[index % codecs.length] ?? "PCMU";
        const phone = new FarPhone(id as Name, codec, roll);
        const payloadType = PAYLOAD_TYPES[codec];
        room.addLeg(new AudioLeg({ id, transport: phone, codecs: [{ name: codec, payloadType }] }));
        return { id, phone };
      });
      room.addSource("music", new ToneSource({ hertz: [TONES.music], amplitude: AMPLITUDE, cadenceMs: [] }));
      room.setPicture(picture);
      room.addRecording("call", {
        spoken: tap.spoken,
        heard: tap.heard,
        sink: {
          write: ([spoken = new Int16Array(0), other = new Int16Array(0)]) => {
            recorded[0].push(spoken.slice());
            recorded[1].push(other.slice());
          },
        },
      });
      for (let tick = 0; tick < 500; tick++) {
        for (const { phone } of phones) phone.pass(tick * 20);
        room.tick(tick * 20 + 9);
      }
      // One second each: over longer, what was stretched or cut out shifts the tone against itself.
      const last = (frames: Int16Array[]): Int16Array => joined(frames.slice(-50));
      const found = {
        ...Object.fromEntries(phones.map(({ id, phone }) => [id, hears(last(phone.heard), phone.rate)])),
        spoken: hears(last(recorded[0]), 8000),
        heard: hears(last(recorded[1]), 8000),
      };
      expect(found).toEqual(heard);
    },
  );
});
