import { toneAmplitude } from "@patchbay/media";
import { describe, expect, it } from "vitest";
import { EnteredDigits } from "../src/digits/entered-digits.js";
import { passesCheck, shownDigits } from "../src/workers/digits-check.js";
import { KeyCollector, type KeysOutcome } from "../src/workers/key-collector.js";
import { TypedAhead } from "../src/workers/plays.js";
import { Secrets } from "../src/workers/secrets.js";
import { ToneMask } from "../src/workers/tone-mask.js";

const NOW = Date.UTC(2026, 10, 22);

describe("what digits have to be", () => {
  it.each([
    ["4242424242424242", "card_number", true],
    ["4242424242424241", "card_number", false],
    ["378282246310005", "card_number", true],
    ["42424242424", "card_number", false],
    ["1126", "card_expiry", true],
    ["1026", "card_expiry", false],
    ["1347", "card_expiry", false],
    ["0147", "card_expiry", false],
    ["1246", "card_expiry", false],
    ["1146", "card_expiry", true],
    ["5", "rating", true],
    ["0", "rating", false],
    ["6", "rating", false],
    ["anything", null, true],
  ] as const)("%s as %s: %s", (digits, check, passes) => {
    expect(passesCheck(EnteredDigits.of(digits), check, NOW)).toBe(passes);
  });

  it("of a card's number the last four may be shown, of anything else nothing", () => {
    expect(shownDigits(EnteredDigits.of("4242424242424242"), "card_number")).toBe("4242");
    expect(shownDigits(EnteredDigits.of("987"), null)).toBeUndefined();
  });
});

describe("digits that nobody may see", () => {
  it("are there as long as the picture names them, or plays what has just got them", () => {
    const secrets = new Secrets();
    const digits = EnteredDigits.of("4242");
    const token = secrets.put("play-1", digits);
    secrets.keep([], new Set(["play-1"]));
    expect(secrets.of(token)?.text(), "its picture is on its way").toBe("4242");
    secrets.keep([token], new Set());
    expect(secrets.of(token)?.text()).toBe("4242");
    secrets.keep([], new Set(["play-2"]));
    expect(secrets.of(token)).toBeUndefined();
    expect(secrets.size).toBe(0);
    expect(secrets.of(null)).toBeUndefined();
    expect([digits.length, digits.text()], "overwritten").toEqual([0, ""]);
    const last = EnteredDigits.of("987");
    secrets.put("play-2", last);
    secrets.clear();
    expect(last.length).toBe(0);
  });

  it("that spill over are for no step that would show them", () => {
    const ahead = new TypedAhead();
    ahead.put("1", 0);
    expect(ahead.take(10, false)).toEqual(["1"]);
    ahead.guard();
    ahead.put("9", 20);
    expect(ahead.take(30, false), "a menu would tell it").toEqual([]);
    ahead.put("9", 40);
    expect(ahead.take(50, true)).toEqual(["9"]);
  });

  it("star begins anew, and on nothing ends the step that allows it; every key is counted", () => {
    const outcomes: KeysOutcome[] = [];
    const counts: number[] = [];
    const wanted = {
      kind: "collect",
      lengthMin: 3,
      lengthMax: 4,
      secure: true,
      cancels: true,
      timeoutMs: 60_000,
    } as const;
    const collector = new KeyCollector(
      wanted,
      (outcome) => outcomes.push(outcome),
      (entered) => counts.push(entered),
    );
    for (const key of "12**") collector.press(key);
    expect(counts).toEqual([1, 2, 0]);
    expect(outcomes).toEqual([{ kind: "cancelled" }]);
  });
});

describe("keys that come as sound", () => {
  const frames = (count: number, ...tones: readonly number[]): Int16Array[] =>
    Array.from({ length: count }, (_, frame) =>
      Int16Array.from({ length: 160 }, (_, at) =>
        tones.reduce(
          (sum, hertz) => sum + 6_000 * Math.sin((2 * Math.PI * hertz * (frame * 160 + at)) / 8_000),
          0,
        ),
      ),
    );
  const loudness = (all: readonly Int16Array[], hertz: number): number =>
    Math.max(0, ...all.map((frame) => toneAmplitude(frame, 8_000, hertz)));

  it("are silence from their beginning to their end, words are not", () => {
    const mask = new ToneMask(8_000);
    // A key that begins and ends in the middle of a frame.
    const half = frames(1, 852, 1_336)[0] ?? new Int16Array(160);
    const before = half.map((sample, at) => (at < 80 ? 0 : sample));
    const after = half.map((sample, at) => (at < 80 ? sample : 0));
    const heard = [
      ...frames(10, 300),
      ...frames(2, 0),
      before,
      ...frames(6, 852, 1_336),
      after,
      ...frames(3, 0),
      ...frames(10, 300),
    ].map((frame) => mask.pass(frame, 8_000));
    for (const hertz of [852, 1_336]) expect(loudness(heard.slice(11), hertz)).toBeLessThan(500);
    expect(loudness(heard.slice(0, 11), 300)).toBeGreaterThan(5_000);
    expect(loudness(heard.slice(-8), 300)).toBeGreaterThan(5_000);
  });
});
