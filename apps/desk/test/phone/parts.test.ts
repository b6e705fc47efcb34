import { describe, expect, it } from "vitest";
import { keepChoice, readChoice, sorted, usable } from "../../src/phone/device-choice.js";
import { lockOf } from "../../src/phone/held-call.js";
import { levelOf } from "../../src/phone/microphone.js";
import { gradeOf } from "../../src/phone/quality.js";
import { tonesOfKey } from "../../src/phone/sound-out.js";
import { attachmentOf, type OwnLeg, ownLegs, TAKE_AUDIO_AFTER_MS } from "../../src/phone/wanted-calls.js";
import { interaction } from "../state/views.js";
import { call } from "./views.js";

const leg: OwnLeg = { interactionId: "i1", legId: "i1.l2", state: "dialing", since: 1_000, muted: false };
const at = (leader: boolean, mine: boolean, now = 1_000) => ({ leader, mine, now });

describe("whose tab has the audio of a call", () => {
  it("the leading tab connects at once: for a new call, after a reload, after a take-over", () => {
    for (const state of ["dialing", "connected", "lost"] as const)
      expect(attachmentOf({ ...leg, state }, at(true, false))).toBe("try");
  });
  it("other tabs leave it alone, and so does the one that has it", () => {
    expect(attachmentOf(leg, at(false, false))).toBe("leave");
    expect(attachmentOf({ ...leg, state: "lost" }, at(true, true))).toBe("leave");
    expect(attachmentOf({ ...leg, state: "lost" }, at(false, true))).toBe("leave");
  });
  it("a tab that has frozen with it loses it to the one in front", () => {
    const lost: OwnLeg = { ...leg, state: "lost" };
    expect(attachmentOf(lost, at(true, false, 1_000 + TAKE_AUDIO_AFTER_MS - 1))).toBe("try");
    expect(attachmentOf(lost, at(true, false, 1_000 + TAKE_AUDIO_AFTER_MS))).toBe("take");
    expect(attachmentOf({ ...leg, state: "connected" }, at(true, false, 1e9))).toBe("try");
  });
  it("two seats of one browser do not share a lock", () => {
    expect(lockOf(1, "l")).not.toBe(lockOf(2, "l"));
  });
  it("only calls with a leg of this desk's own want audio", () => {
    const views = [
      interaction("chat"),
      interaction("wrap-up", { channel: "voice", call: call({ own: null }) }),
      interaction("call", { channel: "voice", call: call() }),
    ];
    expect(ownLegs(views).map(({ interactionId }) => interactionId)).toEqual(["call"]);
  });
});

describe("devices of this browser", () => {
  const memory = () => {
    const kept = new Map<string, string>();
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
  };
  it("are the same after a reload", () => {
    const storage = memory();
    const choice = {
      device: "browser",
      microphone: "m1",
      speaker: null,
      ring: "s2",
      volume: 0.35,
      noiseSuppression: false,
      autoGain: false,
      keepLine: true,
    } as const;
    keepChoice(storage, choice);
    expect(readChoice(storage)).toEqual(choice);
  });
  it("are the system's while nothing, or nonsense, is kept", () => {
    const system = {
      device: "browser",
      microphone: null,
      speaker: null,
      ring: null,
      volume: 1,
      noiseSuppression: true,
      autoGain: true,
      keepLine: false,
    };
    expect(readChoice(memory())).toEqual(system);
    for (const nonsense of [
      "{",
      "[]",
      "7",
      '{"microphone":7,"device":"phone","volume":0}',
      '{"volume":"loud"}',
    ]) {
      const storage = memory();
      storage.setItem("patchbay.phone", nonsense);
      expect(readChoice(storage)).toEqual(system);
    }
  });
  it("are listed without the system's doubles, without product numbers, and not before they have names", () => {
    const device = (kind: MediaDeviceKind, deviceId: string, label: string) => ({ kind, deviceId, label });
    expect(
      sorted([
        device("audioinput", "default", "Default"),
        device("audioinput", "a", "Jabra Evolve2 (0b0e:0e36)"),
        device("audiooutput", "b", "Speakers"),
        device("audiooutput", "communications", "Communications"),
        device("audioinput", "", ""),
        device("videoinput", "c", "Camera"),
      ]),
    ).toEqual({
      microphones: [{ id: "a", label: "Jabra Evolve2" }],
      speakers: [{ id: "b", label: "Speakers" }],
    });
  });
  it("that are unplugged give way to the system's", () => {
    expect(usable("a", [{ id: "a", label: "" }])).toBe("a");
    expect(usable("gone", [{ id: "a", label: "" }])).toBeNull();
    expect(usable(null, [])).toBeNull();
  });
});

describe("sound", () => {
  it("fills the meter from a whisper to a shout", () => {
    const loud = (amplitude: number) => levelOf(new Float32Array(1_024).fill(amplitude));
    expect(loud(0)).toBe(0);
    expect(loud(0.0005)).toBe(0);
    expect(loud(0.03)).toBeGreaterThan(0.4);
    expect(loud(0.03)).toBeLessThan(0.7);
    expect(loud(1)).toBe(1);
  });
  it("gives each key its two tones (ITU-T Q.23)", () => {
    expect(tonesOfKey("1")).toEqual([697, 1209]);
    expect(tonesOfKey("5")).toEqual([770, 1336]);
    expect(tonesOfKey("0")).toEqual([941, 1336]);
    expect(tonesOfKey("#")).toEqual([941, 1477]);
    expect(tonesOfKey("D")).toEqual([941, 1633]);
    for (const none of ["x", "", ",", "12"]) expect(tonesOfKey(none)).toBeNull();
  });
  it("is graded in three words", () => {
    expect([4.4, 4, 3.8, 3.6, 3.5, 1].map(gradeOf)).toEqual(["good", "good", "fair", "fair", "poor", "poor"]);
  });
});
