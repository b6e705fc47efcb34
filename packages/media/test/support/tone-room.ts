import {
  type CallPicture,
  type MediaLeg,
  type Place,
  Room,
  type SampleRate,
  ToneSource,
  toneAmplitude,
} from "../../src/index.js";
import { joined, sine } from "./sound.js";

/** Every party and sound has a tone of its own; who is heard is read from the energy at each. */
export const TONES = {
  customer: 400,
  agent: 700,
  second: 1000,
  boss: 1300,
  music: 1600,
  prompt: 1900,
  ringback: 2200,
  partner: 2500,
};
export type Name = keyof typeof TONES;
export const AMPLITUDE = 3000;

/** A party that says its tone all the time and keeps what it hears. */
export class TestLeg implements MediaLeg {
  readonly heard: Int16Array[] = [];
  #said = 0;

  constructor(
    readonly id: Name,
    readonly receiveRate: SampleRate = 8000,
    readonly sendRate: SampleRate = receiveRate,
  ) {}

  pull(): Int16Array {
    this.#said += 20;
    return sine(TONES[this.id], this.receiveRate, 20, { amplitude: AMPLITUDE, startMs: this.#said });
  }

  send(frame: Int16Array): void {
    this.heard.push(frame.slice());
  }

  close(): void {}
}

export function hears(samples: Int16Array, sampleRate: number): string {
  return (Object.keys(TONES) as Name[])
    .filter((name) => toneAmplitude(samples, sampleRate, TONES[name]) > AMPLITUDE * 0.02)
    .map((name) => {
      const share = toneAmplitude(samples, sampleRate, TONES[name]) / AMPLITUDE;
      return share > 0.9 ? name : `${name}@${share.toFixed(1)}`;
    })
    .join(" ");
}

export const main: Place = { kind: "talking", circle: "call" };
export const aside: Place = { kind: "talking", circle: "consult" };
export const onHold: Place = { kind: "apart", hears: "music" };
export const beside = (mode: "listen" | "whisper" | "barge"): Place => ({
  kind: "beside",
  party: "agent",
  mode,
});
export const tap = { agent: "agent", spoken: "tap.spoken", heard: "tap.heard" };

export const customer = { id: "customer", place: main };
export const agent = { id: "agent", place: main };
export const taps = [tap];

export function roomFor(picture: CallPicture, rates: Partial<Record<Name, SampleRate>> = {}) {
  const room = new Room();
  const legs = picture.parties.map(({ id }) => new TestLeg(id as Name, rates[id as Name]));
  for (const leg of legs) room.addLeg(leg);
  for (const name of ["music", "prompt", "ringback"] as const)
    room.addSource(name, new ToneSource({ hertz: [TONES[name]], amplitude: AMPLITUDE, cadenceMs: [] }));
  const recorded: [Int16Array[], Int16Array[]] = [[], []];
  room.addRecording("tap", {
    spoken: tap.spoken,
    heard: tap.heard,
    sink: {
      write: ([spoken = new Int16Array(0), heard = new Int16Array(0)]) => {
        recorded[0].push(spoken.slice());
        recorded[1].push(heard.slice());
      },
    },
  });
  return { room, legs, recorded };
}

export function heardBy(
  picture: CallPicture,
  rates: Partial<Record<Name, SampleRate>> = {},
): Record<string, string> {
  const { room, legs, recorded } = roomFor(picture, rates);
  room.setPicture(picture);
  for (let tick = 0; tick < 25; tick++) room.tick(tick * 20);
  const listeners: [string, Int16Array[], number][] = [
    ...legs.map((leg): [string, Int16Array[], number] => [leg.id, leg.heard, leg.sendRate]),
    ["tap.spoken", recorded[0], 8000],
    ["tap.heard", recorded[1], 8000],
  ];
  return Object.fromEntries(
    listeners
      .map(([id, frames, rate]): [string, string] => [id, hears(joined(frames.slice(5)), rate)])
      .filter(([, heard]) => heard !== ""),
  );
}
