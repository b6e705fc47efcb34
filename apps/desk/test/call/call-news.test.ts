import type { CallPartyView, DepartureView, DeskChange, InteractionView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { type CallNewsData, callNews, joinedIn } from "../../src/state/call-news.js";
import { ben, callOf, consultation, garage, maria, me, party } from "../phone/views.js";
import { colleague, interaction } from "../state/views.js";

const inConsult = { circle: "consult" } as const;
const view = (
  parties: readonly CallPartyView[],
  fields: Parameters<typeof callOf>[1] = {},
  more: Partial<InteractionView> = {},
): InteractionView => interaction("i1", { channel: "voice", call: callOf(parties, fields), ...more });

const dataOf = (before: InteractionView): CallNewsData => ({
  user: { agentId: "sofia" } as CallNewsData["user"],
  interactions: new Map([["i1", before]]),
  services: new Map([["s1", { serviceId: "s1", name: "General" }]]) as unknown as CallNewsData["services"],
  roster: new Map(
    [colleague("ben", "Ben Ortega"), colleague("anna", "Anna Kowalski")].map((one) => [one.agentId, one]),
  ),
});
const told = (before: InteractionView, changes: readonly DeskChange[], ended: readonly string[] = []) =>
  callNews(dataOf(before), changes, () => "Maria Gutiérrez", new Set(ended)).map(({ text }) => text);
const lines = (...list: [what: string, facts: Record<string, unknown>][]): DeskChange[] =>
  list.map(([what, facts], seq) => ({
    on: "happening",
    view: { interactionId: "i1", seq, at: seq, what, facts },
  }));
const gone = (departure: DepartureView | null): DeskChange[] => [
  { on: "interaction.gone", interactionId: "i1", departure },
];

const talk = view([maria(), me()]);
const asking = view([maria(), me(inConsult)], { consultation: consultation(false) });
const consulting = view([maria(), me(inConsult), ben(inConsult)], { consultation: consultation() });
const asked = view([maria(), ben({ ...inConsult, host: true }), me({ ...inConsult, host: false })], {
  consultation: { ...consultation(true, false), by: "ben" },
});

describe("a call that becomes part of another one", () => {
  const joined: DeskChange = {
    on: "happening",
    view: { interactionId: "i2", seq: 1, at: 1, what: "CallsJoined", facts: { other: "i1", stays: true } },
  };
  it("has ended for nobody: nobody is said to have hung up", () => {
    const completed = gone({ how: "completed", to: null });
    const internal = view([ben(), me()], { direction: "internal" });
    expect(told(internal, completed)).toEqual(["Ben Ortega hung up."]);
    expect(told(internal, [joined, ...completed])).toEqual([]);
    expect([...joinedIn([joined])]).toEqual([["i1", "i2"]]);
  });
});

describe("what became of whom was asked", () => {
  const failed = (kind: string): [string, Record<string, unknown>] => [
    "AgentRequestClosed",
    { kind, by: "sofia", cause: "failed" },
  ];
  it("a transfer that was declined, not answered, or whose target went away", () => {
    expect(told(talk, lines(["OfferRejected", { agentId: "ben" }], failed("transfer")))).toEqual([
      "Ben Ortega declined. The call with Maria Gutiérrez is still with you.",
    ]);
    expect(told(talk, lines(["OfferExpired", { agentId: "ben" }], failed("transfer")))).toEqual([
      "Ben Ortega did not answer. The call with Maria Gutiérrez is still with you.",
    ]);
    expect(told(talk, lines(["OfferWithdrawn", { agentId: "ben" }], failed("invite")))).toEqual([
      "Ben Ortega is not there any more. The call with Maria Gutiérrez goes on.",
    ]);
    const byBen: [string, Record<string, unknown>] = [
      "AgentRequestClosed",
      { kind: "transfer", by: "ben", cause: "failed" },
    ];
    expect(told(talk, lines(byBen))).toEqual([]);
  });
  it("a colleague's call that is not taken goes on: to the mailbox, a number, another colleague", () => {
    const internal = view([me()], { direction: "internal" });
    const rejected: [string, Record<string, unknown>] = ["OfferRejected", { agentId: "ben" }];
    const goesOn = (what: string, facts = {}) =>
      told(internal, lines(rejected, failed("call"), [what, facts]));
    expect([
      goesOn("VoicemailStarted"),
      goesOn("CallForwarded", { agentId: "ben" }),
      goesOn("CallForwardedInside", { agentId: "ben", to: "anna" }),
    ]).toEqual([
      ["Ben Ortega declined. Leave a message after the tone."],
      ["Ben Ortega declined. The call goes on to a number outside."],
      ["Ben Ortega declined. The call goes on to Anna Kowalski."],
    ]);
  });
  it("a consultation that reached nobody leaves the customer on hold, and says so once", () => {
    const end: [string, Record<string, unknown>] = [
      "ConsultationEnded",
      { agentId: "sofia", cause: "failed" },
    ];
    expect(told(asking, lines(["OfferRejected", { agentId: "ben" }], failed("consult"), end))).toEqual([
      "Ben Ortega declined. Maria Gutiérrez is on hold: retrieve the call.",
    ]);
    const number = view([maria(), me(inConsult), garage({ ...inConsult, state: "ringing" })], {
      consultation: consultation(false),
    });
    const busy: [string, Record<string, unknown>] = [
      "LegRemoved",
      { legId: "i1.l4", role: "external", cause: "busy", by: null },
    ];
    expect(told(number, lines(busy, end))).toEqual([
      "Clearview Glass is busy. Maria Gutiérrez is on hold: retrieve the call.",
    ]);
  });
  it("whoever is asked hangs up; what this agent ended itself needs no word", () => {
    const end: [string, Record<string, unknown>] = [
      "ConsultationEnded",
      { agentId: "sofia", cause: "ended" },
    ];
    expect(told(consulting, lines(["AgentLeft", { agentId: "ben", cause: "left" }], end))).toContain(
      "Ben Ortega hung up. Maria Gutiérrez is on hold: retrieve the call.",
    );
    expect(
      told(consulting, lines(["AgentLeft", { agentId: "ben", cause: "consultation_ended" }], end)),
    ).toEqual([]);
  });
  it("a call that was given away at once: taken, or on its way back", () => {
    const who = { agentId: "ben", name: "Ben Ortega" };
    const handover = (how: "taken" | "declined" | "ended", to: typeof who | null): DeskChange[] => [
      { on: "handover", interactionId: "i9", view: { how, who: to } },
    ];
    expect(told(talk, handover("taken", who))).toEqual(["Ben Ortega has the call with Maria Gutiérrez."]);
    expect(told(talk, handover("declined", who))).toEqual([
      "Ben Ortega declined the call with Maria Gutiérrez: it comes back to you first.",
    ]);
    expect(told(talk, handover("ended", null))).toEqual([
      "The call with Maria Gutiérrez ended before anybody took it.",
    ]);
  });
  it("a recording that ends with a transfer, at both desks; one that goes on tells itself", () => {
    const transferred = { how: "transferred", to: null } as const;
    expect(told(consulting, gone({ ...transferred, recordingGoesOn: false }))).toEqual([
      "Ben Ortega has the call with Maria Gutiérrez.",
      "The recording ended with you: the call with Maria Gutiérrez goes on without it.",
    ]);
    expect(told(consulting, gone({ ...transferred, recordingGoesOn: true }))).toHaveLength(1);
    const ended = { agentId: "ben", kind: "call", cause: "left" };
    expect(told(talk, lines(["RecordingStopped", { ...ended, goesOn: false }]))).toEqual([
      "The recording ended, as Ben Ortega left the call. The call with Maria Gutiérrez is not recorded now.",
    ]);
    expect(told(talk, lines(["RecordingStopped", { ...ended, goesOn: true }]))).toEqual([]);
  });
  it("a voice signature that is incomplete, also as the call ends with it", () => {
    const stopped = { agentId: "sofia", kind: "signature", cause: "customer_left" };
    const text = "The voice signature of Maria Gutiérrez is incomplete: the customer has gone.";
    const ended = lines(["RecordingStopped", stopped], ["InteractionEnded", { cause: "customer" }]);
    expect(told(talk, ended)).toEqual([text]);
    expect(told(talk, ended, ["i1"])).toEqual([text]);
    expect(told(talk, lines(["RecordingStopped", { ...stopped, cause: "agent" }]))).toEqual([]);
    expect(told(talk, lines(["RecordingStopped", { ...stopped, agentId: "ben" }]))).toEqual([]);
  });
  it("a recording that the disk has ended", () => {
    const stopped = { agentId: "sofia", kind: "call", cause: "disk_full" };
    expect(told(talk, lines(["RecordingStopped", stopped]))).toEqual([
      "The call with Maria Gutiérrez is not recorded any more: the server's disk is full.",
    ]);
    expect(told(talk, lines(["RecordingStopped", { ...stopped, agentId: "ben" }]))).toEqual([]);
  });
  it("a consultation that is made a transfer: whoever was asked has it, or it still rings there", () => {
    const transferred = gone({ how: "transferred", to: null });
    expect(told(consulting, transferred)).toEqual(["Ben Ortega has the call with Maria Gutiérrez."]);
    const request = {
      kind: "consult",
      serviceId: "s1",
      agentId: "ben",
      by: "sofia",
      since: 0,
      offered: true,
    } as const;
    expect(told({ ...asking, request }, transferred)).toEqual([
      "The call with Maria Gutiérrez goes to Ben Ortega.",
    ]);
    expect(told({ ...asking, request: { ...request, agentId: null } }, transferred)).toEqual([
      "The call with Maria Gutiérrez waits for General.",
    ]);
  });
});

describe("what whoever is asked must know: who hears now", () => {
  const ended = (cause: string) => lines(["ConsultationEnded", { agentId: "ben", cause }]);
  it.each([
    ["merged", "Ben Ortega brought you all together: Maria Gutiérrez hears you now."],
    ["transferred", "Ben Ortega gave you the call: Maria Gutiérrez hears you now."],
    ["left", "Ben Ortega is gone: Maria Gutiérrez is with you now."],
    ["customer_left", "Maria Gutiérrez hung up. You and Ben Ortega talk on."],
  ])("%s", (cause, text) => {
    expect(told(asked, ended(cause))).toEqual([text]);
  });
  it("that it is over", () => {
    expect(told(asked, gone({ how: "consultation_ended", to: null }))).toEqual([
      "Ben Ortega ended the consultation.",
    ]);
  });
});

describe("who comes, goes and ends", () => {
  const three = view([maria(), me(), ben()]);
  it("colleagues and outside parties, while the others talk on", () => {
    expect(told(three, lines(["AgentJoined", { agentId: "anna", kind: "invite" }]))).toEqual([
      "Anna Kowalski is in the call with Maria Gutiérrez now.",
    ]);
    expect(told(three, lines(["AgentLeft", { agentId: "ben", cause: "left" }]))).toEqual([
      "Ben Ortega left the call with Maria Gutiérrez.",
    ]);
    const customer = { legId: "i1.l1", role: "customer", cause: "hung_up" };
    expect(told(three, lines(["LegRemoved", { ...customer, by: null }]))).toEqual([
      "Maria Gutiérrez hung up. The others talk on.",
    ]);
    expect(told(three, lines(["LegRemoved", { ...customer, by: "ben" }]))).toEqual([]);
  });
  it("who is muted by the host, taken out, or taken over, hears of it", () => {
    expect(told(three, lines(["CallMuted", { legId: "i1.l2", muted: true, by: "ben" }]))).toEqual([
      "Ben Ortega muted you.",
    ]);
    expect(told(three, lines(["CallMuted", { legId: "i1.l2", muted: true, by: "sofia" }]))).toEqual([]);
    expect(told(three, gone({ how: "removed", to: null }))).toEqual([
      "The host took you out of the call with Maria Gutiérrez.",
    ]);
    const anna = { agentId: "anna", name: "Anna Kowalski" };
    expect(told(three, gone({ how: "taken_over", to: anna }))).toEqual([
      "Anna Kowalski has taken over the call with Maria Gutiérrez.",
    ]);
    expect(told(three, gone({ how: "lost", to: null }))).toHaveLength(1);
  });
  it("by whom it ended: the other side, the host, or this agent, who knows", () => {
    const wrapUp = (before: InteractionView): DeskChange[] => [
      { on: "interaction", view: { ...before, phase: "wrap_up", call: callOf([]) } },
    ];
    expect(told(talk, wrapUp(talk))).toEqual(["Maria Gutiérrez hung up."]);
    expect(told(three, wrapUp(three))).toEqual(["The call with Maria Gutiérrez was ended for all."]);
    expect(told(talk, wrapUp(talk), ["i1"])).toEqual([]);
    const internal = view([me(), ben()], { direction: "internal" });
    expect(told(internal, gone({ how: "completed", to: null }))).toEqual(["Ben Ortega hung up."]);
    expect(told(internal, gone({ how: "completed", to: null }), ["i1"])).toEqual([]);
  });
  it("an end is said once, however many lines it has", () => {
    const over = lines(
      ["LegRemoved", { legId: "i1.l1", role: "customer", cause: "hung_up", by: null }],
      ["InteractionEnded", { cause: "customer", agentId: null }],
    );
    expect(told(talk, over)).toEqual([]);
  });
  it("a supervisor is told that the call is over, unless the supervisor stopped", () => {
    const own = party("i1.l9", {
      role: "supervisor",
      agentId: "sofia",
      own: true,
      monitoring: { beside: "ben", mode: "listen" },
    });
    const beside = view([maria(), ben(), own], {}, { phase: "monitoring" });
    expect(told(beside, gone(null))).toEqual([
      "The call with Maria Gutiérrez, beside which you were, is over.",
    ]);
    expect(told(beside, gone(null), ["i1"])).toEqual([]);
  });
});
