import {
  callFailureCatalogue,
  errorActions,
  errorCatalogue,
  errorEffects,
  errorWordsSchema,
  phoneFaultCatalogue,
} from "@patchbay/protocol";
import { expect, it } from "vitest";
import { whole as en } from "../../src/words/en/whole.js";
import { errorWords } from "../../src/words/error-words.js";

const without = (codes: readonly string[], words: object): readonly string[] =>
  codes.filter((code) => !(code in words));

it("every code has its sentence, and every sentence its code", () => {
  expect(without(Object.keys(errorCatalogue), en.errors)).toEqual([]);
  const plain = Object.keys(en.errors).map((key) => key.replace(/_(one|other)$/, ""));
  expect(plain.filter((key) => !(key in errorCatalogue))).toEqual([]);
});

it("every fault of a phone and every end of a call is told", () => {
  expect(without(Object.keys(phoneFaultCatalogue), en.phone.status)).toEqual([]);
  expect(without(Object.keys(phoneFaultCatalogue), en.phone.why)).toEqual([]);
  expect(without(Object.keys(callFailureCatalogue), en.call.failed)).toEqual([]);
});

it("what happened already and what to do have their words", () => {
  expect(without(errorEffects, en.errorHelp.effect)).toEqual([]);
  expect(without(errorActions, en.errorHelp.action)).toEqual([]);
});

it("whatever a sentence needs to be filled in has an example for the page of errors", () => {
  const texts = [...Object.values(en.errors), ...Object.values(en.call.failed)];
  const names = new Set(
    texts.flatMap((text) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name)),
  );
  expect(without([...names].map(String), en.errorHelp.example)).toEqual([]);
});

it("the words for the page of errors have the form that the server reads", () => {
  for (const [language, words] of Object.entries(errorWords))
    expect(errorWordsSchema.safeParse(words).error, language).toBeUndefined();
});
