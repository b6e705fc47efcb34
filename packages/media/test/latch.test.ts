import { expect, it } from "vitest";
import { Latch } from "../src/index.js";

const signalled = { address: "192.0.2.1", port: 4000 };
const other = { address: "192.0.2.1", port: 61_000 };
const stranger = { address: "192.0.2.1", port: 62_000 };

it("LEG-3 the very address that was signalled takes over from whoever was first, and stays", () => {
  const latch = new Latch("port");
  latch.signal(signalled);
  expect(latch.target).toEqual(signalled);
  expect(latch.accept(other)).toBe(true);
  expect(latch.accept(stranger)).toBe(false);
  expect(latch.target).toEqual(other);
  expect(latch.accept(signalled)).toBe(true);
  expect(latch.target).toEqual(signalled);
  expect(latch.accept(other)).toBe(false);
});

it("LEG-3 a phone behind NAT names its inner address and sends from where its signalling comes from", () => {
  const inner = { address: "10.0.0.5", port: 4000 };
  const outer = { address: "198.51.100.7", port: 61_000 };
  const latch = new Latch("port", outer.address);
  latch.signal(inner);
  expect(latch.accept({ address: "203.0.113.9", port: 61_000 }), "a stranger").toBe(false);
  expect(latch.accept(outer)).toBe(true);
  expect(latch.target).toEqual(outer);
  expect(latch.accept({ ...outer, port: 61_001 })).toBe(false);
});
