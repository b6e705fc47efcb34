import { describe, expect, it } from "vitest";
import {
  type CountryFacts,
  type DialPlan,
  dialPlanDefaults,
  dialPlanSchema,
  matchesPattern,
  planOfCountry,
} from "../src/index.js";

const germany: CountryFacts = {
  country: "DE",
  callingCode: "49",
  nationalPrefix: "0",
  internationalPrefix: "00",
  lengths: [10, 11],
};
const spain: CountryFacts = {
  country: "ES",
  callingCode: "34",
  nationalPrefix: null,
  internationalPrefix: "00",
  lengths: [9],
};
const italy: CountryFacts = { ...spain, country: "IT", callingCode: "39", lengths: [6, 10] };
const us: CountryFacts = {
  country: "US",
  callingCode: "1",
  nationalPrefix: "1",
  internationalPrefix: "011",
  lengths: [10],
};

/** What a plan makes of a number. */
function dialled({ rules }: Pick<DialPlan, "rules">, number: string): string {
  const rule = rules.find(({ match }) => matchesPattern(number, match));
  return rule === undefined ? number : rule.add + number.slice(rule.strip);
}

describe("dialling as in a country", () => {
  it.each([
    ["Germany", germany, "03012345678", "+493012345678"],
    ["Germany, abroad", germany, "0015035550142", "+15035550142"],
    ["Germany, an extension", germany, "1001", "1001"],
    ["Spain, without a prefix", spain, "912345678", "+34912345678"],
    ["Italy, whose zero stays", italy, "0612345678", "+390612345678"],
    ["Italy, a mobile", italy, "3471234567", "+393471234567"],
    ["the United States", us, "5035550142", "+15035550142"],
    ["the United States, with 1", us, "15035550142", "+15035550142"],
    ["the United States, abroad", us, "011493012345678", "+493012345678"],
  ])("%s", (_, facts, number, becomes) => {
    expect(dialled(planOfCountry(facts, dialPlanDefaults), number)).toBe(becomes);
  });

  it("changes the national class alone, makes one where there is none, and is a plan that can be saved", () => {
    const { rules, classes } = planOfCountry(germany, dialPlanDefaults);
    expect(classes.map(({ kind }) => kind)).toEqual(dialPlanDefaults.classes.map(({ kind }) => kind));
    expect(classes.find(({ kind }) => kind === "national")?.patterns).toEqual(["+49*"]);
    const without = dialPlanDefaults.classes.filter(({ kind }) => kind !== "national");
    const made = planOfCountry(germany, { classes: without }).classes.map(({ kind }) => kind);
    expect(made.indexOf("national")).toBeLessThan(made.indexOf("international"));
    expect(dialPlanSchema.safeParse({ ...dialPlanDefaults, country: "DE", rules, classes }).success).toBe(
      true,
    );
  });

  it("the United States are what a new center dials by", () => {
    expect(planOfCountry(us, dialPlanDefaults)).toEqual({
      rules: dialPlanDefaults.rules,
      classes: dialPlanDefaults.classes,
    });
  });
});
