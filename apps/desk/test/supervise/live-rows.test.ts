import type { LiveCallView, QueueView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import {
  besideWhy,
  callsByAgent,
  liveRows,
  mayBeGiven,
  ownMode,
  waitingRows,
} from "../../src/features/supervise/live-rows.js";

const agent = (agentId: string): LiveCallView["agents"][number] => ({
  agentId,
  name: agentId,
  leg: "connected",
  heldSince: null,
  muted: false,
  circle: "main",
});
const call = (interactionId: string, fields: Partial<LiveCallView> = {}): LiveCallView => ({
  interactionId,
  direction: "inbound",
  contact: { contactId: "c1", name: "Maria" },
  number: null,
  serviceId: "s1",
  serviceName: "Auto claims",
  entryName: "Claims line",
  startedAt: 0,
  state: "talking",
  since: 0,
  queue: null,
  ringingAt: null,
  agents: [agent("sofia")],
  parties: 2,
  monitors: [],
  recording: null,
  ...fields,
});

describe("calls as a supervisor sees them", () => {
  it("may be given away while they wait for a customer's first agent, and no others", () => {
    const line = { channel: "voice", kind: "first" } as QueueView["waiting"][number];
    const waits = call("waits", { state: "waiting", agents: [] });
    expect(mayBeGiven(line, waits)).toBe(true);
    expect(mayBeGiven({ ...line, kind: "return" }, waits)).toBe(true);
    expect(mayBeGiven({ ...line, kind: "consult" }, waits)).toBe(false);
    expect(mayBeGiven({ ...line, kind: "call" }, waits)).toBe(false);
    expect(mayBeGiven({ ...line, kind: "transfer" }, call("with"))).toBe(false);
    expect(mayBeGiven(line, undefined)).toBe(false);
  });
  it("the longest first, a line for each agent, and nobody who only waits", () => {
    const rows = liveRows([
      call("young", { startedAt: 9 }),
      call("waits", { state: "waiting", agents: [] }),
      call("menu", { state: "scenario", agents: [], startedAt: 5 }),
      call("three", { agents: [agent("sofia"), agent("ben")] }),
    ]);
    expect(
      rows.flat().map(({ call: { interactionId }, agent: of, lines }) => [interactionId, of?.agentId, lines]),
    ).toEqual([
      ["three", "sofia", 2],
      ["three", "ben", 0],
      ["menu", undefined, 1],
      ["young", "sofia", 1],
    ]);
    expect(
      rows.map((group) => group.length),
      "a call's lines stay together",
    ).toEqual([2, 1, 1]);
  });
  it("says why one cannot be beside an agent", () => {
    const [row] = liveRows([call("a")]).flat();
    const [menu] = liveRows([call("b", { agents: [] })]).flat();
    if (row === undefined || menu === undefined) throw new Error("no rows");
    expect(besideWhy(row, "anna", null)).toBeNull();
    expect(besideWhy(row, "anna", "No phone.")).toEqual({ sentence: "No phone." });
    expect(besideWhy(row, "sofia", null)).toEqual({ words: "supervise.call.yours" });
    expect(besideWhy(menu, "anna", null)).toEqual({ words: "supervise.call.nobody" });
  });
  it("the own mode is that beside this agent", () => {
    const monitors = [{ agentId: "anna", name: "Anna", beside: "ben", mode: "whisper" as const }];
    const rows = liveRows([call("a", { agents: [agent("sofia"), agent("ben")], monitors })]).flat();
    expect(rows.map((row) => ownMode(row, "anna"))).toEqual([null, "whisper"]);
    expect(rows.map((row) => ownMode(row, "ines"))).toEqual([null, null]);
  });
});

it("of an agent's calls the one it talks in, and whom with", () => {
  const held = { ...agent("sofia"), heldSince: 7 };
  const inHand = callsByAgent([
    call("first", { agents: [held] }),
    call("second", { agents: [agent("sofia")] }),
    call("third", { agents: [held] }),
    call("colleagues", { contact: { contactId: "u2", name: "ben" }, agents: [agent("ines"), agent("ben")] }),
  ]);
  const told = (agentId: string) => {
    const one = inHand.get(agentId);
    return one && [one.call.interactionId, one.with, one.heldSince];
  };
  expect(told("sofia")).toEqual(["second", "Maria", null]);
  expect(told("ines")).toEqual(["colleagues", "ben", null]);
  expect(told("ben")).toEqual(["colleagues", "ines", null]);
  expect(callsByAgent([call("waits", { agents: [held] })]).get("sofia")?.heldSince).toBe(7);
  expect(inHand.has("anna")).toBe(false);
});

it("all who wait, the longest first, with the place in their own line", () => {
  const line = (interactionId: string, since: number): QueueView["waiting"][number] => ({
    interactionId,
    channel: "voice",
    kind: "first",
    contactName: interactionId,
    number: null,
    since,
    offeredTo: null,
    ewtSeconds: null,
  });
  const rows = waitingRows([
    { serviceId: "claims", waiting: [line("a", 3), line("b", 1)] },
    { serviceId: "general", waiting: [line("c", 2)] },
  ]);
  expect(rows.map(({ line: { interactionId }, place }) => `${interactionId}${place}`)).toEqual([
    "b2",
    "c1",
    "a1",
  ]);
});
