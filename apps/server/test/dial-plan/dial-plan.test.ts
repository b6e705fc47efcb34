import { readFileSync } from "node:fs";
import { type DialPlan, dialPlanDefaults, type Restriction } from "@patchbay/protocol";
import { describe, expect, test } from "vitest";
import { listedNumber, planCall, readDoNotCallFile, readNumber } from "../../src/dial-plan/index.js";

const nobodyInParticular = { teamId: null, serviceId: null, callerId: "8000" };
const dial = (typed: string, over: Partial<Parameters<typeof planCall>[1]> = {}, plan = dialPlanDefaults) =>
  planCall(plan, { typed, ...nobodyInParticular, ...over });
const numberOf = (typed: string, plan?: DialPlan) => {
  const read = dial(typed, {}, plan);
  return read.ok ? `${read.class.kind} ${read.number}` : read.code;
};

const restriction = (over: Partial<Restriction>): Restriction => ({
  restrictionId: "r",
  name: "R",
  appliesTo: { kind: "everybody" },
  blockedClasses: [],
  blocked: [],
  allowed: [],
  callerIds: null,
  ...over,
});
const planWith = (...restrictions: Restriction[]): DialPlan => ({ ...dialPlanDefaults, restrictions });

describe("what was dialled", () => {
  test.each([
    ["+1 (503) 555-0142", "national +15035550142"],
    ["503.555.0142", "national +15035550142"],
    ["1-503-555-0142", "national +15035550142"],
    ["+49 30 123456", "international +4930123456"],
    ["011 49 30 123456", "international +4930123456"],
    ["0049 30/123456", "international +4930123456"],
    ["1001", "internal 1001"],
    ["", "empty_number"],
    [" - ", "empty_number"],
    ["maria@example", "phone_not_in_dial_plan"],
    ["sip:1001@evil.example", "phone_not_in_dial_plan"],
    ["account:1001", "phone_not_in_dial_plan"],
    ["+", "phone_not_in_dial_plan"],
    ["5551234567890123", "phone_not_in_dial_plan"],
  ])("[DPL-1] %s: %s", (typed, becomes) => {
    expect(numberOf(typed)).toBe(becomes);
  });

  test("[DPL-2] an emergency number goes out as it is, past every rule and restriction", () => {
    const plan: DialPlan = {
      ...planWith(restriction({ blocked: ["*"], blockedClasses: ["emergency"], callerIds: [] })),
      rules: [{ ruleId: "all", name: "All", match: "*", strip: 0, add: "0", entryId: null }],
    };
    expect(dial("911", {}, plan)).toMatchObject({ ok: true, number: "911", rule: null });
    expect(dial("1-1-2", {}, plan)).toMatchObject({ ok: true, number: "112" });
    // One digit more is another number.
    expect(dial("9110", {}, plan)).toMatchObject({ number: "09110" });
  });

  test("[DPL-3] the first rule that fits changes it, once", () => {
    const rule = (ruleId: string, match: string, strip: number, add: string) => ({
      ...{ ruleId, name: ruleId, match, strip, add },
      entryId: null,
    });
    const plan = {
      ...dialPlanDefaults,
      rules: [rule("outside", "9*", 1, ""), rule("city", "NXXXXXX", 0, "+1503")],
    };
    expect(numberOf("9+15035550142", plan)).toBe("phone_not_in_dial_plan");
    expect(numberOf("5550142", plan)).toBe("national +15035550142");
    // What the first has left is not looked at by the second.
    expect(readNumber(plan, "95550142")).toMatchObject({ ok: false, number: "5550142" });
  });

  test("[DPL-4] the first class that fits has it; an emergency number that a rule has made is one", () => {
    expect(dial("+19005550100")).toMatchObject({ class: { kind: "premium" } });
    expect(dial("+12125550100")).toMatchObject({ class: { kind: "national" } });
    const outside = { ruleId: "o", name: "Outside line", match: "9X*", strip: 1, add: "", entryId: null };
    const plan = { ...dialPlanDefaults, rules: [outside] };
    expect(numberOf("9911", plan)).toBe("emergency 911");
    expect(numberOf("911", plan)).toBe("emergency 911");
  });

  test("[DPL-5] an internal number is told as one, whatever is restricted", () => {
    expect(dial("8000", {}, planWith(restriction({ blocked: ["*"] })))).toMatchObject({
      ok: true,
      class: { kind: "internal" },
    });
  });
});

