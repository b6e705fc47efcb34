import { expect, test } from "vitest";
import { type Emoji, searchEmoji } from "../../src/features/emoji/emoji.js";
import { packEmoji } from "../../src/features/emoji/pack.js";

const emoji = (text: string, label: string, words: readonly string[]): Emoji => ({
  id: label,
  text,
  label,
  group: "smileys",
  labelWords: label.split(" "),
  words: [...label.split(" "), ...words],
});

test("emoji are found by beginnings of their names, then by what else they stand for", () => {
  const all = [
    emoji("🚗", "automobile", ["car", "vehicle"]),
    emoji("🃏", "joker", ["card", "game"]),
    emoji("💳", "credit card", ["money"]),
    emoji("🥕", "carrot", ["food"]),
  ];
  const found = (sought: string, max = 9) => searchEmoji(all, sought, max).map(({ text }) => text);
  expect(found("car")).toEqual(["🚗", "💳", "🥕", "🃏"]);
  expect(found("Card cred")).toEqual(["💳"]);
  expect(found("car", 2)).toEqual(["🚗", "💳"]);
  expect([found(""), found("  "), found("xyz")]).toEqual([[], [], []]);
});

test("what is packed for the browser has all groups in order, no parts of emoji, and none that phones cannot show", () => {
  const packed = packEmoji();
  expect(packed[0]).toEqual(["😀", "grinning face", expect.stringMatching(/\bsmile\b/), "smileys"]);
  expect([...new Set(packed.map(([, , , group]) => group))]).toEqual([
    "smileys",
    "people",
    "nature",
    "food",
    "travel",
    "activities",
    "objects",
    "symbols",
    "flags",
  ]);
  expect(packed.some(([text]) => text === "🏽")).toBe(false);
  expect(new Set(packed.map(([text]) => text)).size).toBe(packed.length);
  expect(packed.length).toBeGreaterThan(1_500);
});
