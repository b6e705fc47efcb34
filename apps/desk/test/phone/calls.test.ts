import type { DeskChange } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import {
  actionOf,
  type CallingFacts,
  cannotCall,
  cannotCallInside,
  phoneStatus,
} from "../../src/features/phone/phone-view.js";
import { failedCalls } from "../../src/state/failed-calls.js";
import { interaction } from "../state/views.js";
import { call } from "./views.js";

describe("the phone's word", () => {
  const facts = {
    voice: "ready",
    device: "browser",
    health: "ok",
    checking: false,
    onCall: false,
    line: null,
  } as const;
  it("says what keeps calls away, and the one thing that helps", () => {
    expect(phoneStatus(facts)).toBe("ok");
    expect(phoneStatus({ ...facts, health: "unknown" })).toBe("unknown");
    expect(phoneStatus({ ...facts, health: "unknown", checking: true })).toBe("checking");
    // Another phone has no microphone that could be allowed.
    expect(phoneStatus({ ...facts, device: "sip", health: "unknown" })).toBe("noDeskPhone");
    expect(phoneStatus({ ...facts, device: "external", health: "unknown" })).toBe("noNumber");
    expect(actionOf("noDeskPhone")).toBeNull();
    // A check of a phone that works does not flicker.
    expect(phoneStatus({ ...facts, checking: true })).toBe("ok");
    expect(phoneStatus({ ...facts, device: "none" })).toBe("none");
    expect(phoneStatus({ ...facts, voice: "no_network" })).toBe("noVoice");
    expect(actionOf("unknown")).toBe("allow");
    expect(actionOf("mic_denied")).toBe("check");
    expect(actionOf("output_missing")).toBe("systemSpeaker");
    expect(actionOf("ok")).toBeNull();
  });
  it("a line that is to stay up is up, or down with the button that calls", () => {
    const line = (state: "down" | "dialing" | "up") =>
      phoneStatus({ ...facts, device: "external", line: { state, since: 0, inCall: false } });
    expect(["down", "dialing", "up"].map((state) => line(state as "up"))).toEqual([
      "lineDown",
      "lineDialing",
      "lineUp",
    ]);
    expect(actionOf("lineDown")).toBe("callMe");
    expect(actionOf("lineUp")).toBe("lower");
    const gone = { ...facts, device: "sip", health: "not_registered" } as const;
    expect(phoneStatus({ ...gone, line: { state: "down", since: 0, inCall: false } })).toBe("not_registered");
  });
  it("a call that is up is said, also while voice is away, and a microphone that fails in it before", () => {
    expect(phoneStatus({ ...facts, onCall: true, voice: "unreachable" })).toBe("onCall");
    expect(phoneStatus({ ...facts, onCall: true, health: "mic_missing" })).toBe("mic_missing");
  });
  it("a number can be called when everything is there, and says what is not", () => {
    const all: CallingFacts = {
      takesPart: true,
      connected: true,
      voice: "ready",
      lines: 1,
      device: "browser",
      health: "ok",
      calls: 3,
      line: null,
    };
    expect(cannotCall(all)).toBeNull();
    expect(cannotCall({ ...all, takesPart: false })).toBe("noRole");
    expect(cannotCall({ ...all, voice: "off", health: "unknown" })).toBe("off");
    expect(cannotCall({ ...all, voice: "no_network" })).toBe("no_network");
    expect(cannotCall({ ...all, connected: false })).toBe("notConnected");
    expect(cannotCall({ ...all, lines: 0 })).toBe("noLine");
    expect(cannotCall({ ...all, calls: 4 })).toBe("calls");
    expect(cannotCallInside({ ...all, lines: 0 })).toBeNull();
    expect(cannotCall({ ...all, device: "none" })).toBe("none");
    expect(cannotCall({ ...all, health: "mic_silent" })).toBe("phone");
    const line = { since: 0, inCall: false } as const;
    expect(cannotCall({ ...all, calls: 0, line: { ...line, state: "up" } })).toBeNull();
    expect(cannotCall({ ...all, calls: 1, line: { ...line, state: "up" } })).toBe("oneLine");
    expect(cannotCall({ ...all, calls: 0, line: { ...line, state: "down" } })).toBe("lineDown");
  });
});

describe("a call that nobody answered", () => {
  const gone = (unreached?: "busy" | "hung_up"): DeskChange => ({
    on: "interaction.gone",
    interactionId: "i1",
    departure: null,
    ...(unreached && { unreached }),
  });
  const before = new Map([["i1", interaction("i1", { channel: "voice", call: call() })]]);
  it("says why", () => {
    expect(failedCalls(before, [gone("busy")])).toEqual([{ cause: "busy", customer: "Maria Gutiérrez" }]);
  });
  it("says nothing of what the agent gave up, of a call that was answered, or of one it never showed", () => {
    expect(failedCalls(before, [gone("hung_up")])).toEqual([]);
    expect(failedCalls(before, [gone()])).toEqual([]);
    expect(failedCalls(new Map(), [gone("busy")])).toEqual([]);
  });
});
