import { describe, expect, test } from "vitest";
import { fillCanned, firstGap, valuesOf } from "../../src/features/canned/fill.js";

const writer = { firstName: "Sofia", lastName: "Lindqvist", nickname: "", company: "Larkfield Insurance" };
const chat = (firstName: string, lastName: string) => ({
  contact: {
    contactId: "c1",
    name: firstName === "" ? "Visitor 7" : `${firstName} ${lastName}`,
    firstName,
    lastName,
    phones: [],
    emails: [],
    account: null,
    since: 0,
  },
  serviceName: "Auto claims",
  caseNumber: 10_007,
});
const labelOf = (name: string) => `the ${name}`;
const filled = (text: string, values = valuesOf(chat("Maria", "Gutiérrez"), writer)) =>
  fillCanned(text, values, labelOf);

describe("a canned response in a chat", () => {
  test("has every value that is known, in both spellings", () => {
    expect(
      filled(
        "Dear %F %L ({{customer.name}}), {{agent.firstName}} {{agent.lastName}} alias {{agent.nickname}} of {{company.name}}, {{service.name}}: case {{case.number}}.",
      ).text,
    ).toBe(
      "Dear Maria Gutiérrez (Maria Gutiérrez), Sofia Lindqvist alias Sofia of Larkfield Insurance, Auto claims: case 10007.",
    );
  });

  test("says what is to stand there when a value is missing, and else leaves a gap that is marked", () => {
    const nobody = valuesOf(chat("", ""), writer);
    const { text, parts } = filled("Hello {{customer.firstName|there}}, dear {{customer.name}}!", nobody);
    expect(text).toBe("Hello there, dear [[the customer.name]]!");
    expect(parts.map(({ kind }) => kind)).toEqual(["words", "value", "words", "gap", "words"]);
    const gap = firstGap(text);
    expect(gap && text.slice(gap.start, gap.end)).toBe("[[the customer.name]]");
  });

  test("never lets braces through: what is no variable is a gap, and a value is not looked through again", () => {
    expect(filled("Hello {{customer.age}}").text).toBe("Hello [[customer.age]]");
    expect(filled("Hello {{customer.").text).not.toContain("{{");
    const odd = valuesOf(chat("{{agent.firstName}}", "Two\nlines"), writer);
    expect(filled("Hello %F %L", odd).text).toBe("Hello {{agent.firstName}} Two lines");
  });

  test("gaps of the agent's own are gaps too; single brackets are words", () => {
    expect(firstGap("Your excess is [[amount]] in all")).toEqual({ start: 15, end: 25 });
    expect(filled("[[amount]] and [[date]].").parts).toEqual([
      { kind: "gap", text: "[[amount]]" },
      { kind: "words", text: " and " },
      { kind: "gap", text: "[[date]]" },
      { kind: "words", text: "." },
    ]);
    expect(firstGap("Press [Send], list[[0]")).toBeNull();
  });
});
