import { expect, test } from "vitest";
import { initialsOf } from "../../src/parts/Avatar.js";

test("initials are of the first and the last word", () => {
  expect(initialsOf("Maria Gutiérrez")).toBe("MG");
  expect(initialsOf("  anna  de la  cruz ")).toBe("AC");
  expect(initialsOf("Šárka")).toBe("Š");
  expect(initialsOf("张 伟")).toBe("张伟");
});

test("a sign or an emoji is no word, and a name without any letter has a question mark", () => {
  expect(initialsOf("Maria Gutiérrez \u{1F697}")).toBe("MG");
  expect(initialsOf("\u{1F697} Omar (work)")).toBe("OW");
  expect(initialsOf("'Omar'")).toBe("O");
  for (const name of ["", "  ", "\u{1F697}", "--"]) expect(initialsOf(name)).toBe("?");
});
