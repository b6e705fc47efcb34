import { describe, expect, it } from "vitest";
import {
  explanationText,
  happenedText,
  type Names,
  spanText,
} from "../../src/features/context/history/happening-words.js";
import { word } from "../../src/words/words.js";

const names: Names = {
  agent: (id) => ({ a1: "Sofia Lindqvist", a2: "Ben Ortega" })[id] ?? null,
  service: (id) => ({ s1: "Auto claims" })[id] ?? null,
};
const said = (what: string, facts: Record<string, unknown> = {}) =>
  happenedText(word, { what, facts }, names);

describe("what happened", () => {
  it("is a sentence with names", () => {
    expect(said("InteractionStarted", { caseNumber: 14402, caseOpened: true })).toBe(
      "Chat started, case #14402",
    );
    expect(said("AgentJoined", { agentId: "a1", kind: "first" })).toBe("Sofia Lindqvist joined");
    expect(said("AgentRequested", { kind: "first", serviceId: "s1", agentId: null, by: null })).toBe(
      "Waiting for Auto claims",
    );
    expect(said("AgentRequested", { kind: "transfer", serviceId: "s1", agentId: "a2", by: "a1" })).toBe(
      "Sofia Lindqvist asked Ben Ortega to take over",
    );
    expect(said("OfferWithdrawn", { agentId: "a2", cause: "desk_lost" })).toBe(
      "The offer to Ben Ortega ended: the desk was not connected",
    );
    expect(said("InteractionEnded", { cause: "inactivity", agentId: null })).toBe("Chat ended after silence");
    expect(said("DispositionSet", { agentId: "a1", dispositionId: null })).toBe(
      "Sofia Lindqvist took the result back",
    );
  });
  it("says Somebody for an agent who is not on the list any more", () => {
    expect(said("AgentJoined", { agentId: "gone" })).toBe("Somebody joined");
  });
  it("leaves out what another line says", () => {
    expect(said("OfferAccepted", { agentId: "a1" })).toBeNull();
    expect(said("AgentRequestClosed", { kind: "first", by: null, cause: "accepted" })).toBeNull();
  });
  it("names an event that is newer than this desk", () => {
    expect(said("RecordingPaused")).toBe("RecordingPaused");
  });
});

describe("why an offer went to somebody", () => {
  const made = (why: unknown) =>
    explanationText(word, { what: "OfferMade", facts: { agentId: "a1", why } }, names);
  const value = { idleMs: 192_000, load: 2, level: 4 };
  it("names the rule, what set the agent apart, and the others", () => {
    const others = [
      { agentId: "a2", rule: "ELI-3" },
      { agentId: "gone", rule: "ELI-99" },
    ];
    expect(made({ rule: "ROU-3", eligible: 4, value, others })).toEqual([
      "Sofia Lindqvist was idle longest (3 min), skill level 4, out of 4 available",
      "Not chosen: Ben Ortega (at capacity), Somebody (other reason)",
    ]);
    expect(made({ rule: "ROU-4", eligible: 1, value: { ...value, level: 0 }, others: [] })).toEqual([
      "Sofia Lindqvist was the only one available",
    ]);
  });
  it("has nothing to weigh when the offer was meant for one agent", () => {
    expect(made({ rule: "ROU-5", eligible: 1, value, others: [] })).toEqual(["Meant for Sofia Lindqvist"]);
  });
  it("says nothing for what is no explanation", () => {
    expect([made(undefined), made({ rule: 3 }), made("ROU-3")]).toEqual([[], [], []]);
    expect(explanationText(word, { what: "AgentJoined", facts: { why: { rule: "ROU-3" } } }, names)).toEqual(
      [],
    );
  });
  it("tells spans of time in one or two units", () => {
    expect([12_400, 192_000, 7_500_000].map(spanText)).toEqual(["12 s", "3 min", "2 h 5 min"]);
  });
});
