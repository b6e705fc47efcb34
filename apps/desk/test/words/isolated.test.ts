import { expect, test } from "vitest";
import { word } from "../../src/words/words.js";

const ARABIC = "\u0639\u0645\u0631";
const HEBREW = "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd";

const sentence = (name: string): string => word("conversation.line.whisper", { name });

test("a name written from right to left is kept apart from the sentence it stands in", () => {
  for (const name of [ARABIC, HEBREW, `${ARABIC} 12`, `Omar (${ARABIC})`]) {
    expect(sentence(name)).toBe(`\u2068${name}\u2069, to the team only:`);
  }
});

test("other names stand as they are, without signs that nobody sees, and nothing is escaped twice", () => {
  for (const name of [
    "Maria Guti\u00e9rrez",
    "\u5f20\u4f1f",
    "\ud83d\ude97",
    '<b>O\'Hara & "Co"</b>',
    "{{name}}",
    "$&",
  ]) {
    expect(sentence(name)).toBe(`${name}, to the team only:`);
  }
});
