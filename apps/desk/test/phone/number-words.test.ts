import type { NumberView } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import { localTime, numberWords } from "../../src/features/phone/number-words.js";
import { word } from "../../src/words/words.js";

const NOON = Date.UTC(2026, 10, 22, 12);

describe("what time it is where a number is", () => {
  it("is one time, or the range of those it may be", () => {
    expect(localTime(["Europe/Berlin"], NOON)).toEqual({ text: "13:00", unusual: false });
    expect(localTime(["America/New_York", "America/Los_Angeles"], NOON)).toEqual({
      text: "04:00 – 07:00",
      unusual: true,
    });
    expect(localTime([], NOON)).toBeNull();
    expect(localTime(["Mars/Base"], NOON)).toBeNull();
  });
  it("puts yesterday before today", () => {
    expect(localTime(["Europe/London", "America/New_York"], Date.UTC(2026, 10, 22, 3))?.text).toBe(
      "22:00 – 03:00",
    );
  });
  it("is unusual before 8 and from 21 on", () => {
    const at = (hour: number, minute = 0) =>
      localTime(["Europe/London"], Date.UTC(2026, 10, 22, hour, minute))?.unusual;
    expect([at(7, 59), at(8), at(20, 59), at(21)]).toEqual([true, false, false, true]);
  });
});

describe("a number in words", () => {
  const view: NumberView = {
    dialled: "+15035550142",
    keys: "",
    display: "+1 503 555 0142",
    e164: "+15035550142",
    country: "US",
    type: "fixed_or_mobile",
    valid: true,
    timeZones: ["America/Los_Angeles"],
    agentId: null,
    contacts: [],
    refusal: null,
  };
  const said = (change: Partial<NumberView>, colleague: string | null = null) =>
    numberWords(word, { ...view, ...change }, colleague, NOON);

  it("says whose it is, its form, type and country", () => {
    expect(said({ contacts: [{ contactId: "m", name: "Maria Gutiérrez" }] })).toMatchObject({
      who: "Maria Gutiérrez",
      what: "+1 503 555 0142 · Mobile or landline · United States",
      keys: null,
    });
    expect(said({ e164: null, country: null, type: null, timeZones: [] }, "Ben Ortega")).toEqual({
      who: "Ben Ortega",
      what: null,
      time: null,
      keys: null,
      refusal: null,
    });
    expect(said({ valid: false }).what).toContain("not complete");
  });
  it("says which rule stands against it", () => {
    const refusal = { code: "blocked_by_restriction", facts: { restriction: "Everybody" } } as const;
    expect(said({ refusal }).refusal).toContain("Everybody");
  });
  it("says what goes in when it is answered", () => {
    expect(said({ keys: ",,,5,,245" }).keys).toBe("When answered: 3 s pause, 5, 2 s pause, 245");
  });
});
