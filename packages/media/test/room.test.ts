import { describe, expect, it } from "vitest";
import {
  type CallPicture,
  type MediaLeg,
  Mixer,
  type Place,
  Room,
  type SampleRate,
  softLimit,
  ToneSource,
  toneAmplitude,
} from "../src/index.js";
import { joined, roughness, sine } from "./support/sound.js";

/** Every party and sound has a tone of its own; who is heard is read from the energy at each. */
const TONES = {
  customer: 400,
  agent: 700,
  second: 1000,
  boss: 1300,
  music: 1600,
  prompt: 1900,
  ringback: 2200,
  partner: 2500,
};
type Name = keyof typeof TONES;
const AMPLITUDE = 3000;

/** A party that says its tone all the time and keeps what it hears. */
class TestLeg implements MediaLeg {
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

function hears(samples: Int16Array, sampleRate: number): string {
  return (Object.keys(TONES) as Name[])
    .filter((name) => toneAmplitude(samples, sampleRate, TONES[name]) > AMPLITUDE * 0.02)
    .map((name) => {
      const share = toneAmplitude(samples, sampleRate, TONES[name]) / AMPLITUDE;
      return share > 0.9 ? name : `${name}@${share.toFixed(1)}`;
    })
    .join(" ");
}

const main: Place = { kind: "talking", circle: "call" };
const aside: Place = { kind: "talking", circle: "consult" };
const onHold: Place = { kind: "apart", hears: "music" };
const beside = (mode: "listen" | "whisper" | "barge"): Place => ({ kind: "beside", party: "agent", mode });
const tap = { agent: "agent", spoken: "tap.spoken", heard: "tap.heard" };

interface Row {
  readonly rule: string;
  readonly what: string;
  readonly picture: CallPicture;
  /** What each party hears, in the order of TONES; whoever is not named hears nothing. */
  readonly heard: Partial<Record<Name | "tap.spoken" | "tap.heard", string>>;
}

const customer = { id: "customer", place: main };
const agent = { id: "agent", place: main };
const taps = [tap];

const table: Row[] = [
  {
    rule: "HEA-1",
    what: "two who talk hear each other and not themselves",
    picture: { parties: [customer, agent], taps },
    heard: { customer: "agent", agent: "customer", "tap.spoken": "agent", "tap.heard": "customer" },
  },
  {
    rule: "HEA-1",
    what: "who waits hears the music, who rings hears the ringback, nobody hears them",
    picture: {
      parties: [
        { id: "customer", place: onHold },
        { id: "partner", place: { kind: "apart", hears: "ringback" } },
        agent,
      ],
      taps,
    },
    heard: { customer: "music", partner: "ringback" },
  },
  {
    rule: "HEA-2",
    what: "mute: not heard by anybody, hears as before, and not recorded",
    picture: { parties: [customer, { ...agent, muted: true }], taps },
    heard: { agent: "customer", "tap.heard": "customer" },
  },
  {
    rule: "HEA-2",
    what: "deaf: hears nobody, heard as before",
    picture: { parties: [{ ...customer, deaf: true }, agent] },
    heard: { agent: "customer" },
  },
  {
    rule: "HEA-3",
    what: "hold: the customer hears music alone, the agent nothing, and nothing is recorded",
    picture: { parties: [{ id: "customer", place: onHold }, agent], taps },
    heard: { customer: "music" },
  },
  {
    rule: "HEA-3",
    what: "hold without music is silence",
    picture: { parties: [{ id: "customer", place: { kind: "apart" } }, agent] },
    heard: {},
  },
  {
    rule: "HEA-4",
    what: "consult: agent and second agent alone, the customer hears music; the recording has the consultation",
    picture: {
      parties: [
        { id: "customer", place: onHold },
        { id: "agent", place: aside },
        { id: "second", place: aside },
      ],
      taps,
    },
    heard: {
      customer: "music",
      agent: "second",
      second: "agent",
      "tap.spoken": "agent",
      "tap.heard": "second",
    },
  },
  {
    rule: "HEA-4",
    what: "two circles in one call hear nothing of each other",
    picture: { parties: [customer, agent, { id: "second", place: aside }, { id: "partner", place: aside }] },
    heard: { customer: "agent", agent: "customer", second: "partner", partner: "second" },
  },
  {
    rule: "HEA-5",
    what: "conference: each hears all others",
    picture: {
      parties: [customer, agent, { id: "second", place: main }, { id: "partner", place: main }],
      taps,
    },
    heard: {
      customer: "agent second partner",
      agent: "customer second partner",
      second: "customer agent partner",
      partner: "customer agent second",
      "tap.spoken": "agent",
      "tap.heard": "customer second partner",
    },
  },
  {
    rule: "HEA-5",
    what: "conference with one on hold and one muted",
    picture: {
      parties: [
        { id: "customer", place: onHold },
        agent,
        { id: "second", place: main, muted: true },
        { id: "partner", place: main },
      ],
    },
    heard: { customer: "music", agent: "partner", second: "agent partner", partner: "agent" },
  },
  {
    rule: "HEA-6",
    what: "listen: the supervisor hears both, nobody hears the supervisor",
    picture: { parties: [customer, agent, { id: "boss", place: beside("listen") }], taps },
    heard: {
      customer: "agent",
      agent: "customer",
      boss: "customer agent",
      "tap.spoken": "agent",
      "tap.heard": "customer",
    },
  },
  {
    rule: "HEA-7",
    what: "whisper: the agent alone hears the supervisor",
    picture: { parties: [customer, agent, { id: "boss", place: beside("whisper") }], taps },
    heard: {
      customer: "agent",
      agent: "customer boss",
      boss: "customer agent",
      "tap.spoken": "agent",
      "tap.heard": "customer boss",
    },
  },
  {
    rule: "HEA-7",
    what: "whisper in a conference reaches no second agent",
    picture: {
      parties: [customer, agent, { id: "second", place: main }, { id: "boss", place: beside("whisper") }],
    },
    heard: {
      customer: "agent second",
      agent: "customer second boss",
      second: "customer agent",
      boss: "customer agent second",
    },
  },
  {
    rule: "HEA-7",
    what: "a muted supervisor whispers nothing; a muted agent is not heard by the supervisor either",
    picture: {
      parties: [customer, { ...agent, muted: true }, { id: "boss", place: beside("whisper"), muted: true }],
    },
    heard: { agent: "customer", boss: "customer" },
  },
  {
    rule: "HEA-8",
    what: "barge: all hear the supervisor",
    picture: { parties: [customer, agent, { id: "boss", place: beside("barge") }], taps },
    heard: {
      customer: "agent boss",
      agent: "customer boss",
      boss: "customer agent",
      "tap.spoken": "agent",
      "tap.heard": "customer boss",
    },
  },
  {
    rule: "HEA-8",
    what: "barge beside an agent in consultation does not reach the customer on hold",
    picture: {
      parties: [
        { id: "customer", place: onHold },
        { id: "agent", place: aside },
        { id: "second", place: aside },
        { id: "boss", place: beside("barge") },
      ],
    },
    heard: { customer: "music", agent: "second boss", second: "agent boss", boss: "agent second" },
  },
  {
    rule: "HEA-9",
    what: "an announcement is heard by those named, beside what they hear anyway",
    picture: { parties: [customer, agent], announcements: [{ source: "prompt", to: ["agent"] }], taps },
    heard: {
      customer: "agent",
      agent: "customer prompt",
      "tap.spoken": "agent",
      "tap.heard": "customer prompt",
    },
  },
  {
    rule: "HEA-9",
    what: "an announcement may silence all else for those who hear it, or make it quieter",
    picture: {
      parties: [{ id: "customer", place: onHold }, agent, { id: "partner", place: main }],
      announcements: [
        { source: "prompt", to: ["customer"], othersGain: 0 },
        { source: "ringback", to: ["partner"], othersGain: 0.3 },
      ],
    },
    heard: { customer: "prompt", agent: "partner", partner: "agent@0.3 ringback" },
  },
  {
    rule: "HEA-9",
    what: "a menu to a caller who is alone, while the supervisor beside the agent hears nothing of it",
    picture: {
      parties: [{ id: "customer", place: { kind: "apart" } }, agent, { id: "boss", place: beside("listen") }],
      announcements: [{ source: "prompt", to: ["customer"] }],
    },
    heard: { customer: "prompt", boss: "agent" },
  },
  {
    rule: "HEA-10",
    what: "a paused recording holds nothing of anybody",
    picture: { parties: [customer, agent], taps: [{ ...tap, paused: true }] },
    heard: { customer: "agent", agent: "customer" },
  },
  {
    rule: "HEA-11",
    what: "names that are not in the call give no rows",
    picture: {
      parties: [agent, { id: "boss", place: { kind: "beside", party: "nobody", mode: "barge" } }],
      announcements: [{ source: "prompt", to: ["nobody"] }],
      taps: [{ agent: "nobody", spoken: "tap.spoken", heard: "tap.heard" }],
    },
    heard: {},
  },
];

function roomFor(picture: CallPicture, rates: Partial<Record<Name, SampleRate>> = {}) {
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

function heardBy(
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

describe("who hears whom, by the energy of each one's tone", () => {
  it.each(table)("$rule $what", ({ picture, heard }) => {
    expect(heardBy(picture)).toEqual(heard);
  });

  it.each(table)("$rule with legs of 8, 16 and 48 kHz in one room: $what", ({ picture, heard }) => {
    expect(heardBy(picture, { customer: 8000, agent: 16_000, second: 48_000, boss: 16_000 })).toEqual(heard);
  });
});

describe("mixing", () => {
  it("MIX-1 changes of the matrix fade within 8 ms and never click", () => {
    const picture = (muted: boolean, hold: boolean): CallPicture => ({
      parties: [hold ? { id: "customer", place: onHold } : customer, { ...agent, muted }],
    });
    const { room, legs } = roomFor(picture(false, false));
    for (let tick = 0; tick < 120; tick++) {
      if (tick % 10 === 0) room.setPicture(picture(tick % 20 === 0, tick % 30 === 0));
      room.tick(tick * 20);
    }
    const bend = roughness(sine(TONES.music, 8000, 1000, { amplitude: AMPLITUDE }));
    for (const leg of legs) expect(roughness(joined(leg.heard))).toBeLessThan(bend * 1.3);
  });

  it("MIX-2 a changed gain arrives within one frame", () => {
    const mixer = new Mixer(8000);
    const frames = new Map([["a", new Int16Array(160).fill(1000)]]);
    mixer.setRows([{ source: "a", listener: "b", gain: 1 }]);
    expect([...mixer.mixFor("b", frames)].slice(0, 3)).toEqual([16, 31, 47]);
    expect(mixer.mixFor("b", frames)).toBe(frames.get("a"));
    mixer.setRows([]);
    expect([...mixer.mixFor("b", frames)].slice(64)).toEqual(Array(96).fill(0));
    expect(mixer.mixFor("c", frames)).toEqual(new Int16Array(160));
  });

  it("MIX-3 loud voices together stay below full scale without being cut off flat", () => {
    const mixer = new Mixer(8000);
    const names = ["a", "b", "c"];
    mixer.setRows(names.map((source) => ({ source, listener: "x", gain: 1 })));
    const frames = new Map(names.map((name) => [name, sine(500, 8000, 20, { amplitude: 30_000 })]));
    mixer.mixFor("x", frames);
    const mixed = mixer.mixFor("x", frames);
    expect(Math.max(...mixed)).toBeLessThan(32_767);
    expect(Math.max(...mixed)).toBeGreaterThan(28_000);
    expect(softLimit(20_000)).toBe(20_000);
    for (let value = 0; value < 200_000; value += 1000)
      expect(softLimit(value + 1000)).toBeGreaterThan(softLimit(value));
    expect(softLimit(-50_000)).toBe(-softLimit(50_000));
  });
});

describe("a room", () => {
  it("ROO-1 mixes at 8 kHz while all legs are narrowband, else at 16 kHz, and goes over without a click", () => {
    const { room, legs } = roomFor({ parties: [customer, agent] });
    room.setPicture({ parties: [customer, agent, { id: "second", place: main }] });
    for (let tick = 0; tick < 50; tick++) room.tick(tick * 20);
    expect(room.sampleRate).toBe(8000);
    const wide = new TestLeg("second", 48_000);
    room.addLeg(wide);
    for (let tick = 50; tick < 100; tick++) room.tick(tick * 20);
    expect(room.sampleRate).toBe(16_000);
    room.removeLeg("second");
    room.tick(2000);
    expect(room.sampleRate).toBe(8000);
    expect(hears(joined(legs[0]?.heard.slice(60, 95) ?? []), 8000)).toBe("agent second");
    expect(hears(joined(wide.heard.slice(10, 45)), 48_000)).toBe("customer agent");
  });

  it("ROO-2 writes silence to a recording while it is paused, so that the pause has its length", () => {
    const { room, recorded } = roomFor({ parties: [customer, agent] });
    for (let tick = 0; tick < 60; tick++) {
      const paused = tick >= 20 && tick < 40;
      room.setPicture({ parties: [customer, agent], taps: [{ ...tap, paused }] });
      room.tick(tick * 20);
    }
    const spoken = joined(recorded[0]);
    expect(spoken).toHaveLength(60 * 160);
    expect(hears(spoken.subarray(21 * 160, 40 * 160), 8000)).toBe("");
    expect(hears(spoken.subarray(42 * 160), 8000)).toBe("agent");
    expect(hears(joined(recorded[1]).subarray(42 * 160), 8000)).toBe("customer");
  });
});
