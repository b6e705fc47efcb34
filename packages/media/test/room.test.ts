import { describe, expect, it } from "vitest";
import { type CallPicture, Mixer, softLimit } from "../src/index.js";
import { joined, roughness, sine } from "./support/sound.js";
import {
  AMPLITUDE,
  agent,
  customer,
  hears,
  main,
  onHold,
  roomFor,
  TestLeg,
  TONES,
  tap,
} from "./support/tone-room.js";

describe("mixing", () => {
  it("MIX-1 changes of the matrix fade within 8 ms and never click", () => {
    const picture = (muted: boolean, hold: boolean): CallPicture => ({
      parties: [hold ? { id: "customer", place: onHold } : customer, { ...agent, muted }],
    });
    const { room, legs } = roomFor(picture(false, false));
    for (let tick = 0; tick < 120; tick++) {
      if (tick % 10 === 0) room.setPicture(picture(tick % 20 === 0, tick % 30 === 0));
      room.tick(tick * 20);
    }
    const bend = roughness(sine(TONES.music, 8000, 1000, { amplitude: AMPLITUDE }));
    for (const leg of legs) expect(roughness(joined(leg.heard))).toBeLessThan(bend * 1.3);
  });

  it("MIX-2 a changed gain arrives within one frame", () => {
    const mixer = new Mixer(8000);
    const frames = new Map([["a", new Int16Array(160).fill(1000)]]);
    mixer.setRows([{ source: "a", listener: "b", gain: 1 }]);
    expect([...mixer.mixFor("b", frames)].slice(0, 3)).toEqual([16, 31, 47]);
    expect(mixer.mixFor("b", frames)).toBe(frames.get("a"));
    mixer.setRows([]);
    expect([...mixer.mixFor("b", frames)].slice(64)).toEqual(Array(96).fill(0));
    expect(mixer.mixFor("c", frames)).toEqual(new Int16Array(160));
  });

  it("MIX-3 loud voices together stay below full scale without being cut off flat", () => {
    const mixer = new Mixer(8000);
    const names = ["a", "b", "c"];
    mixer.setRows(names.map((source) => ({ source, listener: "x", gain: 1 })));
    const frames = new Map(names.map((name) => [name, sine(500, 8000, 20, { amplitude: 30_000 })]));
    mixer.mixFor("x", frames);
    const mixed = mixer.mixFor("x", frames);
    expect(Math.max(...mixed)).toBeLessThan(32_767);
    expect(Math.max(...mixed)).toBeGreaterThan(28_000);
    expect(softLimit(20_000)).toBe(20_000);
    for (let value = 0; value < 200_000; value += 1000)
      expect(softLimit(value + 1000)).toBeGreaterThan(softLimit(value));
    expect(softLimit(-50_000)).toBe(-softLimit(50_000));
  });
});

describe("a room", () => {
  it("ROO-1 mixes at 8 kHz while all legs are narrowband, else at 16 kHz, and goes over without a click", () => {
    const { room, legs } = roomFor({ parties: [customer, agent] });
    room.setPicture({ parties: [customer, agent, { id: "second", place: main }] });
    for (let tick = 0; tick < 50; tick++) room.tick(tick * 20);
    expect(room.sampleRate).toBe(8000);
    const wide = new TestLeg("second", 48_000);
    room.addLeg(wide);
    for (let tick = 50; tick < 100; tick++) room.tick(tick * 20);
    expect(room.sampleRate).toBe(16_000);
    room.removeLeg("second");
    room.tick(2000);
    expect(room.sampleRate).toBe(8000);
    expect(hears(joined(legs[0]?.heard.slice(60, 95) ?? []), 8000)).toBe("agent second");
    expect(hears(joined(wide.heard.slice(10, 45)), 48_000)).toBe("customer agent");
  });

  it("ROO-2 writes silence to a recording while it is paused, so that the pause has its length", () => {
    const { room, recorded } = roomFor({ parties: [customer, agent] });
    for (let tick = 0; tick < 60; tick++) {
      const paused = tick >= 20 && tick < 40;
      room.setPicture({ parties: [customer, agent], taps: [{ ...tap, paused }] });
      room.tick(tick * 20);
    }
    const spoken = joined(recorded[0]);
    expect(spoken).toHaveLength(60 * 160);
    expect(hears(spoken.subarray(21 * 160, 40 * 160), 8000)).toBe("");
    expect(hears(spoken.subarray(42 * 160), 8000)).toBe("agent");
    expect(hears(joined(recorded[1]).subarray(42 * 160), 8000)).toBe("customer");
  });
});
