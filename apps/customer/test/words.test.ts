import { expect, test } from "vitest";
import { duration, hoursFor } from "../src/words/index.js";

const at = (locale: string, instant: string) =>
  new Intl.DateTimeFormat("en", { ...hoursFor(locale), timeZone: "UTC" }).format(new Date(instant));

test("the clock has as many hours as the customer is used to, in English words either way", () => {
  expect(at("en-US", "2026-11-22T14:05:00Z")).toMatch(/^2:05\sPM$/);
  expect(at("en-US", "2026-11-22T00:05:00Z")).toMatch(/^12:05\sAM$/);
  expect(at("en-GB", "2026-11-22T14:05:00Z")).toBe("14:05");
  expect(at("de-DE", "2026-11-22T00:05:00Z")).toBe("00:05");
  expect(at("ja-JP", "2026-11-22T09:05:00Z")).toBe("09:05");
});

test("nobody is promised a shorter wait than there is", () => {
  expect(duration(0)).toBe("1 second");
  expect(duration(38)).toBe("38 seconds");
  expect(duration(90)).toBe("2 minutes");
  expect(duration(121)).toBe("3 minutes");
});
