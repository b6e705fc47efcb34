import type { DeskChange, InteractionView } from "@patchbay/protocol";
import { beforeEach, expect, test, vi } from "vitest";

const stored = new Map<string, string>();
vi.stubGlobal("location", { pathname: "/desk/" });
vi.stubGlobal("sessionStorage", {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
  removeItem: (key: string) => stored.delete(key),
});
const { LEFT_MAX, noteLeft, restoreLeft, takenOver, useLeft } = await import("../../src/state/left.js");

const chat = (id: string, over: Partial<InteractionView> = {}) =>
  ({
    interactionId: id,
    contact: { name: `Customer ${id}` },
    serviceId: "claims",
    serviceName: "Auto claims",
    mark: "mobile",
    phase: "connected",
    request: null,
    ...over,
  }) as InteractionView;
const held = (...chats: InteractionView[]) => new Map(chats.map((one) => [one.interactionId, one]));
const gone = (id: string): DeskChange => ({ on: "interaction.gone", interactionId: id });

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

test("the giver hears who has taken a transferred chat, and nothing when it was simply completed", () => {
  const request = {
    kind: "transfer",
    agentId: "ben",
    serviceId: "claims",
    by: "sofia",
    since: 1,
    offered: true,
  } as const;
  expect(takenOver(held(chat("c1", { request })), [gone("c1")])).toEqual([
    { customer: "Customer c1", agentId: "ben", serviceId: "claims" },
  ]);
  expect(takenOver(held(chat("c1", { phase: "wrap_up" })), [gone("c1")])).toEqual([]);
});
