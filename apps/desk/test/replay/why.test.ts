import type { ReplayStepView, StandingView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { readAddress } from "../../src/features/replay/address.js";
import { linesOf, saidBy } from "../../src/features/replay/lines.js";
import { gapAfter } from "../../src/features/replay/pace.js";
import { whyOf } from "../../src/features/replay/why.js";
import { loadSuperviseWords, word as t } from "../../src/words/words.js";

const at = Date.UTC(2026, 2, 2, 9, 0, 0);
const names = {
  agents: { sofia: "Sofia", ben: "Ben", mei: "Mei", ida: "Ida" },
  services: { claims: "Claims" },
  reasons: { lunch: "Lunch" },
  skills: { german: "German" },
};
const agentAt = (change: object = {}) => ({
  presence: { kind: "ready" },
  next: null,
  phone: "ok",
  loads: [],
  load: 0,
  capacity: 2,
  level: 50,
  idleSince: at - 60_000,
  ...change,
});
const candidates: StandingView["candidates"] = [
  { agentId: "sofia", rule: "ELI-3", lacks: [], at: agentAt({ load: 2 }) },
  {
    agentId: "ben",
    rule: "ELI-1",
    lacks: [],
    at: agentAt({ presence: { kind: "not_ready", reason: "lunch" } }),
  },
  { agentId: "mei", rule: "skills", lacks: [{ skillId: "german", levelMin: 5, level: 3 }], at: null },
  { agentId: "ida", rule: "logged_out", lacks: [], at: null },
];
const standing = (ahead: number, change: Partial<StandingView> = {}): StandingView => ({
  stage: "open",
  parties: [],
  request: {
    kind: "first",
    serviceId: "claims",
    priority: 5,
    enqueuedAt: at,
    directedTo: null,
    keptFor: null,
    offeredTo: null,
    ahead,
    waiting: 2,
    line: [],
  },
  candidates,
  ...change,
});
const free = standing(0, {
  candidates: [
    { agentId: "sofia", rule: null, lacks: [], at: agentAt({ load: 1 }) },
    { agentId: "ben", rule: null, lacks: [], at: agentAt({ idleSince: at + 10_000 }) },
    ...candidates.slice(2),
  ],
});
const step = (seq: number, type: string, rest: Partial<ReplayStepView> = {}): ReplayStepView => ({
  seq,
  at: at + seq * 1_000,
  kind: "own",
  type,
  event: {},
  passing: null,
  after: 0,
  before: null,
  ...rest,
});
const why = { rule: "ROU-3", eligible: 2, value: { idleMs: 60_000, load: 1, level: 50 }, others: [] };
const steps: ReplayStepView[] = [
  step(0, "AgentRequested", { event: { kind: "first", serviceId: "claims", agentId: null } }),
  step(20, "OfferMade", {
    kind: "passed",
    event: null,
    passing: {
      agentId: "ben",
      interactionId: "other",
      caseNumber: 10_001,
      because: "longer",
      priority: 5,
      enqueuedAt: at - 5_000,
    },
  }),
  step(21, "AgentRequestClosed", { kind: "place", event: null, after: 1 }),
  step(30, "OfferMade", { event: { agentId: "sofia", why }, before: 2, after: 2 }),
  step(34, "AgentRequestClosed", { event: { cause: "accepted", kind: "first" }, after: 3 }),
];
const standings = [standing(1), standing(0), free, { ...standing(0), request: null }];
const story = { contact: null, messages: [], happenings: [], data: [] };
const told = () => {
  const lines = linesOf(steps, { t, names, story, me: "", channel: "chat", notes: [] });
  return whyOf({ steps, standings }, lines, { t, names, mine: "i", now: at + 90_000 });
};

describe("why it waited, in sentences", () => {
  it("names place, everybody's reason, who went before, and why that agent", async () => {
    await loadSuperviseWords();
    const sentences = told().map(({ text, details }) => [text, ...details].join(" | "));
    expect(sentences[0]).toBe(
      "Came into the queue of Claims with priority 5: place 2 of 2 | Nobody could take it: | Sofia: had 2 of 2 in hand | " +
        "Ben: not ready (Lunch) | Mei: German at level 3, 5 is needed | 1 agent was logged out",
    );
    expect(sentences[1]).toMatch(
      /^Ben had room and was offered case #10001 \| That one goes first: it had waited since /,
    );
    expect(sentences[2]).toBe("Now at place 1 of 2");
    expect(sentences[3]).toBe(
      "Offered to Sofia | Sofia was idle longest (1 min), skill level 50, out of 2 available | " +
        "Ben: was idle for a shorter time (20 s) | Mei: German at level 3, 5 is needed",
    );
    expect(sentences[4]).toBe("The wait was over after 34 s: somebody took it");
    expect(sentences).toHaveLength(5);
  });

  it("of what still waits, until now", async () => {
    await loadSuperviseWords();
    const waiting = steps.slice(0, 3);
    const lines = linesOf(waiting, { t, names, story, me: "", channel: "chat", notes: [] });
    const last = whyOf({ steps: waiting, standings }, lines, { t, names, mine: "i", now: at + 90_000 }).at(
      -1,
    );
    expect(last?.text).toBe("Still waits, for 1 min by now. Now at place 1 of 2");
    // It rings at Sofia: what keeps her from it is this offer and no other.
    const rings = standing(0, {
      candidates: [
        {
          agentId: "sofia",
          rule: "ELI-6",
          lacks: [],
          at: agentAt({ load: 1, loads: [{ interactionId: "i", channel: "chat", state: "ringing" }] }),
        },
      ],
    });
    const offered = { ...rings, request: rings.request && { ...rings.request, offeredTo: "sofia" } };
    const now = whyOf({ steps: waiting, standings: [standings[0] ?? offered, offered] }, lines, {
      t,
      names,
      mine: "i",
      now: at + 90_000,
    }).at(-1);
    expect(now?.details).toEqual(["Sofia: it is offered to them at this moment"]);
  });
});

describe("a replay", () => {
  it("shows what had been said by then, with what was read by then", () => {
    const message = (messageId: string, seq: number) => ({
      interactionId: "i",
      messageId,
      seq,
      at,
      from: { who: "customer" as const },
      audience: "all" as const,
      body: { kind: "text" as const, text: messageId },
      state: "read" as const,
      stateAt: at,
      clientMessageId: null,
    });
    const said = { ...story, messages: [message("a", 1), message("b", 5)] };
    const receipts = [
      step(2, "MessageReceiptReported", { event: { messageId: "a", receipt: "delivered" } }),
      step(4, "MessageReceiptReported", { event: { messageId: "a", receipt: "read" } }),
    ];
    const at3 = saidBy(said, receipts, 3).map(({ messageId, stateThen }) => [messageId, stateThen]);
    expect(at3).toEqual([["a", "delivered"]]);
    const at5 = saidBy(said, receipts, 5).map(({ messageId, stateThen }) => [messageId, stateThen]);
    expect(at5).toEqual([
      ["a", "read"],
      ["b", "sent"],
    ]);
  });

  it("plays as it was, faster, and no silence longer than two seconds", () => {
    const times = [{ at: 0 }, { at: 4_000 }, { at: 4_001 }, { at: 4_000_000 }];
    expect([0, 1, 2, 3].map((index) => gapAfter(times, index, 4))).toEqual([1_000, 120, 2_000, null]);
  });

  it("has an address, which names nothing but ids", () => {
    expect(readAddress("#replay/W_dMM329/148")).toEqual({ interactionId: "W_dMM329", seq: 148 });
    expect(readAddress("#replay/W_dMM329")).toEqual({ interactionId: "W_dMM329", seq: null });
    for (const odd of ["", "#records?text=x", "#replay/", "#replay/a b", "#replay/a/b"])
      expect(readAddress(odd)).toBeNull();
  });

  it("has data, notes and a survey's words where they were written", async () => {
    await loadSuperviseWords();
    const own = [
      step(1, "InteractionStarted", { event: { caseNumber: 7 } }),
      step(2, "NoteSaved", { event: { agentId: "sofia" } }),
      step(3, "NoteSaved", { event: { agentId: "sofia" } }),
      step(4, "SurveyAnswered", { event: { stars: 4 } }),
    ];
    const answered = { interactionId: "i", seq: 4, at, what: "SurveyAnswered", facts: { comment: "Kind" } };
    const lines = linesOf(own, {
      t,
      names,
      story: { ...story, data: [{ name: "policy_number", value: "LF-1" }], happenings: [answered] },
      me: "",
      channel: "chat",
      notes: [{ name: "Sofia", text: "Sent a truck", at }],
    });
    expect(lines.map(({ text, details }) => [text, ...details].join(" | "))).toEqual([
      "Chat started, case #7 | policy number: LF-1",
      "Sofia saved notes",
      "Sofia saved notes | Sent a truck",
      "The customer gave 4 stars | Kind",
    ]);
  });

  it("tells a call as its log does, and says what only a machine does by its name", async () => {
    await loadSuperviseWords();
    const calls = [
      step(1, "CallArrived", { event: { legId: "l1" } }),
      step(2, "LegAdded", { event: { legId: "l2", agentId: "sofia", role: "agent" } }),
      step(3, "CallHeld", { event: { agentId: "sofia", held: true, on: true } }),
      step(4, "KeysSent", { event: { agentId: "sofia", count: 4 } }),
    ];
    const told = {
      t,
      names,
      story: { ...story, contact: null },
      me: "",
      channel: "voice" as const,
      notes: [],
    };
    const lines = linesOf(calls, told).map(({ text, tone }) => [text, tone]);
    expect(lines[0]).toEqual(["Customer called", "event"]);
    expect(lines[1]).toEqual(["Leg added", "quiet"]);
    expect(lines[3]).toEqual(["4 keys sent into the call", "event"]);
  });
});
