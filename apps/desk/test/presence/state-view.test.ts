import type { ReasonView, SelfView } from "@patchbay/protocol";
import { expect, test } from "vitest";
import { pretendBrowser } from "../link/fake-socket.js";
import { colleague } from "../state/views.js";

pretendBrowser();
const { rosterState, stateView } = await import("../../src/features/presence/state-view.js");

const reasons: readonly ReasonView[] = [
  { reasonId: "lunch", name: "Lunch", icon: "tools-kitchen-2", kind: "agent", limitMs: null },
  { reasonId: "signed_in", name: "Signed in", icon: "login", kind: "system", limitMs: null },
];
const sofia = colleague("sofia", "Sofia Lindqvist");

test("a supervisor sees the state that was set while work is in hand", () => {
  const roster = (fields: Partial<typeof sofia>) => rosterState({ ...sofia, ...fields }, reasons).text;
  expect(roster({ word: "busy", reason: "lunch" })).toBe("Busy, then Not ready: Lunch");
  expect(roster({ word: "after_call_work", reason: "lunch" })).toBe("After-call work, then Not ready: Lunch");
  expect(roster({ word: "busy", reason: "signed_in" })).toBe("Busy, then Not ready");
  expect(roster({ word: "busy", reason: null })).toBe("Busy");
  expect(roster({ word: "not_ready", reason: "lunch" })).toBe("Not ready · Lunch");
  expect(roster({ word: null })).toBe("Signed out");
});

test("what rings takes a slot, as it does for the next offer", () => {
  const self: SelfView = {
    agentId: "sofia",
    word: "ringing",
    wordSince: 0,
    presence: { kind: "ready" },
    source: { by: "agent" },
    next: null,
    nextSource: null,
    load: 1,
    capacity: 5,
    line: null,
    forwarding: [],
    phone: { device: "none", health: "unknown" },
  };
  expect(stateView(self, reasons, 0, String, 1).why).toBe("2 of 5 slots in use");
  expect(stateView({ ...self, word: "busy" }, reasons, 0, String).why).toBe("1 of 5 slots in use");
});
