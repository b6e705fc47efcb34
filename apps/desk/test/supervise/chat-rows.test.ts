import type { LiveChatView, QueueView } from "@patchbay/protocol";
import { expect, test, vi } from "vitest";
import { chatRows, readingWhy, waitTone } from "../../src/features/supervise/chat-rows.js";
import { interaction } from "../state/views.js";

vi.stubGlobal("window", { setInterval: () => 0 });
vi.stubGlobal("location", { pathname: "/desk/" });
const { cardView, footOf, inOrder, turnSince } = await import("../../src/features/active-list/card-view.js");

const chat = (interactionId: string, fields: Partial<LiveChatView> = {}): LiveChatView => ({
  interactionId,
  mark: "mobile",
  contact: { contactId: "c1", name: "Maria Miller" },
  serviceId: "s1",
  serviceName: "Auto claims",
  entryName: "App",
  startedAt: 0,
  stage: "open",
  unansweredSince: null,
  agents: [{ agentId: "sofia", name: "Sofia Lindqvist", since: 0 }],
  monitors: [],
  ...fields,
});

test("a chat that lost its agent and stands in a line again is told there alone", () => {
  const queue = { serviceId: "s1", waiting: [{ interactionId: "back" }, { interactionId: "transfer" }] };
  const rows = chatRows(
    [chat("back", { agents: [] }), chat("away", { agents: [], stage: "disconnected" }), chat("transfer")],
    [queue as unknown as QueueView],
  );
  expect(rows.map((one) => one.interactionId)).toEqual(["away", "transfer"]);
});

test("who has waited longest for an answer stands first, then the longest chat", () => {
  const rows = chatRows([
    chat("answered, young", { startedAt: 9 }),
    chat("answered, old", { startedAt: 1 }),
    chat("waits", { startedAt: 8, unansweredSince: 70 }),
    chat("waits longer", { startedAt: 9, unansweredSince: 60 }),
  ]);
  expect(rows.map((one) => one.interactionId)).toEqual([
    "waits longer",
    "waits",
    "answered, old",
    "answered, young",
  ]);
  const limits = { waitAmberMs: 30_000, waitRedMs: 60_000 };
  expect([29_999, 30_000, 60_000].map((waited) => waitTone(waited, limits))).toEqual([
    null,
    "m-due",
    "m-breached",
  ]);
});

test("a chat of one's own, and one without an agent, cannot be read along", () => {
  expect(readingWhy(chat("a"), "anna")).toBeNull();
  expect(readingWhy(chat("a"), "sofia")).toBe("beside.do.yours");
  expect(readingWhy(chat("a", { agents: [] }), "anna")).toBe("beside.do.nobody");
});

test("what is in hand stands by who waits longest, or as it came, so that no card moves", () => {
  const old = interaction("old", { startedAt: 1 });
  const late = interaction("late", { startedAt: 2, unansweredSince: 50 });
  const latest = interaction("latest", { startedAt: 3, unansweredSince: 40 });
  const ids = (order: "waiting" | "arrival") =>
    inOrder([latest, old, late], order).map((one) => one.interactionId);
  expect(ids("waiting")).toEqual(["latest", "late", "old"]);
  expect(ids("arrival")).toEqual(["old", "late", "latest"]);
});

test("what is read along waits for nobody here: no timer, no place before one's own chats", () => {
  const own = interaction("own", { unansweredSince: 50 });
  const read = interaction("read", { unansweredSince: 10, phase: "monitoring" });
  expect(inOrder([read, own], "waiting").map((one) => one.interactionId)).toEqual(["own", "read"]);
  expect(turnSince(read)).toBeNull();
  const settings = { waitAmberMs: 1, waitRedMs: 2, uploadBytesMax: 1, mapTilesUrl: null };
  expect(cardView(read, 100, settings, false)).toMatchObject({
    pill: null,
    line: "You read along · Auto claims",
  });
  const parties = [{ own: true, monitoring: { beside: "sofia", mode: "whisper" } }];
  const call = { ...read, channel: "voice", call: { parties } } as unknown as typeof read;
  expect(cardView(call, 100, settings, false).line, "beside a call it is what one does").toBe(
    "You whisper · Auto claims",
  );
});

test("wrap-up asks for a result only where the service wants one", () => {
  const done = interaction("done", { phase: "wrap_up", channel: "chat", startedAt: 0 });
  expect(footOf(done, 61_000, false, true)).toBe("Needs a result");
  expect(footOf(done, 61_000, false, false)).toBe("1:01");
  expect(footOf(done, 61_000, true, false)).toBe("Draft");
  expect(footOf({ ...done, disposition: "claim-opened" }, 61_000, false, true)).toBe("1:01");
});
