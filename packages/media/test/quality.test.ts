import { describe, expect, it } from "vitest";
import { mosEstimate, mosOf, rFactor } from "../src/index.js";

describe("quality", () => {
  it("QUA-1 gives G.107's value for a call with nothing wrong, and its scale at the ends", () => {
    expect(rFactor({ codec: "PCMU", lossShare: 0, delayMs: 0 })).toBeCloseTo(93.2);
    expect(mosOf(93.2)).toBeCloseTo(4.41, 2);
    expect([mosOf(0), mosOf(-5), mosOf(100)]).toEqual([1, 1, 4.5]);
    expect(mosOf(70)).toBeCloseTo(3.6, 1);
    expect(mosOf(50)).toBeCloseTo(2.58, 1);
  });

  it("QUA-2 falls with loss and delay, never below 1", () => {
    const mos = (lossShare: number, delayMs: number): number =>
      mosEstimate({ codec: "PCMU", lossShare, delayMs });
    expect(mos(0.05, 100)).toBeLessThan(mos(0.01, 100));
    expect(mos(0.01, 300)).toBeLessThan(mos(0.01, 100));
    expect(mos(0.05, 100)).toBeGreaterThan(3.3);
    expect(mos(1, 2000)).toBe(1);
    let before = 5;
    for (let loss = 0; loss <= 1; loss += 0.02) {
      expect(mos(loss, 80)).toBeLessThanOrEqual(before);
      before = mos(loss, 80);
    }
  });
});
