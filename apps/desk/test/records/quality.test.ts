import { describe, expect, it } from "vitest";
import { lineOf } from "../../src/features/records/quality/timeline.js";
import { browserOf } from "../../src/phone/browser-name.js";
import { heardAs } from "../../src/phone/quality.js";

const sample = (atMs: number, mos: number, loss = 0) => ({
  atMs,
  mos,
  loss,
  jitterMs: 1,
  roundTripMs: null,
  level: 0,
});

describe("how a leg was heard", () => {
  it("is in its class on the whole, and mostly where a part of it was in another", () => {
    expect(heardAs(4.2, 4.1)).toEqual({ grade: "good", mostly: false });
    expect(heardAs(4.2, 1)).toEqual({ grade: "good", mostly: true });
    expect(heardAs(3.8, 3.5)).toEqual({ grade: "fair", mostly: true });
    expect(heardAs(2, 1)).toEqual({ grade: "poor", mostly: false });
  });
});

describe("the line of a leg", () => {
  it("runs from where it began to the end of the call, good sound above", () => {
    const { line, losses } = lineOf([sample(5_000, 4.5), sample(10_000, 1, 0.05)], 10_000, 20_000);
    expect(line).toBe("M75 0.0L100 20.0");
    expect(losses).toEqual([{ x: 100, height: 0.25 }]);
  });

  it("stays in its picture, and is there for one sample alone", () => {
    expect(lineOf([sample(0, 9, 1)], 0, 0)).toEqual({
      line: "M100 0.0h0.1",
      losses: [{ x: 100, height: 1 }],
    });
    expect(lineOf([], 0, 10).line).toBe("");
  });
});

it.each([
  ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36", "Chrome 141"],
  ["Mozilla/5.0 AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0", "Edge 141"],
  ["Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15", "Safari 18"],
  ["Mozilla/5.0 (X11; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox 132"],
  ["curl/8", ""],
])("%s is %s", (userAgent, browser) => {
  expect(browserOf(userAgent)).toBe(browser);
});
