import { describe, expect, it } from "vitest";
import type { MaskingRule } from "../../src/center/masking-rule.js";
import { maskPreview, maskText, patternProblem } from "../../src/masking/index.js";

const all: MaskingRule = { cards: true, cardLastFour: true, socialSecurity: true, expressions: [] };
const masked = (text: string, rule: Partial<MaskingRule> = {}) => maskText(text, { ...all, ...rule }).text;

describe("payment cards", () => {
  it.each([
    ["4111111111111111", "••••••••••••1111"],
    ["my card 4111 1111 1111 1111, thanks", "my card •••• •••• •••• 1111, thanks"],
    ["4111-1111-1111-1111", "••••-••••-••••-1111"],
    ["4111 - 1111 - 1111 - 1111", "•••• - •••• - •••• - 1111"],
    ["4111.1111.1111.1111", "••••.••••.••••.1111"],
    ["4111\u00a01111\u20091111\u200b1111", "••••\u00a0••••\u2009••••\u200b1111"],
    ["4111\u20111111\u20131111\u22121111", "••••\u2011••••\u2013••••\u22121111"],
    ["４１１１ １１１１ １１１１ １１１１", "•••• •••• •••• １１１１"],
    ["378282246310005", "•••••••••••0005"],
    ["4222222222222", "•••••••••2222"],
    ["6304000000000000000", "•••••••••••••••0000"],
    ["x4111111111111111y", "x••••••••••••1111y"],
    ["no. 12: 4111 1111 1111 1111", "no. 12: •••• •••• •••• 1111"],
  ])("hides %j", (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it("finds a card among its date and code", () => {
    const text = masked("4111 1111 1111 1111 12/26 123");
    expect(text).not.toMatch(/4111|1111 1111/);
    expect(text).toContain("/");
  });

  it("hides all digits where the last four are not to stay", () => {
    expect(masked("4111 1111 1111 1111", { cardLastFour: false })).toBe("•••• •••• •••• ••••");
  });

  it.each([
    "4111 1111 1111 1112",
    "411111111111",
    "+49 170 1234 5678 93",
    "52.520008123456789",
    "1764000000008",
    "policy LF-2048-771",
    "12345678901234567890123",
  ])("leaves %j", (text) => {
    expect(masked(text)).toBe(text);
  });

  it("says so when nothing was hidden, and changes nothing twice", () => {
    expect(maskText("hello", all)).toEqual({ text: "hello", masked: false });
    const once = masked("4111 1111 1111 1111 and 078-05-1120");
    expect(maskText(once, all)).toEqual({ text: once, masked: false });
  });
});

describe("social security numbers", () => {
  it.each([
    ["078-05-1120", "•••-••-••••"],
    ["it is 078 05 1120.", "it is ••• •• ••••."],
    ["SSN: 078051120", "SSN: •••••••••"],
    ["my social security number is 078051120", "my social security number is •••••••••"],
  ])("hides %j", (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([
    "000-12-3456",
    "666-12-3456",
    "900-12-3456",
    "999-12-3456",
    "123-00-4567",
    "123-45-0000",
    "078051120",
  ])("leaves %j, which is none", (text) => {
    expect(masked(text)).toBe(text);
  });
});

describe("own expressions", () => {
  const claims = { expressions: [{ name: "Claim", pattern: "(?i)\\bclm-\\d{6}\\b" }] };

  it("hides what they find, with bullets for signs and spaces left", () => {
    expect(masked("see CLM-123456 please", claims)).toBe("see •••••••••• please");
    expect(masked("a 👍 b", { expressions: [{ name: "thumb", pattern: "👍 b" }] })).toBe("a • •");
  });

  it("refuses what the engine cannot run in linear time, what is broken and what finds nothing", () => {
    expect(patternProblem("(?=a)b")).toMatchObject({ code: "not_understood" });
    expect(patternProblem("(a)\\1")).toMatchObject({ code: "not_understood" });
    expect(patternProblem("[")).toMatchObject({ code: "not_understood" });
    expect(patternProblem("a*")).toEqual({ code: "matches_nothing_written" });
    expect(patternProblem(" ")).toEqual({ code: "empty" });
    expect(patternProblem("a".repeat(501))).toEqual({ code: "too_long" });
    expect(patternProblem("((a{30}){30}){20}")).not.toBeNull();
    expect(patternProblem("\\d{4}")).toBeNull();
  });

  it("takes an expression that breaks others for what it is: one pass over the text", () => {
    const evil = { expressions: [{ name: "evil", pattern: "(a+)+$" }] };
    const text = `${"a".repeat(10_000)}!`;
    const before = performance.now();
    expect(masked(text, evil)).toBe(text);
    // Backtracking takes longer than the age of the universe; the engine's own work is some milliseconds.
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});

it("hides in a preview what may become a card with the next digits", () => {
  expect(maskPreview("4111 1111 1", all)).toBe("•••• •••• •");
  expect(maskPreview("+49 170 1234567", all)).toBe("+49 170 1234567");
  expect(maskPreview("4111 1111", all)).toBe("4111 1111");
});
