import { describe, expect, test } from "vitest";
import { triggerAt } from "../../src/features/conversation/composer/typed/trigger.js";
import { apart } from "../../src/parts/insert-text.js";

/** The bar is the cursor. */
const at = (typed: string) => triggerAt(typed.replace("|", ""), typed.indexOf("|"));

describe("a list opens above the composer", () => {
  test("behind a slash at the start of a word, with what is typed behind it", () => {
    expect(at("/|")).toEqual({ kind: "canned", start: 0, end: 1, query: "" });
    expect(at("Hello /pol|ice")).toEqual({ kind: "canned", start: 6, end: 10, query: "pol" });
    expect(at("one\n/two-3|")).toMatchObject({ start: 4, query: "two-3" });
    expect(at("/größe|")).toMatchObject({ query: "größe" });
  });

  test.each(["and/or|", "https://example.org/|", "24/7|", "/usr/bin|", "/a b|", "// |", "|/a"])(
    "and not in %s",
    (typed) => expect(at(typed)).toBeNull(),
  );

  test("behind a colon with two letters, so that a time and a face of signs stay what they are", () => {
    expect(at("Thanks :smi|")).toEqual({ kind: "emoji", start: 7, end: 11, query: "smi" });
    for (const typed of [":|", ":s|", ":)|", "10:30|", "at :30|", "Re:smile|"]) expect(at(typed)).toBeNull();
  });
});

test("what is put in does not run into the words beside it", () => {
  expect(apart("", "Hello", "")).toBe("Hello");
  expect(apart("Dear", "Maria", "how")).toBe(" Maria ");
  expect(apart("Dear ", "Maria", ", how")).toBe("Maria");
  expect(apart("(", "Maria", ")")).toBe("Maria");
});
