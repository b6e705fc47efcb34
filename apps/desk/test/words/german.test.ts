import { expect, test } from "vitest";
import { de } from "../../src/words/de/index.js";
import { whole as en } from "../../src/words/en/whole.js";
import { languageOf } from "../../src/words/language.js";

/** Every sentence of a catalogue by its path, such as "offer.accept". */
function sentences(words: unknown, path = ""): [string, string][] {
  if (typeof words === "string") return [[path, words]];
  return Object.entries(words as Record<string, unknown>).flatMap(([key, value]) =>
    sentences(value, path === "" ? key : `${path}.${key}`),
  );
}

const placeholders = (sentence: string): string[] =>
  [...new Set([...sentence.matchAll(/\{\{[^}]*\}\}/g)].map(([name]) => name))].sort();

test("German has each sentence of English, with the same facts in it", () => {
  const german = new Map(sentences(de));
  const english = sentences(en);
  expect([...german.keys()].sort()).toEqual(english.map(([path]) => path).sort());
  const different = english.filter(
    ([path, sentence]) => String(placeholders(sentence)) !== String(placeholders(german.get(path) ?? "")),
  );
  expect(different.map(([path]) => path)).toEqual([]);
});

test("no sentence of German is an English one that was left over", () => {
  const german = new Map(sentences(de));
  // One word may be the same in both, such as "Name", "Service" or "Codecs"; so may what has no letters of its own.
  const left = sentences(en).filter(([path, sentence]) => {
    const own = sentence.replace(/\{\{[^}]*\}\}/g, "").trim();
    return german.get(path) === sentence && /\p{L}\S*\s+\p{L}/u.test(own) && !ALIKE.has(path);
  });
  expect(left.map(([path]) => path)).toEqual([]);
});

/** Names and units, which German writes alike. */
const ALIKE = new Set([
  "conversation.duration.minS",
  "conversation.duration.hMin",
  "network.sound.names.PCMU",
  "network.sound.names.PCMA",
  "network.phones.portsAre",
]);

test("a desk speaks the chosen language, else the first of the browser's that it has", () => {
  expect(languageOf("en", ["de-AT"])).toBe("en");
  expect(languageOf(null, ["fr-FR", "de-AT", "en"])).toBe("de");
  expect(languageOf(null, ["fr"])).toBe("en");
});
