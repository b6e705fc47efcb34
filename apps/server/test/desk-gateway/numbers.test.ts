import { describe, expect, it } from "vitest";
import { zoneOfAreaCode } from "../../src/desk-gateway/numbers/area-codes.js";
import { numberFacts } from "../../src/desk-gateway/numbers/describe-number.js";
import { timeZonesOf } from "../../src/desk-gateway/numbers/time-zones.js";
import { typedNumber } from "../../src/desk-gateway/numbers/typed-number.js";

describe("a number that somebody types", () => {
  it.each([
    ["+1 (503) 555-0142", "+15035550142", ""],
    ["+18005552222,,,5,,245", "+18005552222", ",,,5,,245"],
    ["8000, 12 34 ,,", "8000", ",1234"],
    ["8000,", "8000", ""],
    ["", "", ""],
    [",5", "", ",5"],
  ])("%s dials %s and sends %s", (typed, dialled, keys) => {
    expect(typedNumber(typed)).toEqual({ dialled, keys });
  });
  it.each(["Maria", "8000,abc", `8000,${"1".repeat(101)}`])("%s is no number", (typed) => {
    expect(typedNumber(typed).dialled).toBeUndefined();
  });

  it("is told with country, type and form", () => {
    expect(numberFacts("503 555 0142", "US")).toEqual({
      dialled: "5035550142",
      keys: "",
      display: "+1 503 555 0142",
      e164: "+15035550142",
      country: "US",
      type: "fixed_or_mobile",
      valid: true,
      timeZones: ["America/Los_Angeles"],
    });
    expect(numberFacts("00 49 1511 2345678", "US")).toMatchObject({
      e164: "+4915112345678",
      country: "DE",
      type: "mobile",
      timeZones: ["Europe/Berlin"],
    });
    expect(numberFacts("+1 800 555 2222,,5", "US")).toMatchObject({
      keys: ",,5",
      type: "toll_free",
      timeZones: [],
    });
  });
  it("is told as it is when it is an extension, not finished, or none", () => {
    expect(numberFacts("1002", "US")).toMatchObject({
      dialled: "1002",
      display: "1002",
      e164: null,
      valid: false,
    });
    expect(numberFacts("+1 503 555", "US")).toMatchObject({ dialled: "+1503555", e164: null });
    expect(numberFacts("call me", "US")).toMatchObject({ dialled: null, display: "call me" });
    expect(numberFacts(" ", "US")).toMatchObject({ dialled: null, display: "" });
  });
});

describe("where a number is", () => {
  it("comes from the area code in North America, Saskatchewan without summer time included", () => {
    expect(timeZonesOf("+12125550142", "US")).toEqual(["America/New_York"]);
    expect(timeZonesOf("+13065550142", "CA")).toEqual(["America/Regina"]);
    expect(timeZonesOf("+18085550142", "US")).toEqual(["Pacific/Honolulu"]);
  });
  it("is one zone for each way clocks go in the country where the number does not tell", () => {
    expect(timeZonesOf("+442071234567", "GB")).toHaveLength(1);
    expect(timeZonesOf("+61412345678", "AU").length).toBeGreaterThan(3);
    expect(timeZonesOf("+12315550142", "US").length, "an area code that we do not know").toBeGreaterThan(4);
    expect(timeZonesOf("+87012345", undefined)).toEqual([]);
  });
  it("knows each area code once, and only zones that exist", () => {
    expect(zoneOfAreaCode.size).toBeGreaterThan(400);
    for (const [code, zone] of zoneOfAreaCode) {
      expect(code).toMatch(/^[2-9][0-9]{2}$/);
      expect(() => new Intl.DateTimeFormat("en", { timeZone: zone })).not.toThrow();
    }
  });
});

it("a number without a country code is one of the center's country", () => {
  expect(numberFacts("030 123456", "DE")).toMatchObject({
    e164: "+4930123456",
    country: "DE",
    timeZones: ["Europe/Berlin"],
  });
  expect(numberFacts("030 123456", "US").e164).toBeNull();
});
