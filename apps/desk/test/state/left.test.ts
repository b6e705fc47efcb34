import type { DepartureView, DeskChange, InteractionView, ServiceView } from "@patchbay/protocol";
import { beforeEach, expect, test, vi } from "vitest";
import type { DeskData } from "../../src/state/desk-data.js";

const stored = new Map<string, string>();
vi.stubGlobal("window", { setInterval: () => 0 });
vi.stubGlobal("location", { pathname: "/desk/" });
vi.stubGlobal("sessionStorage", {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
  removeItem: (key: string) => stored.delete(key),
});
const { LEFT_MAX, noteLeft, restoreLeft, useLeft } = await import("../../src/state/left.js");
const { lookedAt, markUntaken, newsOf, useUntaken } = await import("../../src/state/news.js");
const { finishedText } = await import("../../src/features/context/finished.js");
const { cardView } = await import("../../src/features/active-list/card-view.js");
const { word } = await import("../../src/words/words.js");

const chat = (id: string, over: Partial<InteractionView> = {}) =>
  ({
    interactionId: id,
    contact: { name: `Customer ${id}` },
    serviceId: "claims",
    serviceName: "Auto claims",
    mark: "mobile",
    phase: "connected",
    request: null,
    callRequest: null,
    ...over,
  }) as InteractionView;
const claims = { serviceId: "claims", name: "Auto claims", dispositionMandatory: true } as ServiceView;
const held = (...chats: InteractionView[]) => ({
  user: { agentId: "sofia" } as DeskData["user"],
  interactions: new Map(chats.map((one) => [one.interactionId, one])),
  services: new Map([["claims", claims]]),
  roster: new Map(),
});
const gone = (id: string, departure: DepartureView | null = null): DeskChange => ({
  on: "interaction.gone",
  interactionId: id,
  departure,
});
const texts = (...parts: Parameters<typeof newsOf>) => newsOf(...parts).map(({ text }) => text);

beforeEach(() => {
  stored.clear();
  useLeft.setState({ left: [] });
});

test("what leaves the desk is listed, newest first, no more than ten, and after a reload too", () => {
  for (let n = 0; n < LEFT_MAX + 2; n++) noteLeft("sofia", held(chat(`c${n}`)), [gone(`c${n}`)], n);
  const ids = () => useLeft.getState().left.map(({ interactionId }) => interactionId);
  expect(ids()).toHaveLength(LEFT_MAX);
  expect(ids()[0]).toBe(`c${LEFT_MAX + 1}`);
  const before = ids();
  useLeft.setState({ left: [] });
  restoreLeft("sofia");
  expect(ids()).toEqual(before);
  restoreLeft("ben");
  expect(ids(), "another agent at the same seat sees nobody else's customers").toEqual([]);
});

test("a chat that was never here leaves nothing", () => {
  noteLeft("sofia", held(), [gone("c1")], 1);
  expect(useLeft.getState().left).toEqual([]);
});

const request = {
  kind: "transfer",
  agentId: "ben",
  serviceId: "claims",
  by: "sofia",
  since: 1,
  offered: true,
} as const;
const toMarcus: DepartureView = { how: "transferred", to: { agentId: "marcus", name: "Marcus Hale" } };

test("the giver hears by name who has taken a transferred chat, and in whose line it stood", () => {
  expect(texts(held(chat("c1", { request })), [gone("c1", toMarcus)])).toEqual([
    "Marcus Hale has taken the chat with Customer c1.",
  ]);
  const toService = { ...request, agentId: null };
  expect(texts(held(chat("c1", { request: toService })), [gone("c1", toMarcus)])).toEqual([
    "Marcus Hale has taken the chat with Customer c1 for Auto claims.",
  ]);
});

test("whoever left before, or simply finished, hears nothing of a taker", () => {
  const left: DepartureView = { how: "left", to: null };
  expect(texts(held(chat("c1", { request: { ...request, agentId: null } })), [gone("c1", left)])).toEqual([]);
  const completed: DepartureView = { how: "completed", to: null };
  expect(texts(held(chat("c1", { phase: "wrap_up" })), [gone("c1", completed)])).toEqual([]);
});

test("a result that was asked for and never given is said, and what became of a chat is kept in the list", () => {
  const timedOut: DepartureView = { how: "timed_out", to: null };
  const without = held(chat("c1", { phase: "wrap_up", disposition: null }));
  expect(texts(without, [gone("c1", timedOut)])).toEqual([
    "The chat with Customer c1 was completed without a result: the time for it ran out.",
  ]);
  expect(
    texts(held(chat("c1", { phase: "wrap_up", disposition: "opened" })), [gone("c1", timedOut)]),
  ).toEqual([]);
  noteLeft("sofia", without, [gone("c1", timedOut)], 1);
  expect(finishedText(word, useLeft.getState().left[0])).toBe(
    "The time for the result ran out: this chat has no result.",
  );
  expect(finishedText(word, { departure: toMarcus })).toBe("You handed this chat over to Marcus Hale.");
  expect(finishedText(word, { departure: { how: "completed", to: null } })).toBe("You finished this chat.");
  expect(finishedText(word, undefined)).toBe("This chat has left your desk.");
  expect(finishedText(word, { channel: "voice", departure: { how: "completed", to: null } })).toBe(
    "You finished this call.",
  );
});

const closed = (fields: Record<string, unknown>): DeskChange => ({
  on: "happening",
  view: {
    interactionId: "c1",
    seq: 9,
    at: 9,
    what: "AgentRequestClosed",
    facts: { kind: "transfer", by: "sofia", cause: "failed", ...fields },
  },
});

test("a transfer that nobody took is said, and marked on its card until the chat is looked at", () => {
  const data = held(chat("c1"));
  expect(texts(data, [closed({})])).toEqual([
    "Nobody took the transfer. The chat with Customer c1 is still with you.",
  ]);
  expect(texts(data, [closed({ cause: "accepted" })])).toEqual([]);
  expect(texts(data, [closed({ by: "ben" })])).toEqual([]);
  const marked = () => useUntaken.getState().untaken.get("c1");
  markUntaken(data, [closed({})], "c1");
  expect(marked(), "its chat is on the screen").toBeUndefined();
  markUntaken(data, [closed({})], null);
  expect(marked()).toBe("transfer");
  lookedAt("c1");
  expect(marked()).toBeUndefined();
});

test("a card says for whom it is asked, and that nobody came", () => {
  const settings = { waitAmberMs: 1, waitRedMs: 2, uploadBytesMax: 1, mapTilesUrl: null };
  const line = (view: InteractionView, untaken: "transfer" | null) =>
    cardView(view, 0, settings, false, { untaken, requestTo: "Ben Ortega" });
  const callRequest = { messageId: "m1", since: 0, number: null };
  expect(line(chat("c1", { callRequest }), null)).toMatchObject({
    line: "Asks to be called",
    problem: false,
  });
  expect(line(chat("c1", { request }), null)).toMatchObject({
    line: "Transfer to Ben Ortega",
    problem: false,
  });
  expect(line(chat("c1"), "transfer")).toMatchObject({ line: "Transfer not taken", problem: true });
});

test("a call among colleagues leaves no customer behind", () => {
  const inside = chat("c1", {
    channel: "voice",
    call: { direction: "internal" } as NonNullable<InteractionView["call"]>,
  });
  noteLeft("sofia", held(inside), [gone("c1", { how: "completed", to: null })], 1);
  expect(useLeft.getState().left).toEqual([]);
});
