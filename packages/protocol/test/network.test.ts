import { describe, expect, it } from "vitest";
import {
  accountOf,
  accountPasswordSchema,
  accountTarget,
  dialPlanDefaults,
  dialPlanSchema,
  matchesPattern,
  numberPatternSchema,
  prefixRuleSchema,
  routesFor,
  sentBy,
  trunkDefaults,
  trunkSchema,
  withPrefixRules,
} from "../src/index.js";

describe("a pattern of numbers", () => {
  it.each([
    ["911", "911", true],
    ["911", "9111", false],
    ["+1NXXNXXXXXX", "+15035550142", true],
    ["+1NXXNXXXXXX", "+11035550142", false],
    ["+1NXXNXXXXXX", "+1503555014", false],
    ["+49*", "+49", true],
    ["+49*", "+4930123456", true],
    ["+49*", "+4", false],
    ["*", "", true],
    ["*", "*67#", true],
    ["Z*", "0123", false],
    ["XXXX", "800", false],
    ["XXXX", "8000", true],
    ["XXXX", "80*0", false],
  ])("%s and %s: %s", (pattern, number, fits) => {
    expect(numberPatternSchema.parse(pattern)).toBe(pattern);
    expect(matchesPattern(number, pattern)).toBe(fits);
  });

  it("is read in small letters, and refused when it means nothing", () => {
    expect(numberPatternSchema.parse(" nxxx ")).toBe("NXXX");
    for (const wrong of ["", "*1", "1+1", "a", "1 2", "X".repeat(41), "[1-9]"])
      expect(numberPatternSchema.safeParse(wrong).success, wrong).toBe(false);
  });
});

describe("prefixes", () => {
  it("the first that fits, once; a number that none fits stays as it is", () => {
    const rules = [
      { begins: "+1", becomes: "1" },
      { begins: "+", becomes: "011" },
    ];
    expect(["+15035550142", "+4930123", "8000"].map((number) => withPrefixRules(number, rules))).toEqual([
      "15035550142",
      "0114930123",
      "8000",
    ]);
    expect(withPrefixRules("123", [{ begins: "", becomes: "+" }])).toBe("+123");
  });

  it("are digits and keys", () => {
    expect(prefixRuleSchema.safeParse({ begins: "+1", becomes: "*67" }).success).toBe(true);
    expect(prefixRuleSchema.safeParse({ begins: "1+", becomes: "" }).success).toBe(false);
    expect(prefixRuleSchema.safeParse({ begins: "", becomes: "\r\nVia: x" }).success).toBe(false);
  });
});

describe("trunks", () => {
  const trunk = (name: string, over: object = {}) =>
    trunkSchema.parse({ ...trunkDefaults, name, host: "sip.example.com", ...over });

  it("go by priority, then by name; those that are down go last, and those that are off or do not take it not at all", () => {
    const trunks = [
      trunk("Second", { priority: 20 }),
      trunk("Beta"),
      trunk("Alpha"),
      trunk("Down", { priority: 1 }),
      trunk("Off", { enabled: false, priority: 1 }),
      trunk("Germany", { takes: ["+49*"], priority: 1 }),
    ];
    const names = (number: string) =>
      routesFor(number, trunks, ({ name }) => name === "Down").map(({ name }) => name);
    expect(names("+15035550142")).toEqual(["Alpha", "Beta", "Second", "Down"]);
    expect(names("+4930123")).toEqual(["Germany", "Alpha", "Beta", "Second", "Down"]);
    expect(routesFor("1", [])).toEqual([]);
  });

  it("change the number by their rules, and the caller id when they have one", () => {
    const call = { to: "+15035550142", from: "8000" };
    expect(sentBy(trunk("Plain"), call)).toEqual(call);
    const changed = trunk("Own", {
      calledOut: [{ begins: "+", becomes: "00" }],
      callerId: { kind: "fixed", number: "+15035550100" },
    });
    expect(sentBy(changed, call)).toEqual({ to: "0015035550142", from: "+15035550100" });
  });

  it.each([
    ["host", "no where"],
    ["host", "sip.example.com:5060"],
    ["host", "-x"],
    ["port", 0],
    ["user", "a b"],
    ["takes", []],
    ["priority", 0],
    ["sources", ["example.com"]],
    ["sources", ["10.0.0.0/33"]],
    ["callerId", { kind: "fixed", number: "me" }],
  ])("with a wrong %s are refused: %o", (field, value) => {
    const read = trunkSchema.safeParse({ ...trunk("A"), [field]: value });
    expect(read.error?.issues[0]?.path[0]).toBe(field);
  });

  it.each(["203.0.113.9", "sip.example.com", "2001:db8::1", "localhost"])("%s is a host", (host) => {
    expect(trunkSchema.safeParse({ ...trunk("A"), host }).success).toBe(true);
  });
});

describe("the dial plan", () => {
  const without = { rules: [], restrictions: [], classes: dialPlanDefaults.classes };

  it("that comes with a new center is sound", () => {
    expect(dialPlanSchema.parse(dialPlanDefaults)).toEqual(dialPlanDefaults);
  });

  it.each([
    ["two classes with one id", { ...without, classes: [...without.classes, ...without.classes] }, "classes"],
    [
      "a rule that strips what may not be there",
      { ...without, rules: [{ ruleId: "r", name: "R", match: "0*", strip: 2, add: "", entryId: null }] },
      "rules",
    ],
    [
      "a restriction on a class that is none",
      { ...without, restrictions: [restriction("r", "everybody", ["moon"])] },
      "restrictions",
    ],
    [
      "two restrictions for everybody",
      { ...without, restrictions: [restriction("r", "everybody"), restriction("s", "everybody")] },
      "restrictions",
    ],
  ])("with %s is refused", (_, plan, path) => {
    expect(dialPlanSchema.safeParse(plan).error?.issues[0]?.path[0]).toBe(path);
  });

  function restriction(restrictionId: string, kind: "everybody", blockedClasses: string[] = []) {
    const rest = { blocked: [], allowed: [], callerIds: null };
    return { restrictionId, name: "R", appliesTo: { kind }, blockedClasses, ...rest };
  }
});

describe("a desk phone's account", () => {
  it("is told from a number", () => {
    expect(accountOf(accountTarget("1001"))).toBe("1001");
    expect(accountOf("+15035550142")).toBeUndefined();
  });

  it("has a password that is worth its name", () => {
    expect(accountPasswordSchema.safeParse("short").success).toBe(false);
    expect(accountPasswordSchema.safeParse("has a blank in it").success).toBe(false);
    expect(accountPasswordSchema.safeParse("n0t-to-be-guessed").success).toBe(true);
  });
});
