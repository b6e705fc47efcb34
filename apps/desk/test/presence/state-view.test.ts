import type { ReasonView, SelfView } from "@patchbay/protocol";
import { expect, test } from "vitest";
import { rosterState, stateView } from "../../src/features/presence/state-view.js";
import { colleague } from "../state/views.js";

const reasons: readonly ReasonView[] = [
  { reasonId: "lunch", name: "Lunch", icon: "tools-kitchen-2", kind: "agent", limitMs: null },
];
const sofia = colleague("sofia", "Sofia Lindqvist");

test("a supervisor sees the state that was set while work is in hand", () => {
  const roster = (fields: Partial<typeof sofia>) => rosterState({ ...sofia, ...fields }, reasons).text;
  expect(roster({ word: "busy", reason: "lunch" })).toBe("Busy, then Not ready: Lunch");
  expect(roster({ word: "after_call_work", reason: "lunch" })).toBe("After-call work, then Not ready: Lunch");
  expect(roster({ word: "busy", reason: null })).toBe("Busy");
  expect(roster({ word: "not_ready", reason: "lunch" })).toBe("Not ready · Lunch");
  expect(roster({ word: null })).toBe("Signed out");
});
