import { describe, expect, it } from "vitest";
import { runTicker, steadyNow, TickSchedule } from "../src/index.js";

describe("the beat", () => {
  it("TIC-1 stays on its grid, however late it is woken", () => {
    const schedule = new TickSchedule(1000);
    const ticks: number[] = [];
    for (let now = 1000; now < 61_000; now += 20.9) ticks.push(...schedule.due(now));
    expect(ticks).toHaveLength(2999);
    expect(ticks.every((at, index) => at === 1020 + index * 20)).toBe(true);
  });

  it("TIC-2 catches up to five frames and leaves out what is older", () => {
    const schedule = new TickSchedule(0);
    expect(schedule.due(100)).toEqual([20, 40, 60, 80, 100]);
    expect(schedule.due(100)).toEqual([]);
    expect(schedule.due(1100)).toEqual([1020, 1040, 1060, 1080, 1100]);
    expect(schedule.takeLateness()).toMatchObject({ ticks: 10, skipped: 45 });
    expect(schedule.waitMs(1105)).toBe(15);
  });

  it("TIC-3 measures how late it was, anew after each reading", () => {
    const schedule = new TickSchedule(0);
    for (let tick = 1; tick <= 100; tick++) schedule.due(tick * 20 + (tick === 50 ? 30 : 1));
    const lateness = schedule.takeLateness();
    expect(lateness.maxMs).toBe(30);
    expect(lateness.p50Ms).toBeCloseTo(1.25);
    expect(lateness.lateShare).toBeCloseTo(1 / 100, 3);
    expect(schedule.takeLateness().ticks).toBe(0);
  });

  it("TIC-4 runs on real time, keeps the rate, and outlives what a tick throws", async () => {
    const ticks: number[] = [];
    const failures: unknown[] = [];
    const began = steadyNow();
    const ticker = runTicker(
      (dueMs) => {
        ticks.push(dueMs);
        if (ticks.length === 3) throw new Error("one call is broken");
      },
      (cause) => failures.push(cause),
    );
    await new Promise((resolve) => setTimeout(resolve, 400));
    ticker.stop();
    const due = Math.floor((steadyNow() - began) / 20);
    expect(Math.abs(ticks.length + ticker.takeLateness().skipped - due)).toBeLessThanOrEqual(2);
    expect(failures).toHaveLength(1);
    const before = ticks.length;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(ticks).toHaveLength(before);
  });
});
