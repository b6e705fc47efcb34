import { hearingRows } from "@patchbay/media";
import { describe, expect, it } from "vitest";
import { hearingOf, LAST_WORDS, WAITING_MUSIC } from "../src/workers/hearing.js";
import type { CallShown, LegShown, PlayPicture } from "../src/workers/messages.js";

const customer: LegShown = {
  legId: "c",
  role: "customer",
  agentId: null,
  live: true,
  muted: false,
  circle: "main",
  beside: null,
};
const agent: LegShown = {
  legId: "a",
  role: "agent",
  agentId: "u1",
  live: true,
  muted: false,
  circle: "main",
  beside: null,
};
const music: PlayPicture = { id: "m", to: ["c"], kind: "music", music: "music" };
const menu: PlayPicture = { id: "p", to: ["c"], kind: "prompts", prompts: ["welcome-menu"], keys: null };
const position: PlayPicture = { id: "n", to: ["c"], kind: "position", ahead: 2, waitSeconds: null };
const ringback: PlayPicture = { id: "r", to: ["a"], kind: "ringback" };

interface Facts {
  readonly legs: readonly LegShown[];
  readonly plays?: readonly PlayPicture[];
  readonly sounding?: readonly string[];
  readonly present?: readonly string[];
  readonly early?: readonly string[];
  readonly attached?: boolean;
  readonly lastWords?: boolean;
  readonly paused?: boolean;
}

/** Who hears what, as `listener<source` with the gain where it is not 1. A recording listens when `paused` is said. */
function heard(facts: Facts): string {
  const {
    legs,
    plays = [],
    sounding,
    present,
    early = [],
    attached = true,
    lastWords = false,
    paused,
  } = facts;
  const call: CallShown = { interactionId: "i", legs, plays, recordings: [] };
  const rows = hearingRows(
    hearingOf({
      call,
      present: new Set(present ?? legs.map(({ legId }) => legId)),
      sounding: new Set(sounding ?? plays.map(({ id }) => id)),
      early: new Set(early),
      attached,
      taps: paused === undefined ? [] : [{ agent: "a", spoken: "rs", heard: "rh", paused }],
      lastWords,
    }),
  );
  return rows
    .map(({ source, listener, gain }) => `${listener}<${source}${gain === 1 ? "" : `@${gain}`}`)
    .sort()
    .join(" ");
}

describe("who hears whom, drawn from the picture of a call", () => {
  const table: readonly [what: string, facts: Facts, rows: string][] = [
    ["two who talk", { legs: [customer, agent] }, "a<c c<a"],
    ["muted: heard by nobody", { legs: [customer, { ...agent, muted: true }] }, "a<c"],
    [
      "hold: the customer hears music, the agent nothing",
      { legs: [{ ...customer, circle: null }, agent], plays: [music] },
      "c<m",
    ],
    [
      "hold: no word passes even before the music has begun",
      { legs: [{ ...customer, circle: null }, agent] },
      "",
    ],
    [
      "recorded: what the agent says and hears",
      { legs: [customer, agent], paused: false },
      "a<c c<a rh<c rs<a",
    ],
    ["a paused recording hears nothing", { legs: [customer, agent], paused: true }, "a<c c<a"],
    [
      "last words are recorded",
      { legs: [customer, agent], lastWords: true, paused: false },
      `a<${LAST_WORDS} c<${LAST_WORDS} rh<${LAST_WORDS}`,
    ],
    ["a menu", { legs: [customer], plays: [menu] }, "c<p"],
    [
      "a prompt that has ended is silence until the next picture",
      { legs: [customer], plays: [menu], sounding: [] },
      "",
    ],
    ["a position is said over the music", { legs: [customer], plays: [music, position] }, "c<m@0.15 c<n"],
    ["a position that was said", { legs: [customer], plays: [music, position], sounding: ["m"] }, "c<m"],
    ["an agent hears it ring", { legs: [agent, { ...customer, live: false }], plays: [ringback] }, "a<r"],
    [
      "an agent hears what the network plays in place of our ringing, and nobody hears the agent",
      { legs: [agent, { ...customer, live: false, early: true }], plays: [ringback], early: ["c"] },
      "a<c",
    ],
    [
      "sound before the answer is for who waits for it alone",
      {
        legs: [agent, { ...agent, legId: "b" }, { ...customer, live: false, early: true }],
        plays: [ringback],
        early: ["c"],
      },
      "a<c",
    ],
    [
      "what the network plays in a consultation is not heard by who waits for somebody else",
      {
        legs: [agent, { ...customer, circle: "consult", live: false, early: true }],
        plays: [ringback],
        early: ["c"],
      },
      "a<r",
    ],
    [
      "a customer never hears what the network of an agent's phone plays",
      {
        legs: [customer, { ...agent, live: false, early: true }],
        plays: [{ ...ringback, to: ["c"] }],
        early: ["a"],
      },
      "c<r",
    ],
    [
      "a leg that is not connected neither hears nor is heard",
      { legs: [{ ...customer, live: false }, agent] },
      "",
    ],
    [
      "an agent whose phone is not there yet",
      { legs: [customer, agent], present: ["c"], plays: [music] },
      "c<m",
    ],
    ["without a server, the talk goes on", { legs: [customer, agent], attached: false }, "a<c c<a"],
    [
      "without a server, a caller whose prompt has ended hears music",
      { legs: [customer], plays: [menu], sounding: [], attached: false },
      `c<${WAITING_MUSIC}`,
    ],
    [
      "without a server, who is alone hears music",
      { legs: [customer], attached: false },
      `c<${WAITING_MUSIC}`,
    ],
    [
      "last words are for everybody, and nobody talks",
      { legs: [customer, agent], lastWords: true },
      `a<${LAST_WORDS} c<${LAST_WORDS}`,
    ],
  ];
  it.each(table)("%s", (_, facts, rows) => {
    expect(heard(facts)).toBe(rows);
  });
});