describe("restrictions", () => {
  const everybody = restriction({ restrictionId: "all", blockedClasses: ["international", "premium"] });
  const travel = restriction({
    restrictionId: "travel",
    appliesTo: { kind: "team", teamId: "travel" },
    blockedClasses: ["premium"],
  });
  const claims = restriction({
    restrictionId: "claims",
    appliesTo: { kind: "service", serviceId: "claims" },
    blocked: ["*"],
    allowed: ["+1*", "+4930*"],
  });
  const plan = planWith(everybody, travel, claims);
  const refusedBy = (typed: string, over: { teamId?: string; serviceId?: string }) => {
    const call = dial(typed, over, plan);
    return "restriction" in call ? `${call.code} ${call.restriction.restrictionId}` : call.ok;
  };

  test("[RST-1] everybody's holds for whose team has none of its own", () => {
    expect(refusedBy("+4930123", {})).toBe("blocked_by_restriction all");
    expect(refusedBy("+4930123", { teamId: "claims-team" })).toBe("blocked_by_restriction all");
    expect(refusedBy("+4930123", { teamId: "travel" })).toBe(true);
  });

  test("[RST-2] a service's narrows further and widens nothing", () => {
    expect(refusedBy("+4440123", { teamId: "travel", serviceId: "claims" })).toBe(
      "blocked_by_restriction claims",
    );
    expect(refusedBy("+4930123", { teamId: "travel", serviceId: "claims" })).toBe(true);
    expect(refusedBy("+4930123", { serviceId: "claims" })).toBe("blocked_by_restriction all");
  });

  test("[RST-3] an exception lets through what a class or a pattern blocks", () => {
    const one = planWith(
      restriction({ blockedClasses: ["international"], blocked: ["+1555*"], allowed: ["+49*", "+15551*"] }),
    );
    const passes = (typed: string) => dial(typed, {}, one).ok;
    expect(["+4930123", "+4440123", "+15555550100"].map(passes)).toEqual([true, false, false]);
    expect(passes("+15551234567")).toBe(true);
    expect(dial("+15035550142", {}, one).ok).toBe(true);
  });

  test("[RST-4] a caller id that is not on the list may not be shown", () => {
    const one = planWith(restriction({ callerIds: ["8000", "+1503*"] }));
    const shown = (callerId: string | null) => {
      const call = dial("+15035550142", { callerId }, one);
      return call.ok || call.code;
    };
    expect(["8000", "+15035550100", "8001", null].map(shown)).toEqual([
      true,
      true,
      "no_permissions_did_call",
      true,
    ]);
  });

  test("the plan of a new center blocks premium numbers and nothing else", () => {
    expect(dial("1-900-555-0100")).toMatchObject({ code: "blocked_by_restriction" });
    expect(dial("+4930123").ok).toBe(true);
  });
});

describe("the do-not-call list", () => {
  test("[DNC-1] two ways of writing a number are one", () => {
    const ways = ["+1 503 555 0142", "503-555-0142", "15035550142", "(503) 555.0142"];
    expect(new Set(ways.map((typed) => listedNumber(typed, "US")))).toEqual(new Set(["+15035550142"]));
    expect([listedNumber("8000", "US"), listedNumber("nobody", "US"), listedNumber("#", "US")]).toEqual([
      "8000",
      undefined,
      undefined,
    ]);
  });

  test("[DNC-2] a file: headings, quotes, semicolons, blank lines, and what is no number by its line", () => {
    const file = [
      "\ufeffNumber,Reason",
      '+1 503 555 0142,"asked us, twice"',
      "",
      "503-555-0143",
      "who knows,1",
      ' "503 555 0144" , "said ""never"" " , x',
    ].join("\r\n");
    expect(readDoNotCallFile(file, "US")).toEqual({
      rows: [
        { number: "+15035550142", reason: "asked us, twice" },
        { number: "+15035550143", reason: "" },
        { number: "+15035550144", reason: 'said "never"' },
      ],
      unreadable: [5],
    });
    expect(readDoNotCallFile("5035550142;moved\n;\n", "US")).toEqual({
      rows: [{ number: "+15035550142", reason: "moved" }],
      unreadable: [2],
    });
    expect(readDoNotCallFile("", "US")).toEqual({ rows: [], unreadable: [] });
  });
});

test("every rule of SPEC.md that is decided here has a test that cites it", () => {
  const here = new URL(".", import.meta.url);
  const spec = readFileSync(new URL("../../src/dial-plan/SPEC.md", here), "utf8");
  const texts = [new URL("dial-plan.test.ts", here), new URL("../network/network.test.ts", here)];
  const cited = texts.map((file) => readFileSync(file, "utf8")).join("\n");
  const rules = [...spec.matchAll(/\*\*([A-Z]{3}-\d+)\*\*/g)].map(([, id]) => id ?? "");
  expect(rules.length).toBeGreaterThan(10);
  expect(rules.filter((rule) => !cited.includes(`[${rule}]`))).toEqual([]);
});
