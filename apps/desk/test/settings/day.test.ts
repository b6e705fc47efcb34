import { expect, it } from "vitest";
import { hoursOf, minutesOf } from "../../src/features/settings/day/lengths.js";

it("tells times as a clock does", () => {
  expect([0, 42_900, 25_542_000].map(hoursOf)).toEqual(["0:00:00", "0:00:42", "7:05:42"]);
  expect([0, 59_600, 189_000].map(minutesOf)).toEqual(["0:00", "1:00", "3:09"]);
});
