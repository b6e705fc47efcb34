import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { KeyCollector, type KeysOutcome, type KeysWanted } from "../src/workers/key-collector.js";
import { TypedAhead } from "../src/workers/plays.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function collect(wanted: KeysWanted): { outcomes: KeysOutcome[]; keys: KeyCollector } {
  const outcomes: KeysOutcome[] = [];
  return { outcomes, keys: new KeyCollector(wanted, (outcome) => outcomes.push(outcome)) };
}
const menu: KeysWanted = { kind: "menu", choices: ["1", "2"], timeoutMs: 3_000 };
const account: KeysWanted = { kind: "collect", lengthMin: 3, lengthMax: 5, secure: false, timeoutMs: 2_000 };
const press = (keys: KeyCollector, text: string): void => {
  for (const key of text) keys.press(key);
};

describe("what a caller enters", () => {
  it("a menu takes one key, also one that is no choice: the core says what follows", () => {
    const { outcomes, keys } = collect(menu);
    press(keys, "91");
    expect(outcomes).toEqual([{ kind: "key", key: "9" }]);
  });

  it("silence counts from the end of the prompts, and only once", () => {
    const { outcomes, keys } = collect(menu);
    vi.advanceTimersByTime(60_000);
    expect(outcomes).toEqual([]);
    keys.listen();
    vi.advanceTimersByTime(2_999);
    expect(outcomes).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(outcomes).toEqual([{ kind: "no_input" }]);
  });

  it.each([
    ["12345", 0, "12345"],
    ["123#", 0, "123"],
    ["1234", 2_000, "1234"],
    ["99*12345", 0, "12345"],
    ["12#", 0, null],
    ["12", 2_000, null],
    ["", 2_000, null],
  ])("digits %s and %i ms of silence are %s", (typed, silenceMs, digits) => {
    const { outcomes, keys } = collect(account);
    keys.listen();
    press(keys, typed);
    vi.advanceTimersByTime(silenceMs);
    const told = outcomes.map((one) => (one.kind === "collected" ? one.digits.text() : one.kind));
    expect(told).toEqual([digits ?? "no_input"]);
  });

  it("tells nothing after it was stopped", () => {
    const { outcomes, keys } = collect(account);
    keys.listen();
    keys.stop();
    press(keys, "12345");
    vi.advanceTimersByTime(60_000);
    expect(outcomes).toEqual([]);
  });

  it("keys pressed between two steps are for the next one, when they are fresh", () => {
    const ahead = new TypedAhead();
    ahead.put("1", 0);
    ahead.put("2", 2_000);
    ahead.put("3", 2_500);
    expect(ahead.take(4_000, false)).toEqual(["2", "3"]);
    expect(ahead.take(4_000, false)).toEqual([]);
  });
});
