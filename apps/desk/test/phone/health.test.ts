import { describe, expect, it } from "vitest";
import {
  type CheckFacts,
  healthOfCheck,
  healthOfMicrophoneError,
  PACKETS_ENOUGH,
  recheckAfter,
} from "../../src/phone/health.js";

const good: CheckFacts = {
  microphone: "ok",
  speakerThere: null,
  answered: true,
  ice: "connected",
  packetsReceived: PACKETS_ENOUGH,
  energy: 0.001,
};

describe("what a check comes to", () => {
  it.each([
    ["everything was seen", {}, "ok"],
    ["the browser was told no", { microphone: "NotAllowedError" }, "mic_denied"],
    ["no microphone is plugged in", { microphone: "NotFoundError" }, "mic_missing"],
    ["another program has it", { microphone: "NotReadableError" }, "mic_in_use"],
    ["the chosen speaker has gone", { speakerThere: false }, "output_missing"],
    ["the server did not answer", { answered: false, ice: null, packetsReceived: null }, "signalling_lost"],
    ["a firewall is in between", { ice: "failed" as const, packetsReceived: null }, "ice_failed"],
    ["not one bit of sound", { energy: 0 }, "mic_silent"],
    ["a browser that does not measure", { energy: null }, "ok"],
    ["connected, and nothing arrives", { packetsReceived: 0 }, "media_timeout"],
    ["broken off before it came to anything", { ice: null, answered: null }, "unknown"],
  ])("%s", (_what, facts, health) => {
    expect(healthOfCheck({ ...good, ...facts })).toBe(health);
  });

  it("names the first thing that has to be mended", () => {
    expect(healthOfCheck({ ...good, microphone: "NotAllowedError", ice: "failed", energy: 0 })).toBe(
      "mic_denied",
    );
    expect(healthOfCheck({ ...good, ice: "failed", energy: 0 })).toBe("ice_failed");
  });

  it("takes an error that nobody knows for a missing microphone", () => {
    expect(healthOfMicrophoneError("OverconstrainedError")).toBe("mic_missing");
    expect(healthOfMicrophoneError("SomethingNewError")).toBe("mic_missing");
  });
});

describe("looking again", () => {
  it("waits for the agent's hand where nothing else can help", () => {
    expect(recheckAfter("mic_denied")).toBeNull();
    expect(recheckAfter("mic_missing")).toBeNull();
    expect(recheckAfter("unknown")).toBeNull();
  });
  it("looks sooner after what may pass by itself than after a good check", () => {
    const good = recheckAfter("ok") ?? 0;
    for (const health of [
      "ice_failed",
      "media_timeout",
      "signalling_lost",
      "mic_in_use",
      "mic_silent",
    ] as const)
      expect(recheckAfter(health) ?? good).toBeLessThan(good);
    expect(good).toBeGreaterThan(60_000);
  });
});
