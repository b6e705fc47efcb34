import { describe, expect, it } from "vitest";
import type { CallPicture } from "../src/index.js";
import {
  agent,
  aside,
  beside,
  customer,
  heardBy,
  main,
  type Name,
  onHold,
  tap,
  taps,
} from "./support/tone-room.js";

interface Row {
  readonly rule: string;
  readonly what: string;
  readonly picture: CallPicture;
  /** What each party hears, in the order of TONES; whoever is not named hears nothing. */
  readonly heard: Partial<Record<Name | "tap.spoken" | "tap.heard", string>>;
}

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
    rule: "HEA-6",
    what: "beside an agent who is on hold there is nothing to hear",
    picture: {
      parties: [
        { id: "customer", place: onHold },
        { id: "agent", place: { kind: "apart" } },
        { id: "boss", place: beside("listen") },
      ],
    },
    heard: { customer: "music" },
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
    rule: "HEA-12",
    what: "what somebody says into a mailbox is kept, and its greeting is not",
    picture: {
      parties: [{ id: "customer", place: { kind: "apart", hears: "prompt" } }],
      taps: [{ ...tap, agent: "customer", alone: true }],
    },
    heard: { customer: "prompt", "tap.heard": "customer" },
  },
  {
    rule: "HEA-12",
    what: "who is muted says nothing into it",
    picture: {
      parties: [{ id: "customer", place: { kind: "apart" }, muted: true }],
      taps: [{ ...tap, agent: "customer", alone: true }],
    },
    heard: {},
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

describe("who hears whom, by the energy of each one's tone", () => {
  it.each(table)("$rule $what", ({ picture, heard }) => {
    expect(heardBy(picture)).toEqual(heard);
  });

  it.each(table)("$rule with legs of 8, 16 and 48 kHz in one room: $what", ({ picture, heard }) => {
    expect(heardBy(picture, { customer: 8000, agent: 16_000, second: 48_000, boss: 16_000 })).toEqual(heard);
  });
});
