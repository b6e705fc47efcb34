import { expect, test } from "vitest";
import { differencesOf, fieldInWords } from "../../src/features/setup/changes/differences.js";

const inWords = (before: unknown, after: unknown) =>
  differencesOf(before, after).map(({ path, before: was, after: is }) => [path.join("."), was, is]);

test("only what differs, from the form inwards", () => {
  const before = { name: "A", open: true, steps: [{ id: "x", next: "y" }], kept: [1, 2] };
  const after = { name: "B", open: true, steps: [{ id: "x", next: "z" }, { id: "w" }], kept: [1, 2] };
  expect(inWords(before, after)).toEqual([
    ["name", "A", "B"],
    ["steps.0.next", "y", "z"],
    ["steps.1.id", undefined, "w"],
  ]);
});

test("what came or went differs in all that it has", () => {
  expect(inWords(null, { name: "A", languages: ["en", "de"], nothing: null, none: [] })).toEqual([
    ["name", undefined, "A"],
    ["languages", undefined, ["en", "de"]],
    ["none", undefined, []],
  ]);
  expect(inWords({ name: "A" }, null)).toEqual([["name", "A", undefined]]);
});

test("a list of words is one field, whatever became of it", () => {
  expect(inWords({ marks: ["web"] }, { marks: [] })).toEqual([["marks", ["web"], []]]);
  expect(inWords({ marks: ["web"] }, { marks: ["web"] })).toEqual([]);
  expect(inWords({ origins: null }, { origins: ["https://a.example"] })).toEqual([
    ["origins", undefined, ["https://a.example"]],
  ]);
});

test("names of fields are read as words", () => {
  expect(fieldInWords("answerTimeoutMs")).toBe("Answer timeout");
  expect(fieldInWords("serviceIds")).toBe("Service");
  expect(fieldInWords("on_demand")).toBe("On demand");
});
