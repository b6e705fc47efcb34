import { describe, expect, test } from "vitest";
import { durationText, readDuration } from "../../src/features/setup/parts/duration.js";
import { moved } from "../../src/features/setup/parts/RowButtons.js";

describe("a length of time as people type it", () => {
  test.each([
    ["30", 30_000],
    ["30 s", 30_000],
    ["30sec", 30_000],
    ["2 min", 120_000],
    ["1,5 min", 90_000],
    ["1:30", 90_000],
    ["1:00:00", 3_600_000],
    ["1 h 30 min", 5_400_000],
    ["2 Stunden", 7_200_000],
    [" 0 ", 0],
  ])("%s", (typed, ms) => expect(readDuration(typed)).toBe(ms));

  test.each(["", "soon", "-5", "1:75", "5 parsecs", "1 h and more", "::"])("%j is none", (typed) =>
    expect(readDuration(typed)).toBeUndefined(),
  );

  test("what is written is read back as the same", () => {
    for (const ms of [0, 1_500, 5_000, 20_000, 90_000, 120_000, 3_600_000, 5_430_000, 86_400_000])
      expect(readDuration(durationText(ms)), durationText(ms)).toBe(ms);
  });
});

test("a row of a list changes places with its neighbours", () => {
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
});
