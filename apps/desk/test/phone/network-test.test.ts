import { describe, expect, it } from "vitest";
import { networkOf } from "../../src/phone/network-test.js";

const counted = ({
  received = 250,
  lost = 0,
  jitter = 0.004,
  trip = 0.03 as number | null,
  type = "host",
} = {}) => [
  { id: "l1", type: "local-candidate", candidateType: "host" },
  { id: "l2", type: "local-candidate", candidateType: type },
  {
    type: "candidate-pair",
    state: "failed",
    nominated: false,
    localCandidateId: "l1",
    currentRoundTripTime: 9,
  },
  {
    type: "candidate-pair",
    state: "succeeded",
    nominated: true,
    localCandidateId: "l2",
    ...(trip !== null && { currentRoundTripTime: trip }),
  },
  { type: "inbound-rtp", kind: "audio", packetsReceived: received, packetsLost: lost, jitter },
];

describe("the way to the server", () => {
  it("is told by what came back over the connection that is used", () => {
    expect(networkOf(counted())).toEqual({
      state: "done",
      roundTripMs: 30,
      loss: 0,
      jitterMs: 4,
      relayed: false,
      grade: "good",
    });
    expect(networkOf(counted({ type: "relay", trip: null }))).toMatchObject({
      relayed: true,
      roundTripMs: null,
    });
  });

  it.each([
    ["loss of 2 %", { received: 245, lost: 5 }, "fair"],
    ["loss of 10 %", { received: 225, lost: 25 }, "poor"],
    ["jitter of 40 ms", { jitter: 0.04 }, "fair"],
    ["jitter of 80 ms", { jitter: 0.08 }, "poor"],
    ["300 ms there and back", { trip: 0.3 }, "fair"],
    ["half a second there and back", { trip: 0.5 }, "poor"],
    ["repeats, which count as less than none lost", { lost: -3 }, "good"],
  ])("%s", (_, over, grade) => {
    expect(networkOf(counted(over))?.grade).toBe(grade);
  });

  it("is nothing when nothing came back", () => {
    expect(networkOf(counted({ received: 0 }))).toBeNull();
    expect(networkOf([])).toBeNull();
  });
});
