import { describe, expect, test } from "vitest";
import { cannedParts, folderPath, unknownVariable } from "../src/index.js";

describe("variables of canned responses", () => {
  test("stand among words, with what stands there without a value, in any letters", () => {
    expect(cannedParts("Hello {{ Customer.firstname | there }}, case {{case.number}}.")).toEqual([
      { kind: "words", text: "Hello " },
      { kind: "variable", name: "customer.firstName", otherwise: "there" },
      { kind: "words", text: ", case " },
      { kind: "variable", name: "case.number", otherwise: null },
      { kind: "words", text: "." },
    ]);
    expect(cannedParts("{{agent.nickname|}}")).toEqual([
      { kind: "variable", name: "agent.nickname", otherwise: null },
    ]);
    expect(cannedParts("")).toEqual([]);
  });

  test("%F and %L are the customer's names, and a sum's percent sign is none", () => {
    expect(cannedParts("%F %L!")).toEqual([
      { kind: "variable", name: "customer.firstName", otherwise: null },
      { kind: "words", text: " " },
      { kind: "variable", name: "customer.lastName", otherwise: null },
      { kind: "words", text: "!" },
    ]);
    for (const words of ["100%F", "%Free", "5 % L", "%%F", "%f"])
      expect(cannedParts(words)).toEqual([{ kind: "words", text: words }]);
  });

  test.each([
    ["{{customer.age}}", "{{customer.age}}"],
    ["Hello {{customer.firstName", "{{customer.firstName"],
    ["Hello customer.firstName}}", "}}"],
    ["{{{customer.firstName}}}", null],
    ["{{}}", "{{}}"],
    ["a { brace } is no variable", null],
    ["{{customer.firstName|there}} %F", null],
  ])("what is unknown in %s is %s", (text, unknown) => {
    expect(unknownVariable(text)).toBe(unknown);
  });
});

test("a folder has one name", () => {
  expect(folderPath(" Greetings / First  words/")).toBe("Greetings/First words");
  expect(folderPath(" / ")).toBe("");
});
